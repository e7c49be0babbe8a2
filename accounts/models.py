"""People who sign in, and the invitations that bring them."""

from datetime import timedelta

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core import signing
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone

INVITATION_DAYS = 14


class PersonState(models.TextChoices):
    """How somebody stands with the portal."""

    INVITED = "invited", "Invited"
    NEVER = "never", "Never signed in"
    ACTIVE = "active", "Signs in"
    DISABLED = "disabled", "Disabled"


class UserQuerySet(models.QuerySet):
    """Reads of people."""

    def active(self):
        """Those who may sign in."""
        return self.filter(is_active=True)

    def of_the_virtual_school(self):
        """Everybody with a role in the programme itself."""
        return self.filter(
            models.Q(is_programme_lead=True)
            | models.Q(is_administrator=True)
            | models.Q(is_adviser=True)
            | models.Q(is_observer=True)
        )

    def with_open_invitation(self, at):
        """Adds `is_invited`: whether a link of theirs could be used now."""
        return self.annotate(is_invited=models.Exists(Invitation.objects.open(at).filter(user=models.OuterRef("pk"))))

    def in_state(self, state, at):
        """People as they stand with the portal; needs `with_open_invitation`."""
        never = self.with_open_invitation(at).filter(is_active=True, last_login=None)
        return {
            PersonState.DISABLED: lambda: self.filter(is_active=False),
            PersonState.ACTIVE: lambda: self.filter(is_active=True, last_login__isnull=False),
            PersonState.INVITED: lambda: never.filter(is_invited=True),
            PersonState.NEVER: lambda: never.filter(is_invited=False),
        }[state]()

    def search(self, words):
        """People whose name, address or job holds every word."""
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(name__icontains=word) | models.Q(email__icontains=word) | models.Q(job_title__icontains=word)
            )
        return found

    def visible_to(self, user):
        """Leads and administrators see everybody; anybody else only themselves here (colleagues stand on their school's page)."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if user.sees_every_school else self.filter(pk=user.pk)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes people by e-mail address."""

    def create_user(self, email, password=None, **fields):
        """A person; without a password they sign in by a code."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """For `manage.py createsuperuser`: support only."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, is_active=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Roles in the programme stand here; roles at a school are `schools.Role`."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=150)
    job_title = models.CharField(max_length=120, blank=True)
    telephone = models.CharField(max_length=40, blank=True)
    is_programme_lead = models.BooleanField(default=False)
    is_administrator = models.BooleanField(default=False)
    is_adviser = models.BooleanField(default=False)
    is_observer = models.BooleanField(default=False)
    is_reviewer = models.BooleanField(default=False)  # reads and scores applications; not of the Virtual School
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    is_demo = models.BooleanField(default=False)  # a made-up person of the demo: no second factor asked
    persona = models.CharField(max_length=20, blank=True)  # which button of the demo's sign-in page is theirs
    joined_at = models.DateTimeField(default=timezone.now)
    disabled_at = models.DateTimeField(null=True, blank=True)
    reminders_muted = models.BooleanField(default=False)
    calendar_token = models.CharField(max_length=64, blank=True, db_index=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name", "email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="email_once_in_any_case")]

    def __str__(self):
        return self.name or self.email

    def get_full_name(self):
        """The name as people write it."""
        return self.name

    @property
    def first_name(self):
        """The name for a greeting; titles are kept with the surname."""
        parts = self.name.split()
        return self.name if not parts or parts[0].rstrip(".") in {"Dr", "Mr", "Mrs", "Ms", "Miss", "Mx"} else parts[0]

    @property
    def state(self):
        """How this person stands with the portal; asks the list's `is_invited` where it was added."""
        if not self.is_active:
            return PersonState.DISABLED
        if self.last_login:
            return PersonState.ACTIVE
        invited = self.is_invited if hasattr(self, "is_invited") else self.invitations.open(timezone.now()).exists()
        return PersonState.INVITED if invited else PersonState.NEVER

    def get_absolute_url(self):
        """Their page among the people."""
        return reverse("accounts:person", args=[self.pk])

    @property
    def is_virtual_school(self):
        """Whether this person belongs to the Virtual School in any role."""
        return self.is_programme_lead or self.is_administrator or self.is_adviser or self.is_observer

    @property
    def sees_every_school(self):
        """Leads and administrators read everything in the programme."""
        return self.is_programme_lead or self.is_administrator

    @property
    def needs_second_factor(self):
        """Leads and administrators sign in with an authenticator app or a passkey; the demo's people are let off."""
        return (self.sees_every_school or self.is_staff) and not self.is_demo

    @property
    def role_label(self):
        """What stands under the name in the header for the Virtual School and for reviewers."""
        for flag, label in ROLE_LABELS.items():
            if getattr(self, flag):
                return label
        return ""


ROLE_LABELS = {
    "is_programme_lead": "Programme lead",
    "is_administrator": "Administrator",
    "is_adviser": "Adviser",
    "is_observer": "Observer",
    "is_reviewer": "Reviewer",
}


class InvitationQuerySet(models.QuerySet):
    """Reads of invitations."""

    def open(self, at):
        """Those that can still be accepted."""
        return self.filter(accepted_at=None, revoked_at=None, expires_at__gt=at)

    def behind(self, token):
        """The invitation behind a link, whatever has become of it, or None."""
        try:
            pk = signing.loads(token, salt=Invitation.SALT)
        except signing.BadSignature:
            return None
        return self.filter(pk=pk).select_related("user", "invited_by").first()

    def visible_to(self, user):
        """Those who manage people see every invitation."""
        if not user.is_authenticated or not user.sees_every_school:
            return self.none()
        return self.all()


class Invitation(models.Model):
    """A dated, single-use link that lets an invited person in for the first time."""

    SALT = "accounts.invitation"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    invited_by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    invited_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["-invited_at"]

    def __str__(self):
        return f"invitation of {self.user}"

    def save(self, *args, **kwargs):
        """Set the expiry: two weeks, long enough for a half-term."""
        self.expires_at = self.expires_at or self.invited_at + timedelta(days=INVITATION_DAYS)
        super().save(*args, **kwargs)

    def is_open(self, at):
        """Whether the link can be used at a moment."""
        return not self.accepted_at and not self.revoked_at and self.expires_at > at

    def state_at(self, at):
        """What has become of it, in a word."""
        if self.accepted_at:
            return "Accepted"
        if self.revoked_at:
            return "Withdrawn"
        return "Open" if self.expires_at > at else "Expired"

    @property
    def token(self):
        """The secret of the link: signed, never stored, and worth nothing once the row is accepted, revoked or expired."""
        return signing.dumps(self.pk, salt=self.SALT)
