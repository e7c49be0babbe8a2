"""The pages that explain: help, accessibility, privacy and contact; open to everybody."""

from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kit.access import everyone, guard
from kit.context import Door, doors


@doors.register
def footer_doors(request):
    """Help stands in the same place on every page."""
    return [
        Door("Help", reverse("cohorts:help"), position=10, place="footer"),
        Door("Accessibility", reverse("cohorts:accessibility"), position=20, place="footer"),
        Door("Privacy", reverse("cohorts:privacy"), position=30, place="footer"),
        Door("Contact the Virtual School", reverse("cohorts:contact"), position=40, place="footer"),
    ]


@require_safe
@guard(everyone, public=True)
def help(request):
    """How the portal works, in plain words."""
    return render(request, "cohorts/help.html")


@require_safe
@guard(everyone, public=True)
def accessibility(request):
    """The accessibility statement that the law asks for."""
    return render(request, "cohorts/accessibility.html")


@require_safe
@guard(everyone, public=True)
def privacy(request):
    """What is kept about people, why, and for how long."""
    return render(request, "cohorts/privacy.html")


@require_safe
@guard(everyone, public=True)
def contact(request):
    """Whom to ask."""
    return render(request, "cohorts/contact.html")
