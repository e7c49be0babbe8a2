"""What every page asks of the database: no more when there is more in it, and within a limit, for everybody who opens it.

The demo's county is walked by its links, then grown to several times its schools, places, plans, projects, letters and record, and
the same addresses are asked again.
"""

from collections import defaultdict
from urllib.parse import urljoin, urlsplit

import pytest
from a_crawl import crawl
from casting import BACKEND
from django.apps import apps
from django.db import connection, models
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve

PERSONAS = ("lead", "adviser", "observer", "school_lead", "trust_viewer", "reviewer")
MOST = 17  # of any page that is not named here
NAMED = {  # pages that show every strand at once: small reads are asked together (kit/together.py)
    "cohorts:today": 12,
    "cohorts:what_next": 12,
    "cohorts:your_trust": 20,  # the board's columns and readiness for the schools of a trust, and the schools that have not agreed
    "schools:school": 12,
    "portfolios:portfolio": 38,  # the whole portfolio as one page
}
# What hangs on a school, parents first: a twin of a school has a row for each
BELOW = [
    "schools.DevelopmentPlan",
    "schools.Priority",
    "schools.PlanAction",
    "schools.PlanUpdate",
    "schools.PlanVersion",
    "schools.Role",
    "schools.Assignment",
    "schools.InternalNote",
    "schools.InsetDay",
    "schools.Visit",
    "schools.Challenge",
    "cohorts.Place",
    "cohorts.Seat",
    "cohorts.SeatHolder",
    "training.Attendance",
    "training.Mark",
    "action_research.Project",
    "action_research.Measure",
    "action_research.Cycle",
    "action_research.Evidence",
    "action_research.Comment",
    "evaluation.Audit",
    "evaluation.Answer",
    "networks.Membership",
    "networks.MeetingAttendance",
]
# What a page lists of one school, one plan, one project
LISTED = [
    "schools.PlanUpdate",
    "schools.InternalNote",
    "schools.Visit",
    "action_research.Measure",
    "action_research.Cycle",
    "action_research.Evidence",
    "action_research.Comment",
]


def again(row, **changes):
    """A copy of a row that is not saved yet."""
    copy = type(row)(
        **{field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
    )
    for name, value in changes.items():
        setattr(copy, name, value)
    return copy


def twin(school, number):
    """Another school with everything that hangs on this one."""
    known = {}
    copy = again(school, name=f"{school.name} {number}", urn=None)
    copy.save()
    known[type(school), school.pk] = copy
    for label in BELOW:
        model = apps.get_model(label)
        parents = [field for field in model._meta.concrete_fields if isinstance(field, models.ForeignKey)]
        for row in model.objects.all():
            found = {field.name: known.get((field.related_model, getattr(row, field.attname))) for field in parents}
            found = {name: value for name, value in found.items() if value is not None}
            if found:
                new = again(row, **found)
                new.save(force_insert=True)
                known[model, row.pk] = new


def grow():
    """Several times as much of everything."""
    from audit.models import Activity
    from cohorts.models import Place
    from schools.models import School

    Activity.objects.bulk_create([again(row) for row in Activity.objects.all() for _ in range(3)])
    for label in LISTED:
        model = apps.get_model(label)
        numbered = hasattr(model, "number")
        model.objects.bulk_create(
            again(row, **{"number": row.number + 50} if numbered else {}) for row in model.objects.all()
        )
    School.objects.bulk_create([again(school, urn=None) for school in School.objects.all()])
    for number in range(2, 5):
        for place in Place.objects.live().filter(school__name__regex=r"\D$").select_related("school")[:6]:
            twin(place.school, number)


def asked(client, address):
    """How many queries a page takes, once it has been opened before."""
    client.get(address)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = client.get(address)
    assert response.status_code == 200, address
    return len(queries)


@pytest.fixture
def county(db):
    """The demo's county, whole."""
    from aas_portal.demo.load import load

    load(60)


def test_pages_cost_the_same_however_much_there_is(county):
    from accounts.models import User

    clients, before = {}, {}
    for persona in PERSONAS:
        clients[persona] = Client()
        clients[persona].force_login(User.objects.get(persona=persona), backend=BACKEND)
        for address, status, _ in crawl(clients[persona]):
            if status == 200:
                before[persona, address] = asked(clients[persona], address)
    assert len(before) > 150
    grow()
    dear, growing = defaultdict(int), []
    for (persona, address), count in before.items():
        name = resolve(urlsplit(urljoin("/", address)).path).view_name
        after = asked(clients[persona], address)
        dear[name] = max(dear[name], after)
        if after > count:
            growing.append((persona, address, count, after))
    assert growing == []
    assert {name: count for name, count in dear.items() if count > NAMED.get(name, MOST)} == {}
