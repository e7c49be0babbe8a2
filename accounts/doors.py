"""The accounts app's entries in the navigation."""

from django.urls import reverse

from kit.context import Door, doors


@doors.register
def people_door(request):
    """People, for those who manage them."""
    if request.user.is_authenticated and request.user.sees_every_school:
        return Door("People", reverse("accounts:people"), position=70)
    return None


@doors.register
def own_doors(request):
    """Sign in, or one's own page."""
    if request.user.is_authenticated:
        return Door("Your account", reverse("accounts:profile"), position=50, place="account")
    return Door("Sign in", reverse("account_login"), position=90)
