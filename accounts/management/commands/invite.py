"""Invites the first people of an empty portal, from the command line."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.forms import ValidationError
from django.urls import reverse

from accounts.actions import invite_person
from accounts.models import Invitation
from kit.access import Refused

ROLES = {
    "lead": "is_programme_lead",
    "administrator": "is_administrator",
    "adviser": "is_adviser",
    "observer": "is_observer",
    "reviewer": "is_reviewer",
}


class Command(BaseCommand):
    """`manage.py invite EMAIL --role lead` prints the link; the letter is queued as well."""

    help = "Invite a person of the Virtual School and print their first link."

    def add_arguments(self, parser):
        """EMAIL, --role and --name."""
        parser.add_argument("email")
        parser.add_argument("--role", choices=ROLES, required=True)
        parser.add_argument("--name", default="")

    def handle(self, *, email, role, name, **options):
        """Invite and print."""
        try:
            validate_email(email)
            user = invite_person(email, name, by=None, **{ROLES[role]: True})
        except (ValidationError, Refused) as refusal:
            message = refusal.messages[0] if isinstance(refusal, ValidationError) else str(refusal)
            raise CommandError(message) from refusal
        invitation = Invitation.objects.filter(user=user, accepted_at=None, revoked_at=None).first()
        if user.last_login or not invitation:
            self.stdout.write(f"{user} has an account already: {settings.SITE_URL}{reverse('account_login')}")
            return
        link = reverse("accounts:accept_invitation", args=[invitation.token])
        self.stdout.write(f"{settings.SITE_URL}{link}")
