"""The county's school calendar: half-terms as dated spans, and bank holidays; all of it editable."""

from datetime import timedelta

from django.db import models


class TermQuerySet(models.QuerySet):
    """Reads of the calendar."""

    def visible_to(self, user):
        """The calendar holds nothing that may not be read by those who keep it."""
        return self.all() if user.is_authenticated else self.none()

    def covering(self, start, end):
        """The half-terms that touch a span of days."""
        return self.filter(starts_on__lte=end, ends_on__gte=start)


class Term(models.Model):
    """One half-term in which schools are open, first and last day included."""

    year = models.CharField(max_length=9)  # "2026-27"
    name = models.CharField(max_length=60)
    starts_on = models.DateField()
    ends_on = models.DateField()

    objects = TermQuerySet.as_manager()

    class Meta:
        ordering = ["starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="term_ends_after_start"
            ),
            models.UniqueConstraint(fields=["starts_on"], name="term_starts_once"),
        ]

    def __str__(self):
        return f"{self.name} {self.year}"


class BankHolidayQuerySet(models.QuerySet):
    """Reads of bank holidays."""

    def visible_to(self, user):
        """As the half-terms."""
        return self.all() if user.is_authenticated else self.none()


class BankHoliday(models.Model):
    """A public holiday in England."""

    day = models.DateField(unique=True)
    name = models.CharField(max_length=80)

    objects = BankHolidayQuerySet.as_manager()

    class Meta:
        ordering = ["day"]

    def __str__(self):
        return f"{self.name}, {self.day}"


class Calendar:
    """School days of a span, read once and asked often.

    Without terms for a date, also in a year that was left out between two others, it counts weekdays outside bank holidays and
    August, as schools mostly do.
    """

    LONGEST_HOLIDAY = timedelta(days=70)  # between two terms; more is a year of which nobody has entered the dates

    def __init__(self, start, end):
        self.start, self.end = start, end
        self.terms = list(Term.objects.order_by("starts_on"))
        self.holidays = {holiday.day: holiday.name for holiday in BankHoliday.objects.filter(day__range=(start, end))}

    def is_school_day(self, day):
        """Whether schools of the county are open on a day."""
        if day.weekday() > 4 or day in self.holidays:
            return False
        before = max((term.ends_on for term in self.terms if term.starts_on <= day), default=None)
        after = min((term.starts_on for term in self.terms if term.starts_on > day), default=None)
        if before and day <= before:
            return True
        if before and after and after - before <= self.LONGEST_HOLIDAY:
            return False
        return day.month != 8

    def school_days_between(self, start, end):
        """School days after `start`, up to and including `end`."""
        days = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
        return sum(self.is_school_day(day) for day in days)

    def why_not(self, day):
        """Why schools are shut on a day, in words, or an empty text."""
        if day in self.holidays:
            return f"it is a bank holiday ({self.holidays[day]})"
        if day.weekday() > 4:
            return "it is at the weekend"
        return "" if self.is_school_day(day) else "it falls in a school holiday"
