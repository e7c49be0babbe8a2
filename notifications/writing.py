"""Writes a letter: the wording in force, its blanks filled, between a greeting and a foot that nobody changes."""

from django.conf import settings
from django.template.loader import get_template, render_to_string

from kit.context import programme
from kit.once import once

from .kinds import Blank
from .wording import wording

EVERYWHERE = {
    "name": Blank("the reader’s name", lambda message: message.name),
    "programme": Blank("the name of the programme", lambda message: programme().name),
    "organisation": Blank("the name of the Virtual School", lambda message: programme().organisation),
    "contact": Blank("who answers questions", lambda message: getattr(programme(), "contact_name", "")),
    "contact_email": Blank("the programme’s address for questions", lambda message: programme().email),
    "telephone": Blank("the programme’s telephone number", lambda message: getattr(programme(), "telephone", "")),
}


def blanks_of(kind):
    """Every blank of a kind of letter, its own first."""
    return kind.blanks | {name: blank for name, blank in EVERYWHERE.items() if name not in kind.blanks}


def musts_of(kind):
    """The blanks that no wording of the letter may go without."""
    return [name for name, blank in kind.blanks.items() if blank.must]


def standard_text(kind):
    """The text that the letter has as long as nobody changes it."""
    return get_template(kind.template).template.source.strip()


def wording_of(kind):
    """(subject, text) in force: the lead's, else the standard."""
    kept = kept_wording(kind.name)
    return (kept.subject, kept.text) if kept else (kind.subject, standard_text(kind))


@once
def kept_wording(name):
    """The lead's wording in force of a kind of letter, or None."""
    from .models import LetterWording

    return LetterWording.objects.in_force(name)


def in_words(kind, text):
    """A wording to be read by a person: each blank by what it is, each part as where it is filled."""
    blanks = blanks_of(kind)
    return wording(text).fill(lambda name: f"[{blanks[name].words if name in blanks else name}]")


def shown_in(blank, message):
    """What a preview shows: words in the place of a link or code for one reader, or of what this record has not got."""
    if blank.is_secret:
        return f"[{blank.words}]"
    try:
        return blank(message)
    except (
        AttributeError,
        LookupError,
        TypeError,
        ValueError,
    ):  # an offer's last day, on an application without an offer
        return f"[{blank.words}]"


def write(message, kind, subject, text, *, part=False, shown=False):
    """(subject, text) of a letter in this wording. `shown` keeps what is for one reader out of it."""
    blanks, known = blanks_of(kind), {}

    def read(name):
        if name not in known:
            blank = blanks.get(name)
            if blank is None:
                known[name] = ""
            elif shown:
                known[name] = shown_in(blank, message)
            else:
                known[name] = blank(message)
        return known[name]

    context = {
        "says": wording(text).fill(read),
        "name": message.name,
        "kind": kind,
        "part": part,
        "stop": "" if part or kind.essential or shown else stop_link(message.address, [kind.name]),
        "shown": shown and not kind.essential,
    }
    return " ".join(wording(subject).fill(read).split()), render_to_string("notifications/reminder.txt", context)


def stop_link(address, names):
    """The page on which the reader of this address chooses which letters reach it; needs no sign-in."""
    from .muting import stop_path  # it asks the models, which ask the kinds

    return f"{settings.SITE_URL}{stop_path(address, names)}"
