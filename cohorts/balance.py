"""Whom the held offers go to, beside who applied: by phase, district, need, and first time or not."""

from collections import Counter
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from schools.models import Phase, School

from .intake import counts_as_offer
from .models import Application, Place

BEFORE = ("First time", "Here before")
BANDS = [label for _, label in Application._meta.get_field("need_band").flatchoices]


@dataclass(frozen=True)
class Share:
    """A line of the balance: offers held, of schools that applied, and the fair share by the county's own schools."""

    name: str
    offers: int
    applied: int
    fair: float
    most: int

    def wide(self, value):
        """A number as a length of 200."""
        return round(value / self.most * 200, 1) if self.most else 0

    @property
    def offers_wide(self):
        """The dark bar."""
        return self.wide(self.offers)

    @property
    def applied_wide(self):
        """The light bar."""
        return self.wide(self.applied)

    @property
    def tick(self):
        """Where the fair share stands."""
        return min(self.wide(self.fair), 197)


def balance_of(cohort, applications, known=None):
    """Four lists of shares: by phase, by district, by need, and by whether the school was there before (`known`, ids)."""
    known = known_before(cohort, [one.school_id for one in applications]) if known is None else known
    county = list(School.objects.open().values_list("phase", "district"))
    whole = len(county) or 1
    return [
        (
            "Phase",
            shares(
                applications,
                lambda one: one.school.get_phase_display(),
                cohort.places,
                whole,
                phases_of(county),
                Phase.labels,
            ),
        ),
        (
            "District",
            shares(
                applications, lambda one: one.school.district, cohort.places, whole, Counter(pair[1] for pair in county)
            ),
        ),
        ("Need", shares(applications, lambda one: one.get_need_band_display(), cohort.places, 0, {}, BANDS)),
        (
            "Earlier years",
            shares(applications, lambda one: BEFORE[one.school_id in known], cohort.places, 0, {}, BEFORE),
        ),
    ]


def known_before(cohort, schools):
    """Those of some schools (ids) that had a place in an earlier cohort, or sent an application for one: not first-time."""
    earlier = {"school": OuterRef("pk"), "cohort__starts_on__lt": cohort.starts_on}
    had = Exists(Place.objects.filter(**earlier))
    sent = Exists(Application.objects.filter(submitted_at__isnull=False, **earlier))
    return set(School.objects.filter(had | sent, pk__in=schools).values_list("pk", flat=True))


def phases_of(county):
    """How many schools of the county are in each phase, by its label."""
    labels = dict(Phase.choices)
    return Counter(labels[phase] for phase, _ in county)


def shares(applications, key, places, whole, county, order=()):
    """The shares of one kind, in the `order` of their names or else by name; what has no name is left out."""
    applied = Counter(key(one) for one in applications)
    offers = Counter(key(one) for one in applications if counts_as_offer(one))
    most = max([*applied.values(), 1]) * 1.2

    def rank(name):
        return (order.index(name) if name in order else -1, name)

    return [
        Share(name, offers[name], number, county.get(name, 0) / whole * places if whole else 0, most)
        for name, number in sorted(applied.items(), key=lambda pair: rank(pair[0]))
        if name
    ]
