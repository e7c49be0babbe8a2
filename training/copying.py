"""The sessions come along when a cohort is copied for another year: titles, times, venues, what to bring, materials and packs."""

from cohorts.copying import Dated, copiers, dated

from .actions.sessions import copy_sessions
from .models import Session


def key_of(session):
    """What a session is called among the dates of a copy."""
    return f"session_{session.number}"


@dated.register
def sessions(cohort):
    """Every session that was not cancelled."""
    for session in Session.objects.held().filter(cohort=cohort).order_by("number"):
        yield Dated(key_of(session), str(session), session.on)


@copiers.register
def the_same_sessions(cohort, copy, days, by):
    """Each on its new day; one without a day is left for later."""
    held = Session.objects.held().filter(cohort=cohort).order_by("number")
    copy_sessions(copy, [(session, days[key_of(session)]) for session in held if days.get(key_of(session))], by=by)
