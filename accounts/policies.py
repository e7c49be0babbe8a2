"""Who may do what with people and their accounts."""


def can_manage_people(user, record=None):
    """Leads and administrators invite, change, hand over and disable."""
    return user.sees_every_school


def can_change_address(user, person):
    """Those who manage people put an address right as long as nobody has signed in with it."""
    return user.sees_every_school and person.is_active and person.last_login is None


def can_disable_person(user, person):
    """Nobody shuts the door behind themselves."""
    return user.sees_every_school and person.pk != user.pk and person.is_active


def can_enable_person(user, person):
    """A disabled account is opened again by a lead or administrator."""
    return user.sees_every_school and not person.is_active


def can_end_session(user, session):
    """Everybody signs out the other browsers in which they are."""
    return user.is_authenticated and session.user_id == user.pk


def can_keep_own_profile(user, record=None):
    """Everybody who has signed in keeps their own name, telephone and letters."""
    return user.is_authenticated
