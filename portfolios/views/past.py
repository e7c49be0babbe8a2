"""Graduates of the years before the portal: a list chosen or pasted, then its preview, and a template for it."""

from django.views.decorators.http import require_GET, require_http_methods

from kit.access import guard
from kit.tables.exports import table_response
from schools.models.school import ImportKind
from schools.views.lists import take_list

from .. import policies
from ..actions.graduates import examine
from ..forms.graduates import GraduatesForm
from ..graduates.rows import EXAMPLE, HEADINGS


@require_http_methods(["GET", "POST"])
@guard(policies.can_import_graduates)
def import_graduates(request):
    """Choose the list; faults of a pasted one are said where it was pasted, so that it can be put right there."""
    return take_list(
        request, ImportKind.GRADUATE, "portfolios/import_graduates.html", examine, form_class=GraduatesForm
    )


@require_GET
@guard(policies.can_import_graduates)
def graduates_template(request):
    """The list with its headings and one example, to be filled in."""
    kind = "xlsx" if request.GET.get("as") == "xlsx" else "csv"
    return table_response("graduates", HEADINGS, [EXAMPLE], kind)
