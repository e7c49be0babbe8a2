"""The outbox: a row a letter, written in the transaction of the act that causes it."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F
from django.utils import timezone

from kit.flow import Flow, Step

from .kinds import essentials, kinds, reminders, urgent

BATCH, MAILS, LEASE, TRIES = 50, 25, timedelta(minutes=2), 6


class MessageState(models.TextChoices):
    """Where a letter is. Only `sending` past its lease is uncertain."""

    QUEUED = "queued", "Waiting"
    CLAIMED = "claimed", "Being sent"
    SENDING = "sending", "On the wire"
    SENT = "sent", "Sent"
    REFUSED = "refused", "Refused"
    UNKNOWN = "unknown", "Perhaps sent"
    UNWANTED = "unwanted", "No longer wanted"
    EXPIRED = "expired", "Too late to send"
    MUTED = "muted", "Muted by the person"


MESSAGE_FLOW = Flow(try_again=Step((MessageState.REFUSED, MessageState.UNKNOWN), MessageState.QUEUED))

MARKS = {
    MessageState.QUEUED: "quarter",
    MessageState.CLAIMED: "half",
    MessageState.SENDING: "half",
    MessageState.SENT: "full",
    MessageState.REFUSED: "flag",
    MessageState.UNKNOWN: "flag",
}


class MessageQuerySet(models.QuerySet):
    """The outbox's reads, and the claim that lets many dispatchers share it."""

    def visible_to(self, user):
        """Leads and administrators read the whole log, anybody else their own letters."""
        if not user.is_authenticated:
            return self.none()
        return self.all() if user.sees_every_school else self.filter(recipient=user)

    def search(self, words):
        """Letters to an address or a person that holds every word."""
        found = self
        for word in words.split():
            found = found.filter(models.Q(address__icontains=word) | models.Q(name__icontains=word))
        return found

    def about(self, record):
        """Letters about one record."""
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=str(record.pk))

    def bounced(self):
        """Letters that were refused to addresses at which none has arrived since, newest first."""
        since = Message.objects.filter(address=models.OuterRef("address"), pk__gt=models.OuterRef("pk"))
        found = self.filter(state=MessageState.REFUSED)
        return found.exclude(models.Exists(since.filter(state=MessageState.SENT))).order_by("-pk")

    def refusals_at(self, addresses):
        """{address: the last letter refused there}, for those of the addresses that mail does not reach; one query."""
        found = {}
        for message in self.bounced().filter(address__in={address.lower() for address in addresses if address}):
            found.setdefault(message.address, message)
        return found

    def due(self, at):
        """Waiting letters whose time has come."""
        return self.filter(state=MessageState.QUEUED, not_before__lte=at)

    def waiting(self):
        """Letters that have not gone yet, now or later."""
        return self.filter(state__in=(MessageState.QUEUED, MessageState.CLAIMED))

    def claim(self, at):
        """Claim up to 50 waiting letters in one statement and return them: whoever reaches a row second matches nothing.

        Urgent ones leave first, however many others wait.
        """
        token = uuid.uuid4()
        waiting = self.due(at).exclude(kind__in=reminders()).order_by("not_before", "pk")
        first = waiting.filter(kind__in=urgent())
        due = (first if first.exists() else waiting).values("pk")[:BATCH]
        self.filter(pk__in=due, state=MessageState.QUEUED).update(
            state=MessageState.CLAIMED, lease_token=token, lease_until=at + LEASE, attempts=F("attempts") + 1
        )
        return self.filter(lease_token=token, state=MessageState.CLAIMED).order_by("not_before", "pk")

    def due_reminders(self, at, paused):
        """Reminders whose time has come; those of a school that pauses wait, unless they are essential."""
        rest = models.Q(school_key__in=paused) & ~models.Q(kind__in=essentials())
        due = self.due(at).filter(kind__in=reminders())
        return due.exclude(rest) if paused else due

    def waiting_addresses(self, at, on, paused):
        """Up to 25 addresses with reminders due, to which no mail of the morning has gone or is being written."""
        taken = MorningMail.objects.filter(on=on, address=models.OuterRef("address"))
        taken = taken.filter(models.Q(begun_at__isnull=False) | models.Q(lease_until__gte=at))
        due = self.due_reminders(at, paused).exclude(models.Exists(taken))
        return sorted(due.order_by("address").values_list("address", flat=True).distinct()[:MAILS])

    def claim_reminders(self, at, paused, mails):
        """Claim what is due for these mails, which their dispatcher alone may write."""
        token = mails[0].lease_token
        due = self.due_reminders(at, paused).filter(address__in=[mail.address for mail in mails])
        due.update(state=MessageState.CLAIMED, lease_token=token, lease_until=at + LEASE, attempts=F("attempts") + 1)
        claimed = self.filter(lease_token=token, state=MessageState.CLAIMED).order_by("pk")
        return claimed.select_related("recipient", "content_type")

    def begin(self, message):
        """The last moment before the wire: false if the lease was lost meanwhile; from here it runs anew."""
        mine = self.filter(pk=message.pk, state=MessageState.CLAIMED, lease_token=message.lease_token)
        return bool(mine.update(state=MessageState.SENDING, lease_until=timezone.now() + LEASE))

    def overdue(self, at):
        """Letters whose dispatcher died."""
        return self.filter(lease_until__lt=at, state__in=(MessageState.CLAIMED, MessageState.SENDING))


class Message(models.Model):
    """One letter to one address for one occasion; the occasion comes from facts, so that no letter goes twice."""

    kind = models.CharField(max_length=60)
    address = models.EmailField()
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="messages"
    )
    name = models.CharField(max_length=150, blank=True)
    occasion = models.CharField(max_length=120)
    content_type = models.ForeignKey(ContentType, null=True, on_delete=models.SET_NULL)
    object_id = models.CharField(max_length=40, blank=True)
    about = GenericForeignKey()
    school_key = models.BigIntegerField(null=True, db_index=True)
    facts = models.JSONField(default=dict, blank=True)  # what the letter says and the record may have lost by then
    state = models.CharField(max_length=10, choices=MessageState, default=MessageState.QUEUED)
    planned_at = models.DateTimeField(default=timezone.now)
    not_before = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True, db_index=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField(blank=True)
    fault = models.TextField(blank=True)
    mail = models.ForeignKey(  # reminders: the mail of the morning it went in
        "MorningMail", null=True, blank=True, on_delete=models.SET_NULL, related_name="parts"
    )

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-planned_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["kind", "address", "occasion"], name="letter_once_an_occasion")]
        indexes = [
            models.Index(fields=["state", "not_before"]),
            models.Index(fields=["content_type", "object_id"]),
            models.Index(fields=["-planned_at"]),
        ]

    def __str__(self):
        return f"{self.subject or self.kind} to {self.address}"

    @property
    def title(self):
        """What kind of letter it is, in words."""
        kind = kinds.get(self.kind)
        return kind.title if kind else self.kind.replace("_", " ").capitalize()

    @property
    def is_secret(self):
        """Whether it holds a code or a link for one reader only."""
        kind = kinds.get(self.kind)
        return bool(kind and kind.extra.get("secret"))

    @property
    def together(self):
        """The other reminders that went in the same mail."""
        others = Message.objects.exclude(pk=self.pk).order_by("pk")
        return others.filter(mail=self.mail_id) if self.mail_id else others.none()

    @property
    def mark(self):
        """The mark beside the word of its state."""
        return MARKS.get(self.state, "closed")

    def get_absolute_url(self):
        """The page that shows the letter as it went."""
        from django.urls import reverse

        return reverse("notifications:message", args=[self.pk])


class Morning(models.Model):
    """A school morning whose reminders are planned: what is planned later that day waits for the next one."""

    on = models.DateField(unique=True)
    planned_at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"the reminders of {self.on}"


class MorningMailQuerySet(models.QuerySet):
    """The lock that lets many dispatchers share a morning, and still send one mail an address."""

    def take(self, addresses, on, at):
        """Take these addresses in hand for the morning; whoever comes second gets none of them until the lease is over."""
        token, until = uuid.uuid4(), at + LEASE
        new = [MorningMail(address=address, on=on, lease_token=token, lease_until=until) for address in addresses]
        self.bulk_create(new, ignore_conflicts=True)
        left = self.filter(on=on, address__in=addresses, begun_at=None, lease_until__lt=at)
        left.update(lease_token=token, lease_until=until)
        return list(self.filter(lease_token=token).order_by("address"))


class MorningMail(models.Model):
    """The one mail of reminders that an address gets on a school morning."""

    address = models.EmailField()
    on = models.DateField()
    lease_token = models.UUIDField(db_index=True)
    lease_until = models.DateTimeField()
    begun_at = models.DateTimeField(null=True, blank=True)  # from here it may have gone, and no second one follows

    objects = MorningMailQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["address", "on"], name="one_reminder_mail_a_morning")]

    def __str__(self):
        return f"reminders to {self.address} on {self.on}"


class MailHold(models.Model):
    """A stop of all mail, put in place by a restore: letters sent after the backup was made are waiting in it again."""

    since = models.DateTimeField(default=timezone.now)
    why = models.CharField(max_length=100)
    released_at = models.DateTimeField(null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self):
        return "the stop of all mail"

    @classmethod
    def standing(cls):
        """The stop in force, or None."""
        return cls.objects.filter(released_at=None).order_by("since").first()


class ReminderRule(models.Model):
    """What the programme lead has changed about the rule of a reminder; without a row the standard holds."""

    kind = models.CharField(max_length=60, unique=True)
    is_on = models.BooleanField(default=True)
    days = models.JSONField(default=dict)  # {name of the step: school days, or null where the step is left out}
    put_in = models.JSONField(default=dict)  # {name: the day on which a step came that was not there before}
    taken_out = models.JSONField(default=dict)  # {name: [the day on which a step went, its school days till then]}
    audience = models.CharField(max_length=30, blank=True)
    changed_at = models.DateTimeField(default=timezone.now)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    def __str__(self):
        kind = kinds.get(self.kind)
        return f"the rule of “{kind.title if kind else self.kind}”"

    @property
    def is_standard(self):
        """Whether nothing is changed any more: the row only knows what was taken out."""
        return self.is_on and not self.days and not self.audience


class LetterWordingQuerySet(models.QuerySet):
    """Reads of what letters say."""

    def in_force(self, kind):
        """The lead's wording of a kind, or None where the standard holds."""
        last = self.filter(kind=kind).order_by("-number").first()
        return None if last is None or last.is_standard else last

    def changed_kinds(self):
        """The names of the kinds whose wording is not the standard."""
        found = {}
        for kind, is_standard in self.order_by("number").values_list("kind", "is_standard"):
            found[kind] = is_standard
        return {kind for kind, is_standard in found.items() if not is_standard}


class LetterWording(models.Model):
    """A version of what a kind of letter says; the last one holds, and one without text goes back to the standard."""

    kind = models.CharField(max_length=60)
    number = models.PositiveIntegerField()
    subject = models.CharField(max_length=200, blank=True)
    text = models.TextField(blank=True)
    is_standard = models.BooleanField(default=False)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    objects = LetterWordingQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "number"], name="wording_number_once"),
            models.CheckConstraint(
                condition=models.Q(is_standard=True) | ~(models.Q(subject="") | models.Q(text="")),
                name="wording_says_something",
            ),
        ]

    def __str__(self):
        kind = kinds.get(self.kind)
        return f"the wording of “{kind.title if kind else self.kind}”"


class StoppedLettersQuerySet(models.QuerySet):
    """Reads of what people do not want."""

    def of(self, address, user=None):
        """What was stopped for an address, or by the person behind it."""
        theirs = models.Q(address=address.lower()) | models.Q(user__email=address.lower())
        return self.filter(theirs | models.Q(user=user) if user else theirs)


class StoppedLetters(models.Model):
    """A kind of letter that somebody does not want: known by their account, or by their address where they have none."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="stopped_letters"
    )
    address = models.EmailField(blank=True)
    kind = models.CharField(max_length=60)
    at = models.DateTimeField(default=timezone.now)

    objects = StoppedLettersQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(user=None, address__gt="") | models.Q(user__isnull=False, address=""),
                name="stopped_by_account_or_address",
            ),
            models.UniqueConstraint(fields=["user", "kind"], name="stopped_once_a_person"),
            models.UniqueConstraint(
                fields=["address", "kind"], condition=models.Q(user=None), name="stopped_once_an_address"
            ),
        ]

    def __str__(self):
        return f"{self.kind} for {self.user or self.address}"
