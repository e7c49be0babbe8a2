"""Finds the school and the year that a line of the list means, or says why it cannot be told."""

from datetime import date, datetime, time

from django.db.models import Max, Min
from django.utils.timezone import make_aware

from cohorts.models import Cohort, CohortState
from kit.clock import today
from schools.register.values import Unclear
from terms.models import Term
from terms.reading import school_year

from .rows import label

A_YEAR = range(200, 366)  # days between the first and the last of a school year's terms


class Years:
    """The cohorts that some rows mean: those here, and closed ones still to be made."""

    def __init__(self):
        self.here = list(Cohort.objects.all())
        self.by_name = {cohort.name.casefold(): cohort for cohort in self.here}
        self.new = {}
        terms = Term.objects.order_by().values_list("year").annotate(Min("starts_on"), Max("ends_on"))
        self.terms = {year: (starts, ends) for year, starts, ends in terms if (ends - starts).days in A_YEAR}

    def of(self, row):
        """The cohort, unsaved where it is new, or Unclear."""
        cohort = self.by_name.get(row.year.casefold())
        if cohort is None and row.first is None:
            raise Unclear(f"“{row.year[:60]}” is neither a school year like 2019-20 nor the name of a cohort here")
        if cohort is None:
            cohort = self.by_name.get(label(row.first)) or self.begun_in(row.first) or self.made(row.first)
        if cohort.ends_on >= today():
            raise Unclear(f"The year {cohort} has not ended. Its schools graduate on the cohort’s own page")
        if cohort.state != CohortState.CLOSED:
            raise Unclear(f"Cohort {cohort} is not closed. Its schools graduate on its own page")
        return cohort

    def begun_in(self, first):
        """The one cohort that began in a school year under another name, None without one."""
        found = [cohort for cohort in self.here if school_year(cohort.starts_on) == label(first)]
        if len(found) > 1:
            names = " and ".join(str(cohort) for cohort in found)
            raise Unclear(f"{len(found)} cohorts began in {label(first)}: write {names}, whichever it was, as the year")
        return found[0] if found else None

    def made(self, first):
        """A closed cohort from before the portal, along the school year; nobody can have applied for it here."""
        name = label(first)
        if name not in self.new:
            starts_on, ends_on = self.terms.get(name, (date(first, 9, 1), date(first + 1, 7, 31)))
            start = make_aware(datetime.combine(starts_on, time()))
            self.new[name] = Cohort(
                name=name,
                starts_on=starts_on,
                ends_on=ends_on,
                applications_open_at=start,
                applications_close_at=start.replace(hour=1),
                decisions_on=starts_on,
                needs_plan=False,
                needs_project=False,
                state=CohortState.CLOSED,
                is_from_before=True,
            )
        return self.new[name]
