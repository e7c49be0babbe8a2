"""What people read before a training day and take home from it: files and links."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from kit.clock import today

from .session import Session


class MaterialQuerySet(models.QuerySet):
    """Reads of materials."""

    def visible_to(self, user):
        """Everything for those who keep it; for others what is out of the sessions they may see."""
        mine = self.filter(session__in=Session.objects.visible_to(user))
        return mine if user.is_virtual_school else mine.out(today())

    def out(self, on):
        """What schools may open on a day."""
        return self.filter(Q(visible_from=None) | Q(visible_from__lte=on))

    def opening_with(self, session):
        """The materials of a session that have a day from which schools see them: it moves when the session does."""
        return self.filter(session=session, visible_from__isnull=False)


class Material(models.Model):
    """A file or a link that belongs to a training day."""

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="materials")
    title = models.CharField(max_length=120)
    url = models.URLField(max_length=500, blank=True)
    file = models.FileField(upload_to="materials/%Y/%m/", blank=True)
    file_name = models.CharField(max_length=150, blank=True)
    file_type = models.CharField(max_length=80, blank=True)
    file_size = models.PositiveIntegerField(default=0)
    is_before = models.BooleanField(default=False)  # to be read before the day
    visible_from = models.DateField(null=True, blank=True)  # for schools; empty: at once
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ["-is_before", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=(~Q(url="") & Q(file="")) | (Q(url="") & ~Q(file="")), name="material_is_a_file_or_a_link"
            )
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """Where it opens: the file, or the link's own address."""
        return self.url or reverse("training:material_file", args=[self.pk])

    @property
    def whole_address(self):
        """The same for a letter or a calendar, which are read elsewhere."""
        return self.url or settings.SITE_URL + self.get_absolute_url()

    def is_out(self, on):
        """Whether schools may open it on a day."""
        return self.visible_from is None or self.visible_from <= on
