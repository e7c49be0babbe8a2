"""Who reads the record, and who takes what a school wrote out of sight."""


def can_read_record(user, record=None):
    """Those who answer for the data."""
    return user.sees_every_school


def can_take_out_of_sight(user, record=None):
    """Leads and administrators hide, with a reason, and put back."""
    return user.sees_every_school and (record is None or not record.is_hidden)


def can_put_back(user, record=None):
    """What was hidden comes back by the same people."""
    return user.sees_every_school and (record is None or record.is_hidden)
