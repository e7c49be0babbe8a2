"""What every page shows around its content: the programme's name, the doors in the navigation, the way to help.

Upper apps register what they bring; nothing is asked of the database until a whole page (not a fragment) shows it.
"""

from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.utils.functional import SimpleLazyObject

from .once import once
from .registry import Registry


@dataclass(frozen=True)
class Programme:
    """What the programme is called; the defaults serve until somebody has set the names."""

    name: str = "Attachment Aware Schools"
    organisation: str = "Virtual School"
    strapline: str = ""
    email: str = ""
    logo: str = ""


@dataclass(frozen=True)
class Door:
    """An entry of the navigation. `count` is what waits behind it; `position` its place from left to right.

    `place` is "nav", "account" (in the header, beside the name) or "footer" (help, accessibility, privacy, contact).
    """

    label: str
    url: str
    position: int = 50
    count: int = 0
    current: bool = False
    place: str = "nav"


doors = Registry()  # request -> Door, list of Doors, or None where this person has none
programmes = Registry()  # () -> an object with the fields of Programme; the last one registered is used


@once
def programme() -> Any:
    """The programme's names, for pages, letters and documents."""
    return [*programmes][-1]() if len(programmes) else Programme()


def ways(request):
    """The doors of this person by place, in order, with the one they stand behind marked."""
    found = []
    for door in doors:
        given = door(request)
        found += given if isinstance(given, list) else [given] if given else []
    found.sort(key=lambda door: door.position)
    # The longest address that this page's begins with: /cohorts/3/board/ is behind /cohorts/3/, not behind /.
    path = request.path
    behind = [door for door in found if door.url == path or (door.url != "/" and path.startswith(door.url))]
    here = max(behind, key=lambda door: len(door.url), default=None)
    places = {"nav": [], "account": [], "footer": []}
    for door in found:
        places[door.place].append(replace(door, current=door.current or door is here))
    return places


def frame(request):
    """The context processor behind base.html."""
    return {
        "programme": SimpleLazyObject(programme),
        "ways": SimpleLazyObject(lambda: ways(request)),
        "demo": settings.DEMO,
        "idle": settings.IDLE_MINUTES * 60,
    }
