"""Gap tasks: which are set, who has done them, and what a session's page shows of them."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta

from cohorts.models import Place
from cohorts.yours import places_spoken_for_by
from kit.clock import today
from kit.together import rows

from .days import behind, holds_on, sessions_of
from .models import GapTaskDone, SessionState

LOOK_BACK = timedelta(days=120)  # an older task is asked for no more, though it can still be said


@dataclass
class SchoolsTask:
    """One school's word on a session's gap task."""

    place: Place
    done: list = field(default_factory=list)
    may_say: bool = False  # whether the reader may say it for the school

    @property
    def is_done(self):
        """Whether anybody has said so."""
        return bool(self.done)


def is_set(session, on=None):
    """Whether a session has given its task: there is one, and the day has come."""
    return bool(session.gap_task) and session.state != SessionState.CANCELLED and session.on <= (on or today())


@rows
def words_on_tasks(sessions, places):
    """What these places said of these sessions' tasks, that stands."""
    said = GapTaskDone.objects.standing().filter(session__in=sessions, place__in=places)
    return said.select_related("done_by")


def done_for(sessions, places):
    """{(session id, place id): what was said}, that stands; one query."""
    found = defaultdict(list)
    given = {session.pk: session for session in sessions}
    for row in words_on_tasks(sessions, places):
        row.session = given[row.session_id]
        found[row.session_id, row.place_id].append(row)
    return found


def schools_tasks(session, user, places=None):
    """What each school that a reader reads whole has said of a session's task: [SchoolsTask], in a query or two.

    `places` are such places of the cohort, where the page has read them already.
    """
    if places is None:
        places = Place.objects.read_whole_by(user).filter(cohort=session.cohort_id)
        places = list(places.live().select_related("school", "cohort").order_by("school__name"))
    done = done_for([session], places)
    return [SchoolsTask(place, done[session.pk, place.pk]) for place in places]


def figures_of(sessions, places):
    """{session id: (schools that have done the task, schools)} for tasks that are set; one query."""
    given = [session for session in sessions if is_set(session)]
    at_work = [place for place in places if place.is_at_work]
    done = GapTaskDone.objects.standing().filter(session__in=given, place__in=at_work)
    pairs = set(done.order_by().values_list("session", "place")) if given else set()
    return {session.pk: (sum(pair[0] == session.pk for pair in pairs), len(at_work)) for session in given}


def tasks_given(places, on):
    """The sessions of the last months whose task these places have, once a place."""
    held = sessions_of(places)
    return [one for place in places for one in held[place.cohort_id] if is_set(one, on) and one.on >= on - LOOK_BACK]


def tasks_to_do(user, on):
    """Pairs of (session, place, the next session or None): tasks of the last months of which a person's schools have said nothing."""
    places = places_spoken_for_by(user)
    if not places:
        return []
    held, _, seats, holders = behind(places)
    given = tasks_given(places, on)
    if not given:
        return []
    done = done_for(given, places)
    found = []
    for place in places:
        sessions = sorted(held[place.cohort_id], key=lambda one: one.on)
        for session in sessions:
            after = next((one for one in sessions if one.on > session.on), None)
            was_there = any(holds_on(one, session.on) for seat in seats[place.pk] for one in holders[seat.pk])
            if session not in given or not was_there or done[session.pk, place.pk]:
                continue
            if after is None or after.on >= on:  # then it is too late to do it, and a fact
                found.append((session, place, after))
    return found
