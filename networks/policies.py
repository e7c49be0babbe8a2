"""Who may do what with clusters, meetings and mentoring: the only place that decides."""

from kit.clock import today
from schools.policies import WRITERS, can_write_for_school, holds

from .models import MEETING_FLOW, PAIRING_FLOW

# --- clusters


def can_create_cluster(user, cluster=None):
    """Leads and administrators."""
    return user.sees_every_school


can_edit_cluster = can_create_cluster


def convenes(user, cluster):
    """The cluster's convenor; leads and administrators for every cluster."""
    return user.sees_every_school or cluster.convenor_id == user.pk


def can_add_member(user, cluster):
    """Whoever convenes the cluster."""
    return convenes(user, cluster)


def can_end_membership(user, membership):
    """Whoever convenes the cluster."""
    return convenes(user, membership.cluster)


# --- meetings


def can_plan_meeting(user, cluster):
    """Whoever convenes the cluster."""
    return convenes(user, cluster)


@MEETING_FLOW.when("edit")
def can_edit_meeting(user, meeting):
    """Whoever convenes the cluster, until it was held."""
    return convenes(user, meeting.cluster)


@MEETING_FLOW.when("cancel")
def can_cancel_meeting(user, meeting):
    """Whoever convenes the cluster."""
    return convenes(user, meeting.cluster)


@MEETING_FLOW.when("minute")
def can_minute_meeting(user, meeting):
    """Whoever convenes the cluster, from the day of the meeting on."""
    return convenes(user, meeting.cluster) and meeting.on <= today()


# --- mentoring


def can_offer_pairing(user, school=None):
    """Leads and administrators."""
    return user.sees_every_school


@PAIRING_FLOW.when("accept")
def can_accept_pairing(user, pairing):
    """Whoever writes for the mentor school, and the Virtual School on its behalf."""
    return can_write_for_school(user, pairing.mentor)


@PAIRING_FLOW.when("end")
def can_end_pairing(user, pairing):
    """Whoever writes for one of the two schools; leads and administrators."""
    return can_write_for_school(user, pairing.mentor) or can_write_for_school(user, pairing.mentored)


@PAIRING_FLOW.when("log")
def can_log_pairing_visit(user, pairing):
    """Whoever writes for one of the two schools."""
    return can_write_for_school(user, pairing.mentor) or can_write_for_school(user, pairing.mentored)


@PAIRING_FLOW.when("share")
def can_share_plan(user, pairing):
    """The mentored school alone: it is its plan, and nobody shows it in its name."""
    return holds(user, pairing.mentored, *WRITERS)


def can_read_mentored_plan(user, pairing):
    """The people of the mentor school, while the plan is shared: the rows that are loaded say so."""
    return holds(user, pairing.mentor)
