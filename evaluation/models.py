"""The self-audit: ten themes of an attachment aware school by four levels, answered at the start, mid-year and at the end."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from audit.models import Hideable, InSightQuerySet
from cohorts.models import Application, ApplicationState, Cohort
from schools.models import School


class Level(models.IntegerChoices):
    """How far a school sees itself; no score: levels are never added up, and no school is set beside another."""

    NOT_YET = 1, "Not yet"
    EMERGING = 2, "Emerging"
    DEVELOPING = 3, "Developing"
    EMBEDDED = 4, "Embedded"


DESCRIPTIONS = {
    Level.NOT_YET: "not_yet",
    Level.EMERGING: "emerging",
    Level.DEVELOPING: "developing",
    Level.EMBEDDED: "embedded",
}


class ThemeQuerySet(models.QuerySet):
    """Reads of themes."""

    def visible_to(self, user):
        """Those who change the questions; everybody else reads them where they are asked."""
        return self.all() if user.is_authenticated and user.sees_every_school else self.none()

    def asked(self):
        """Those that are asked about today, in their order."""
        return self.filter(is_asked=True)


class Theme(models.Model):
    """One thing an attachment aware school looks at in itself, with what each of the four levels looks like."""

    number = models.PositiveSmallIntegerField()
    title = models.CharField(max_length=80)
    about = models.CharField(max_length=300, blank=True)
    not_yet = models.CharField(max_length=300)
    emerging = models.CharField(max_length=300)
    developing = models.CharField(max_length=300)
    embedded = models.CharField(max_length=300)
    is_asked = models.BooleanField(default=True)

    objects = ThemeQuerySet.as_manager()

    class Meta:
        verbose_name = "theme of the self-audit"
        ordering = ["number", "pk"]

    def __str__(self):
        return self.title

    def description(self, level):
        """What a level looks like."""
        return getattr(self, DESCRIPTIONS[level])

    @property
    def levels(self):
        """Each level's word with what it looks like."""
        return [(level.label, self.description(level)) for level in Level]

    @property
    def wording(self):
        """The question as it is asked today; kept with each answer."""
        return {"title": self.title, "about": self.about} | {
            name: getattr(self, name) for name in DESCRIPTIONS.values()
        }


class Moment(models.TextChoices):
    """When in its year a school looks at itself."""

    START = "start", "At the start"
    MID_YEAR = "mid_year", "Mid-year"
    END_OF_YEAR = "end_of_year", "End of the year"


class AuditQuerySet(models.QuerySet):
    """Reads of self-audits."""

    def visible_to(self, user):
        """Leads and administrators all, advisers those of their schools, a school's own people theirs: never observers or trusts."""
        if not user.is_authenticated:
            return self.none()
        if user.sees_every_school:
            return self.all()
        theirs = School.objects.of(user).values("pk").union(School.objects.looked_after_by(user).values("pk"))
        return self.filter(school__in=theirs)

    def with_application(self, application):
        """The one that came with an application, or with the one it was kept from on an earlier cohort's reserve list."""
        return self.filter(Q(application=application) | Q(application__carry__became=application)).order_by("-pk")

    def counting(self):
        """Without those of an application that was withdrawn."""
        return self.exclude(application__state=ApplicationState.WITHDRAWN)


class Audit(models.Model):
    """A school's look at itself at one moment of one year. The application's is the baseline of all that follow."""

    school = models.ForeignKey(School, on_delete=models.PROTECT, related_name="audits")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="audits")
    moment = models.CharField(max_length=11, choices=Moment)
    application = models.OneToOneField(
        Application, null=True, blank=True, on_delete=models.PROTECT, related_name="audit"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by_name = models.CharField(max_length=150, blank=True)  # an applicant has no account
    on_behalf = models.BooleanField(default=False)
    started_at = models.DateTimeField(default=timezone.now)
    touched_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True, blank=True)  # when every theme had its level
    version = models.PositiveIntegerField(default=0)

    objects = AuditQuerySet.as_manager()

    class Meta:
        verbose_name = "self-audit"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "cohort", "moment"],
                condition=Q(application=None),
                name="one_audit_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(application=None) | Q(moment=Moment.START), name="an_application_is_a_start"
            ),
        ]

    def __str__(self):
        return f"Self-audit of {self.school}, {self.moment_words[:1].lower()}{self.moment_words[1:]}"

    def get_absolute_url(self):
        """All of it, as the school answered."""
        return reverse("evaluation:audit", args=[self.pk])

    @property
    def moment_words(self):
        """When it was, as a column is headed."""
        return "With the application" if self.application_id else self.get_moment_display()


class AnswerQuerySet(InSightQuerySet):
    """Reads of answers."""

    def visible_to(self, user):
        """Those of the audits a person may see; what is out of sight only for leads and administrators."""
        found = self.filter(audit__in=Audit.objects.visible_to(user))
        return found if user.is_authenticated and user.sees_every_school else found.in_sight()


class Answer(Hideable):
    """Where a school sees itself in one theme, and what makes it say so. The line can be taken out of sight; the level stays."""

    audit = models.ForeignKey(Audit, on_delete=models.CASCADE, related_name="answers")
    theme = models.ForeignKey(Theme, on_delete=models.PROTECT, related_name="answers")
    level = models.PositiveSmallIntegerField(choices=Level, null=True, blank=True)
    note = models.CharField(max_length=500, blank=True)
    wording = models.JSONField(default=dict)  # the theme as it was asked

    objects = AnswerQuerySet.as_manager()

    class Meta:
        verbose_name = "answer of a self-audit"
        ordering = ["theme__number", "theme_id"]
        constraints = [models.UniqueConstraint(fields=["audit", "theme"], name="theme_once_an_audit")]

    def __str__(self):
        return f"{self.wording.get('title', '')}: {self.note or self.level_words}"

    def get_absolute_url(self):
        """The page it stands on."""
        return reverse("evaluation:audit", args=[self.audit_id])

    @property
    def school_id(self):
        """The school it belongs to, for the record."""
        return self.audit.school_id

    @property
    def level_words(self):
        """The level in a word, or that there is none yet."""
        return self.get_level_display() if self.level else "No answer yet"

    @property
    def description(self):
        """What the level looked like when it was chosen."""
        return self.wording.get(DESCRIPTIONS[self.level], "") if self.level else ""

    @property
    def line(self):
        """What makes the school say so, unless it was taken out of sight."""
        return "" if self.is_hidden else self.note
