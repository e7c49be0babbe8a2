"""The record's entry in the navigation."""

from django.urls import reverse

from kit.context import Door, doors


@doors.register
def record_door(request):
    """Who did what, for those who answer for it."""
    if request.user.is_authenticated and request.user.sees_every_school:
        return Door("Record", reverse("audit:record"), position=85)
    return None
