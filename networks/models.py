"""Clusters of past and present schools, their meetings, and mentoring between two schools."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from audit.models import Hideable, InSightQuerySet
from kit.flow import Flow, Step
from kit.wording import day_month
from schools.models import School


class ClusterKind(models.TextChoices):
    """What holds a cluster together."""

    DISTRICT = "district", "District"
    PHASE = "phase", "Phase"
    THEME = "theme", "Theme"


class ClusterQuerySet(models.QuerySet):
    """Reads of clusters."""

    def visible_to(self, user):
        """All for leads, administrators and observers; otherwise those a person convenes, or to which a school of theirs
        or one they look after belongs."""
        if not user.is_authenticated:
            return self.none()
        if user.sees_every_school or user.is_observer:
            return self.all()
        mine = Membership.objects.current().filter(concerns(user, "school"))
        return self.filter(Q(convenor=user) | Q(pk__in=mine.values("cluster")))


def concerns(user, school):
    """As a condition: the school in this field is one at which a person holds a role, or one they look after."""
    own, looked_after = School.objects.of(user), School.objects.looked_after_by(user)
    return Q(**{f"{school}__in": own}) | Q(**{f"{school}__in": looked_after})


class Cluster(models.Model):
    """A lasting group of schools, past and present, that meets."""

    name = models.CharField(max_length=80, unique=True)
    kind = models.CharField(max_length=8, choices=ClusterKind, default=ClusterKind.DISTRICT)
    about = models.CharField(max_length=300, blank=True)
    convenor = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="clusters_convened"
    )
    created_at = models.DateTimeField(default=timezone.now)

    objects = ClusterQuerySet.as_manager()

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The cluster's page."""
        return reverse("networks:cluster", args=[self.pk])


class MembershipQuerySet(models.QuerySet):
    """Reads of memberships."""

    def visible_to(self, user):
        """The memberships of the clusters a person may see."""
        return self.filter(cluster__in=Cluster.objects.visible_to(user))

    def current(self, on=None):
        """Memberships that hold on a day, today by default."""
        on = on or timezone.localdate()
        return self.filter(Q(until_on=None) | Q(until_on__gte=on), since_on__lte=on)


class Membership(models.Model):
    """A school belongs to a cluster from one day to another."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="memberships")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="memberships")
    since_on = models.DateField(default=timezone.localdate)
    until_on = models.DateField(null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["school__name"]
        constraints = [
            models.UniqueConstraint(
                fields=["cluster", "school"], condition=Q(until_on=None), name="member_once_at_a_time"
            )
        ]

    def __str__(self):
        return f"{self.school} in {self.cluster}"


class MeetingState(models.TextChoices):
    """Where a meeting stands."""

    PLANNED = "planned", "Planned"
    HELD = "held", "Held"
    CANCELLED = "cancelled", "Cancelled"


MEETING_FLOW = Flow(
    edit=Step((MeetingState.PLANNED,)),
    minute=Step((MeetingState.PLANNED, MeetingState.HELD), MeetingState.HELD),
    cancel=Step((MeetingState.PLANNED,), MeetingState.CANCELLED),
)


class MeetingQuerySet(InSightQuerySet):
    """Reads of meetings."""

    def visible_to(self, user):
        """The meetings of the clusters a person may see; what is out of sight only for leads and administrators."""
        found = self.filter(cluster__in=Cluster.objects.visible_to(user))
        return found if user.is_authenticated and user.sees_every_school else found.in_sight()


class Meeting(Hideable):
    """A cluster meets: agenda, host, who came, what was said and agreed."""

    cluster = models.ForeignKey(Cluster, on_delete=models.CASCADE, related_name="meetings")
    on = models.DateField()
    starts_at = models.TimeField()
    ends_at = models.TimeField(null=True, blank=True)
    host = models.ForeignKey(School, null=True, blank=True, on_delete=models.SET_NULL, related_name="meetings_hosted")
    venue = models.CharField(max_length=200, blank=True)
    agenda = models.TextField(max_length=2000, blank=True)
    minutes = models.TextField(max_length=6000, blank=True)
    agreed = models.TextField(max_length=2000, blank=True)
    state = models.CharField(max_length=10, choices=MeetingState, default=MeetingState.PLANNED)
    version = models.PositiveIntegerField(default=1)  # counts the changes: for two editors, and for calendars
    present = models.ManyToManyField(School, through="MeetingAttendance", related_name="meetings_attended")

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-starts_at"]

    def __str__(self):
        return f"Meeting of {self.cluster}, {day_month(self.on)}"

    def get_absolute_url(self):
        """The meeting's page."""
        return reverse("networks:meeting", args=[self.pk])


class MeetingAttendance(models.Model):
    """A school was at a meeting, with so many people."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="attendance")
    school = models.ForeignKey(School, on_delete=models.CASCADE, related_name="+")
    people = models.CharField(max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["meeting", "school"], name="school_once_a_meeting")]

    def __str__(self):
        return f"{self.school} at {self.meeting}"


class PairingState(models.TextChoices):
    """Where a mentoring stands."""

    OFFERED = "offered", "Offered"
    ACTIVE = "active", "Active"
    ENDED = "ended", "Ended"


PAIRING_FLOW = Flow(
    accept=Step((PairingState.OFFERED,), PairingState.ACTIVE),
    end=Step((PairingState.OFFERED, PairingState.ACTIVE), PairingState.ENDED),
    log=Step((PairingState.ACTIVE,)),
    share=Step((PairingState.OFFERED, PairingState.ACTIVE)),
)


class PairingQuerySet(models.QuerySet):
    """Reads of pairings."""

    def visible_to(self, user):
        """All for leads, administrators and observers; otherwise those with a school of one's own, or one looked after, on
        either side."""
        if not user.is_authenticated:
            return self.none()
        if user.sees_every_school or user.is_observer:
            return self.all()
        return self.filter(concerns(user, "mentor") | concerns(user, "mentored"))

    def shared_with(self, user):
        """Mentorings under way whose plan the mentored school shows to the schools of this person."""
        return self.filter(state=PairingState.ACTIVE, shares_plan=True, mentor__in=School.objects.of(user))

    def at_work(self):
        """Offered or under way: what counts towards the two that a school may take on."""
        return self.exclude(state=PairingState.ENDED)


class Pairing(models.Model):
    """A graduate school mentors another."""

    mentor = models.ForeignKey(School, on_delete=models.CASCADE, related_name="mentoring")
    mentored = models.ForeignKey(School, on_delete=models.CASCADE, related_name="mentored_by")
    state = models.CharField(max_length=8, choices=PairingState, default=PairingState.OFFERED)
    offered_on = models.DateField(default=timezone.localdate)
    active_from = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=300, blank=True)
    note = models.CharField(max_length=300, blank=True)
    shares_plan = models.BooleanField(default=False)  # the mentored school lets its mentor read the plan

    objects = PairingQuerySet.as_manager()

    class Meta:
        ordering = ["-offered_on"]
        constraints = [
            models.CheckConstraint(condition=~Q(mentor=F("mentored")), name="no_school_mentors_itself"),
            models.UniqueConstraint(
                fields=["mentor", "mentored"], condition=~Q(state=PairingState.ENDED), name="paired_once_at_a_time"
            ),
        ]

    def __str__(self):
        return f"{self.mentor} mentors {self.mentored}"

    def get_absolute_url(self):
        """The pairing's page."""
        return reverse("networks:pairing", args=[self.pk])


class PairingVisitQuerySet(InSightQuerySet):
    """Reads of mentor visits."""

    def visible_to(self, user):
        """Those of the pairings a person may see; what is out of sight only for leads and administrators."""
        found = self.filter(pairing__in=Pairing.objects.visible_to(user))
        return found if user.is_authenticated and user.sees_every_school else found.in_sight()


class PairingVisit(Hideable):
    """A mentor visit: when, and what each school took from it."""

    pairing = models.ForeignKey(Pairing, on_delete=models.CASCADE, related_name="visits")
    on = models.DateField()
    note = models.TextField(max_length=1500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    on_behalf = models.BooleanField(default=False)  # typed in by the Virtual School

    objects = PairingVisitQuerySet.as_manager()

    class Meta:
        ordering = ["-on", "-pk"]

    def __str__(self):
        return f"mentor visit, {day_month(self.on)}"

    def get_absolute_url(self):
        """The pairing's page, at the visit."""
        return f"{self.pairing.get_absolute_url()}#visit-{self.pk}"
