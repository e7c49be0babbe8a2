"""Who keeps the school calendar."""


def can_edit_terms(user, record=None):
    """Leads and administrators."""
    return user.sees_every_school
