"""A list of the people of schools comes in, with a preview."""

from django.views.decorators.http import require_GET, require_http_methods

from kit.access import guard
from kit.tables.exports import table_response
from schools import policies
from schools.models.school import ImportKind
from schools.register.people import EXAMPLE, HEADINGS, examine

from .lists import take_list


@require_http_methods(["GET", "POST"])
@guard(policies.can_import_people)
def import_people(request):
    """Choose the list of people, or paste it."""
    return take_list(request, ImportKind.PEOPLE, "schools/import_people.html", examine)


@require_GET
@guard(policies.can_import_people)
def people_template(request):
    """The list with its headings and one example, to be filled in."""
    return table_response("people", HEADINGS, [EXAMPLE], "xlsx" if request.GET.get("as") == "xlsx" else "csv")
