"""The attendance of a running cohort comes in from a list, with a preview."""

from django.views.decorators.http import require_GET, require_http_methods

from kit.access import guard
from kit.tables.exports import table_response
from schools.models.school import ImportKind
from schools.views.lists import take_list

from .. import policies
from ..actions.attended import examine

HEADINGS = ("School", "Town", "URN", "Name", "1", "2", "3", "4", "5", "6")
EXAMPLE = ("Example Primary School", "Exampleton", "123456", "Sam Example", "present", "half", "apologies", "substitute: Jo Example", "caught up 12/11/2025", "")  # fmt: skip


@require_http_methods(["GET", "POST"])
@guard(policies.can_import_attendance)
def import_attendance(request):
    """Choose the list of attendance, or paste it."""
    return take_list(request, ImportKind.ATTENDED, "training/import_attendance.html", examine)


@require_GET
@guard(policies.can_import_attendance)
def attendance_template(request):
    """The list with its headings and one example, to be filled in."""
    return table_response("attendance", HEADINGS, [EXAMPLE], "xlsx" if request.GET.get("as") == "xlsx" else "csv")
