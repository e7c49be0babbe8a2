"""The letters' entry in the navigation."""

from django.urls import reverse

from kit.context import Door, doors


@doors.register
def letters_door(request):
    """Letters, for those who answer for them."""
    if request.user.is_authenticated and request.user.sees_every_school:
        return Door("Letters", reverse("notifications:messages"), position=75)
    return None
