"""Everything that changes people, invitations and what somebody keeps about themselves."""

from .invitations import accept_invitation, invite_again, invite_person, revoke_invitation
from .people import change_address, change_person, disable_person, enable_person, hand_over
from .profile import keep_profile, make_calendar_link, revoke_calendar_link
from .sign_in import came_in, end_session, queue_sign_in_letter

__all__ = [
    "accept_invitation",
    "came_in",
    "change_address",
    "change_person",
    "disable_person",
    "enable_person",
    "end_session",
    "hand_over",
    "invite_again",
    "invite_person",
    "keep_profile",
    "make_calendar_link",
    "queue_sign_in_letter",
    "revoke_calendar_link",
    "revoke_invitation",
]
