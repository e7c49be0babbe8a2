"""The demo's people on the sign-in page."""

from dataclasses import dataclass

from django import template

from accounts.belonging import lines_of
from accounts.models import User

register = template.Library()

# In the order of the page: what they are and what one sees as them.
PERSONAS = {
    "lead": ("Programme lead", "Runs the cohort; begins at Today"),
    "school_lead": ("School lead", "{school}; begins at What next"),
    "administrator": ("Administrator", "Documents, imports, people"),
    "headteacher": ("Headteacher", "Signs the plan for {school}"),
    "adviser": ("Adviser", "Visits some of the schools"),
    "observer": ("Observer", "Head of the Virtual School; reads only"),
    "contributor": ("Contributor", "Adds evidence for {school}"),
    "reviewer": ("Reviewer", "Reads and scores applications"),
    "trust_viewer": ("Trust viewer", "{school}; reads the schools that agreed"),
    "stranger": ("School lead", "Another school: {school}"),
}


@dataclass(frozen=True)
class Persona:
    """A button of the sign-in page."""

    key: str
    name: str
    role: str
    note: str


@register.simple_tag
def personas():
    """The people of the demo that one can be, in a fixed order; empty until the demo is loaded."""
    people = {user.persona: user for user in User.objects.filter(is_demo=True, is_active=True).exclude(persona="")}
    lines = lines_of(list(people.values()))
    found = []
    for key, (role, note) in PERSONAS.items():
        if user := people.get(key):
            school = next((line.words.partition(", ")[2] for line in lines[user.pk] if not line.is_over), "a school")
            found.append(Persona(key, user.name, role, note.format(school=school)))
    return found
