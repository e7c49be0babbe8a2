"""The trail of a register: each mark as it was made, by whom, when and why."""

from cohorts.models import Seat, SeatHolder

from .models import Attendance, Mark
from .policies import can_see_register, markable_places


def trail_of(session, user, asked=""):
    """(the marks of a session that a person may read, newest first, and the seat asked for or None).

    Whoever keeps the register reads the schools whose marks they keep; a school reads its own.
    """
    rows = Attendance.objects.visible_to(user).filter(session=session)
    if can_see_register(user, session):
        rows = rows.filter(seat__place__in=markable_places(user, session))
    marks = (
        Mark.objects.filter(attendance__in=rows)
        .select_related("by", "attendance__seat__place__school", "attendance__holder")
        .order_by("-at", "-pk")
    )
    seat = None
    if asked.isdecimal():
        seat = Seat.objects.filter(pk=asked, attendance__in=rows).select_related("place__school").first()
        marks = marks.filter(attendance__seat=seat) if seat else marks.none()
    if seat:
        seat.name_then = next(
            iter(SeatHolder.objects.on(session.on).filter(seat=seat).values_list("name", flat=True)), ""
        )
    return marks, seat
