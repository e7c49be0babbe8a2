"""Which graduate school might mentor another: near, of the same phase, and not mentoring two already."""

from dataclasses import dataclass
from math import hypot

from django.db.models import Count, Max, Q

from cohorts.models import Place, PlaceState
from schools.models import School

from .models import Pairing, PairingState

MOST = 2  # schools that one school mentors at a time
SHOWN = 12


@dataclass(frozen=True)
class Suggestion:
    """A school that could mentor, and what speaks for it."""

    school: School
    km: float | None
    same_phase: bool

    @property
    def why(self):
        """The reasons in a line: "3.2 km away, primary too, graduated 2024, mentors one school"."""
        parts = [f"{self.km:.1f} km away" if self.km is not None else "distance not known"]
        parts.append(f"{self.school.get_phase_display().lower()}{' too' if self.same_phase else ''}")
        parts.append(f"graduated {self.school.graduated_on.year}")
        parts.append("mentors one school" if self.school.mentors else "free")
        return ", ".join(parts)


def has_graduated(school):
    """Whether a school has come to the end of a year of the programme."""
    return Place.objects.filter(school=school, state=PlaceState.GRADUATED).exists()


def possible_mentors(mentored):
    """Graduate schools with room, without this one and those it is paired with."""
    paired = Pairing.objects.at_work().filter(mentored=mentored).values("mentor")
    return (
        School.objects.open()
        .filter(places__state=PlaceState.GRADUATED)
        .exclude(pk=mentored.pk)
        .exclude(pk__in=paired)
        .annotate(
            graduated_on=Max("places__graduated_on"),
            mentors=Count("mentoring", filter=~Q(mentoring__state=PairingState.ENDED), distinct=True),
        )
        .filter(mentors__lt=MOST)
    )


def kilometres(one, other):
    """As the crow flies, from the register's eastings and northings; None where one is missing."""
    if None in (one.easting, one.northing, other.easting, other.northing):
        return None
    return hypot(one.easting - other.easting, one.northing - other.northing) / 1000


def suggestions(mentored):
    """The same phase first, then the nearest."""
    found = [
        Suggestion(school, kilometres(school, mentored), school.phase == mentored.phase)
        for school in possible_mentors(mentored)
    ]
    far = float("inf")
    found.sort(key=lambda one: (not one.same_phase, far if one.km is None else one.km, one.school.name))
    return found[:SHOWN]
