"""Says what a line of the register changes in the school the portal knows, field by field and in words."""

from datetime import date

from schools.models import School, SchoolStatus

from .phases import phase_of

MOST_NAMED = 60  # characters of a value that a message repeats


def values_for(row, school=None):
    """The row's values with the phase they make; ages the file lacks are taken from the school."""
    found = dict(row.values)
    low, high = (found.get(name, getattr(school, name, None)) for name in ("age_low", "age_high"))
    found["phase"] = str(phase_of(found["type_name"], row.phase_name, found["name"], low, high))
    return found


def changes(row, school):
    """What differs, as {field: new value}; the trust is compared by its number and given as (number, name)."""
    found = {name: value for name, value in values_for(row, school).items() if getattr(school, name) != value}
    if row.trust is not None and row.trust[0] != ((school.trust.uid or "") if school.trust else ""):
        found["trust"] = row.trust
    return found


def closes(school, changed):
    """Whether the change closes a school that was not closed."""
    return changed.get("status") == SchoolStatus.CLOSED


def said(name, value):
    """A value in words."""
    if name == "trust":
        value = value[1] if isinstance(value, tuple) else value
    elif name in ("status", "phase"):
        value = dict(School._meta.get_field(name).flatchoices)[value]
    if isinstance(value, date):
        return f"{value.day} {value:%B %Y}"
    text = "" if value is None else str(value)
    return (text if len(text) <= MOST_NAMED else f"{text[: MOST_NAMED - 1]}…") or "nothing"


def label(name):
    """A field as people call it."""
    return str(School._meta.get_field(name).verbose_name)


def sentence(school, changed):
    """Every change of a school: "Aber School: name, now …, was …; postcode, now …, was …"."""
    parts = [
        f"{label(name)} is now {said(name, value)}, was {said(name, getattr(school, name))}"
        for name, value in changed.items()
    ]
    return f"{school.name}: {'; '.join(parts)}"


def introduction(row):
    """A new school in a line: name, town, postcode, and its status where it is not simply open."""
    place = " ".join(filter(None, (row.values.get("town"), row.values["postcode"])))
    status = row.values["status"]
    mark = "" if status == SchoolStatus.OPEN else f" ({said('status', status)})"
    return f"{', '.join(filter(None, (row.values['name'], place)))}{mark}"


def farewell(row, school, changed):
    """A school that closes, with the day and whatever else changes."""
    closed_on = row.values.get("closed_on")
    others = {name: value for name, value in changed.items() if name not in ("status", "closed_on")}
    on = f" on {said('closed_on', closed_on)}" if closed_on else ""
    return f"{school.name}: closed{on}" + (f"; {sentence(school, others).partition(': ')[2]}" if others else "")
