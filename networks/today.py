"""What the networks ask of people: an answer from a mentor school, the minutes from a convenor; and the meetings ahead."""

from datetime import timedelta

from django.urls import reverse

from cohorts.today import Coming, Duty, beforehand, coming, duties
from kit.wording import day_month
from schools.ties import written_for_by

from .models import Pairing, PairingState
from .yours import meetings_near, tied, ties_of

FORGOTTEN = timedelta(days=90)  # minutes that nobody wrote by then are not asked for any more


@beforehand.register
def ties_and_meetings(user, on):
    """What the duties below read."""
    yield meetings_near.later(user, on - FORGOTTEN, on) if user.is_virtual_school else tied.later(user)


@duties.register
def pairings_to_answer(user, on):
    """For whoever writes for a school that is asked to mentor."""
    mine = written_for_by(user)
    if not mine or not ties_of(user).is_asked:
        return
    for pairing in Pairing.objects.filter(state=PairingState.OFFERED, mentor__in=mine).select_related("mentored"):
        yield Duty(
            f"Say whether your school mentors {pairing.mentored}",
            pairing.get_absolute_url(),
            since_on=pairing.offered_on,
            why=f"asked on {day_month(pairing.offered_on)}",
            act="Answer",
            school_id=pairing.mentor_id,
        )


@duties.register
def minutes_to_write(user, on):
    """For the convenor, once a meeting has been."""
    if not user.is_virtual_school and not ties_of(user).convenes:
        return
    for meeting in meetings_near(user, on - FORGOTTEN, on):
        if meeting.on >= on or meeting.cluster.convenor_id != user.pk:
            continue
        yield Duty(
            f"Write the minutes of {meeting.cluster}",
            reverse("networks:minute_meeting", args=[meeting.pk]),
            since_on=meeting.on,
            why=f"it met on {day_month(meeting.on)}",
            act="Write them",
        )


@coming.register
def meetings_ahead(user, on):
    """The next meetings of the clusters a person has to do with."""
    return [
        Coming(one.on, f"{one.cluster} meets", one.get_absolute_url())
        for one in meetings_near(user, on - FORGOTTEN, on)
        if one.on >= on
    ]
