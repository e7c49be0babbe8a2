"""Gives the record and the letters the names of schools, which they know by number only."""

from audit.naming import finders, namers

from .models import School


@finders.register
def schools_called(words):
    """Keys of the schools that a search finds."""
    return School.objects.search(words).values("pk")


@namers.register
def names_of_schools(keys):
    """Name and page by key."""
    return {school.pk: (school.name, school.get_absolute_url()) for school in School.objects.filter(pk__in=keys)}
