"""What a list can bring: who reads it and what its pages say. Apps above add the lists that they read."""

from dataclasses import dataclass
from types import ModuleType

from schools.models.school import ImportKind

from . import applying, contacts, people


@dataclass(frozen=True)
class Way:
    """How one kind of list comes in: `reader` has `examine(file, ...)` and `bring_in(file, by=..., ...)`, which answer a Report."""

    reader: ModuleType
    page: str  # the name of the address where the file is chosen
    title: str  # what that page is called
    stays: str  # what becomes of those that are not in the file


ways = {
    ImportKind.REGISTER: Way(
        applying,
        "schools:import_register",
        "Import the register",
        "No school is ever deleted: one that is not in the file stays as it is.",
    ),
    ImportKind.CONTACTS: Way(
        contacts,
        "schools:import_contacts",
        "Import contact addresses",
        "A school that is not in the file keeps its address.",
    ),
    ImportKind.PEOPLE: Way(
        people,
        "schools:import_people",
        "Bring people",
        "Nobody who is not in the list loses a role.",
    ),
}
