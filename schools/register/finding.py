"""Finds the school that a line of a list means, by its URN or its name and town, or says why it cannot be told."""

from collections import defaultdict

from schools.models import School
from schools.models.school import searchable

from .applying import known_schools
from .values import Unclear

NAMED = 6  # schools of one name that a sentence lists


class Schools:
    """The schools that some rows mean, asked for in a few statements."""

    def __init__(self, rows):
        self.by_urn = known_schools([row.urn for row in rows if row.urn])
        wanted = {searchable(row.school) for row in rows if not row.urn}
        named = defaultdict(list)
        if wanted:
            # Names are compared as they are searched, "St Anne’s" like "St. Annes", so they are read here; once a file.
            for pk, name in School.objects.order_by().values_list("pk", "name").iterator():
                if (plain := searchable(name)) in wanted:
                    named[plain].append(pk)
        found = School.objects.in_bulk([pk for pks in named.values() for pk in pks])
        self.by_name = {name: [found[pk] for pk in pks if pk in found] for name, pks in named.items()}

    def of(self, row):
        """The one school, or Unclear."""
        if row.urn:
            if row.urn not in self.by_urn:
                raise Unclear(f"No school with URN {row.urn} is known here. Import the register first, or correct it")
            return self.by_urn[row.urn]
        same = self.by_name.get(searchable(row.school), [])
        if not same:
            raise Unclear(
                f"No school called “{row.school[:150]}” is known here. Write its name as in the register, or its URN"
            )
        there = [school for school in same if not row.town or searchable(school.town) == searchable(row.town)]
        if len(there) == 1:
            return there[0]
        if not there:
            raise Unclear(f"No school called “{row.school[:150]}” is in {row.town[:100]}, but {listed(same)}")
        raise Unclear(f"{len(there)} schools are called “{row.school[:150]}”: {listed(there)}. Give the URN")


def listed(schools):
    """Schools of one name told apart."""
    told = []
    for school in sorted(schools, key=lambda one: (one.town, one.urn or ""))[:NAMED]:
        parts = [school.town or "no town", f"URN {school.urn}" if school.urn else "no URN"]
        told.append(f"{', '.join(parts)}{'' if school.is_open else ', closed'}")
    more = f"; and {len(schools) - NAMED} more" if len(schools) > NAMED else ""
    return f"{'; '.join(told)}{more}"
