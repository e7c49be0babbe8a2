"""The record: who did what when, on everything in the programme."""

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models


class ActivityQuerySet(models.QuerySet):
    """Reads of the record."""

    def about(self, record):
        """Everything that happened to one record, newest first."""
        return self.filter(content_type=ContentType.objects.get_for_model(record), object_id=str(record.pk))

    def of_school(self, school_id):
        """What happened at a school, newest first."""
        return self.filter(school_key=school_id)

    def open(self):
        """Without what the Virtual School keeps to itself."""
        return self.filter(internal=False)


class Activity(models.Model):
    """One act of one person: never changed, never deleted but by retention."""

    at = models.DateTimeField(auto_now_add=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    on_behalf = models.BooleanField(default=False)  # Virtual School staff typed in what a school told them
    verb = models.CharField(max_length=60)
    subject = models.CharField(max_length=300)
    content_type = models.ForeignKey(ContentType, null=True, on_delete=models.SET_NULL)
    object_id = models.CharField(max_length=40)
    about = GenericForeignKey()
    school_key = models.BigIntegerField(
        null=True, db_index=True
    )  # the school it concerns; a number, for schools stand above
    internal = models.BooleanField(default=False)
    details = models.JSONField(default=dict, blank=True)

    objects = ActivityQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [
            models.Index(fields=["content_type", "object_id"]),
            models.Index(fields=["school_key", "-at"]),
            models.Index(fields=["-at"]),
        ]
        verbose_name_plural = "activities"

    def __str__(self):
        return f"{self.verb} {self.subject}"

    @property
    def who(self):
        """The person by name, also where they have no account: the applicant, the headteacher. Else the portal itself."""
        if self.by_id:
            return str(self.by)
        return self.details.get("applicant") or self.details.get("headteacher") or "The portal"

    @property
    def act(self):
        """What was done, as it stands in a sentence: "agreed the development plan of Heathervale Primary"."""
        model = ContentType.objects.get_for_id(self.content_type_id).model_class() if self.content_type_id else None
        noun = str(model._meta.verbose_name) if model else ""
        if noun and self.subject.lower().startswith(noun):  # a label that begins with its own noun, not with a name
            return f"{self.verb} the {self.subject[0].lower()}{self.subject[1:]}"
        return f"{self.verb} {self.subject}"


class InSightQuerySet(models.QuerySet):
    """For texts and files that can be taken out of sight."""

    def in_sight(self):
        """Without what the Virtual School has taken out of sight."""
        return self.filter(hidden_at=None)


class Hideable(models.Model):
    """A text or file that Virtual School staff can take out of sight everywhere at once; nothing is deleted by it."""

    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    hidden_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        abstract = True

    @property
    def is_hidden(self):
        """Whether it is out of sight."""
        return self.hidden_at is not None
