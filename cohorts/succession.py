"""What follows when people change: a new headteacher is asked to confirm, and a seat says its holder's new name."""

from accounts import renaming
from schools import succession

from .actions.paper import ask_new_headteacher
from .actions.seat import follow_name


@succession.followings.register
def commitment(role, by):
    """A headteacher who comes while the school is at work in a cohort."""
    ask_new_headteacher(role, by=by)


@renaming.followings.register
def seats(user, before):
    """A representative writes their name as it should be, at the invitation or later."""
    follow_name(user, before=before)
