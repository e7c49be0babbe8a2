"""Tells the phase of a school from the register's type, phase, ages and, failing those, its name."""

from schools.models import Phase

STATED = {
    "nursery": Phase.NURSERY,
    "middle deemed primary": Phase.MIDDLE,
    "middle deemed secondary": Phase.MIDDLE,
    "secondary": Phase.SECONDARY,
    "16 plus": Phase.SIXTEEN_PLUS,
    "all-through": Phase.ALL_THROUGH,
    "all through": Phase.ALL_THROUGH,
}
ALTERNATIVE = ("alternative provision", "pupil referral")
SIXTEEN_PLUS = ("further education", "sixth form", "16 to 19", "16-19", "higher education")


def phase_of(type_name, phase_name, name, low=None, high=None):
    """The phase. Independent schools have none in the register ("Not applicable"): their ages tell it."""
    kind, stated, called = type_name.casefold(), phase_name.casefold(), name.casefold()
    if "special" in kind:
        return Phase.SPECIAL
    if any(word in kind for word in ALTERNATIVE):
        return Phase.ALTERNATIVE
    if stated == "primary":
        return primary_of(called, low, high)
    if stated in STATED:
        return STATED[stated]
    if any(word in kind for word in SIXTEEN_PLUS):
        return Phase.SIXTEEN_PLUS
    return by_ages(low, high)


def primary_of(called, low, high):
    """Infant, junior or both, by the ages it takes; by its name where the file has no ages."""
    if low is not None and high is not None:
        if high <= 8:
            return Phase.INFANT
        return Phase.JUNIOR if low >= 7 else Phase.PRIMARY
    infant, junior = "infant" in called, "junior" in called
    if infant != junior:
        return Phase.INFANT if infant else Phase.JUNIOR
    return Phase.PRIMARY


def by_ages(low, high):
    """The phase of a school the register states none for."""
    if low is None or high is None:
        return Phase.OTHER
    if low >= 16:
        return Phase.SIXTEEN_PLUS
    if high <= 5:
        return Phase.NURSERY
    if high <= 13:
        return primary_of("", low, high) if high <= 11 else Phase.PRIMARY
    return Phase.SECONDARY if low >= 9 else Phase.ALL_THROUGH
