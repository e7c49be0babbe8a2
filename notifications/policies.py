"""Who reads letters, and who sends one again."""

from .models import MESSAGE_FLOW


def can_read_letters(user, record=None):
    """The log of all letters is for those who answer for them."""
    return user.sees_every_school


def can_release_mail(user, record=None):
    """Whoever answers for the letters lets them leave again after a restore."""
    return user.sees_every_school


@MESSAGE_FLOW.when("try_again")
def can_try_again(user, message):
    """A letter that was refused, or perhaps sent, may go once more."""
    return user.sees_every_school


def can_see_rules(user, record=None):
    """Those who answer for the letters read by which rules they go, and what they say."""
    return user.sees_every_school


def can_change_rules(user, record=None):
    """The programme lead decides when reminders go and what letters say."""
    return user.is_programme_lead


def can_choose_letters(user, record=None):
    """Everybody who has signed in chooses which letters reach them."""
    return user.is_authenticated
