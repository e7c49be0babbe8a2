"""Reads of several tables in one query: the same records, in the same order, as when each is asked by itself."""

import pytest
from django.db.models import Count, Exists, OuterRef

from kit.once import keeping
from kit.together import read_together, rows

pytestmark = pytest.mark.django_db


@rows
def plans_by_school():
    from schools.models import DevelopmentPlan

    return DevelopmentPlan.objects.select_related("school__trust").order_by("-school__name")


@rows
def two_seats():
    from cohorts.models import Seat, SeatHolder

    held = SeatHolder.objects.filter(seat=OuterRef("pk"), user__isnull=False)
    return Seat.objects.select_related("place__cohort").annotate(is_known=Exists(held)).order_by("-pk")


@rows
def newest_role():
    from schools.models import Role

    return Role.objects.select_related("user").order_by("-pk")[:1]


@rows
def nobody():
    from schools.models import Role

    return Role.objects.none()


READS = (plans_by_school, two_seats, newest_role, nobody)


def columns(record):
    """Every value of a record with its type."""
    return [(type(value), value) for value in (getattr(record, one.attname) for one in record._meta.concrete_fields)]


@pytest.fixture
def written(cast, place, other_place, frozen):
    from schools.models import DevelopmentPlan

    cast.school.trust = cast.trust
    cast.school.save(update_fields=["trust"])
    for school, vision in ((cast.school, 'Every child "noticed", ’til three'), (cast.other, "")):
        DevelopmentPlan.objects.create(school=school, vision=vision)
    return cast


def test_one_query_gives_what_each_gives_by_itself(written, django_assert_num_queries):
    alone = [read() for read in READS]
    with keeping():
        with django_assert_num_queries(1):
            read_together(read.later() for read in READS)
            together = [read() for read in READS]
            trusts = [plan.school.trust for plan in together[0]]
            cohorts = [seat.place.cohort for seat in together[1]]
            assert together[2][0].user.name == "Ines Farrow"
        assert [[columns(one) for one in found] for found in together] == [
            [columns(one) for one in found] for found in alone
        ]
    assert trusts == [None, written.trust]  # a relation that leads nowhere, and one through two tables
    assert [columns(one) for one in cohorts] == [columns(seat.place.cohort) for seat in alone[1]]
    assert [seat.is_known for seat in together[1]] == [seat.is_known for seat in alone[1]] == [False, True, True, True]
    assert [len(found) for found in together] == [2, 4, 1, 0]


def test_every_table_comes_back_as_it_is(db):
    """All models of the demo's county, field by field."""
    from django.apps import apps
    from django.db.models import BinaryField

    from aas_portal.demo.load import load

    load(30)
    models = [
        model
        for model in apps.get_models()
        if model._base_manager.exists() and not any(isinstance(one, BinaryField) for one in model._meta.concrete_fields)
    ]
    assert len(models) > 50
    for model in models:
        read = rows(lambda model=model: model._base_manager.order_by("pk"))
        alone = list(model._base_manager.order_by("pk"))
        with keeping():
            read_together([read.later(), nobody.later()])
            assert [columns(one) for one in read()] == [columns(one) for one in alone], model


def test_nothing_is_kept_where_something_is_written(written, django_assert_num_queries):
    with django_assert_num_queries(0):
        read_together(read.later() for read in READS)
    with django_assert_num_queries(2):
        plans_by_school(), plans_by_school()


def test_what_is_kept_ends_with_the_page(written):
    from schools.models import DevelopmentPlan

    with keeping():
        read_together([plans_by_school.later()])
        DevelopmentPlan.objects.filter(school=written.other).delete()
        assert len(plans_by_school()) == 2
    with keeping():
        assert len(plans_by_school()) == 1


def test_a_read_that_counts_groups_is_refused(written):
    from schools.models import School

    counted = rows(lambda: School.objects.annotate(number=Count("roles")))
    with keeping(), pytest.raises(ValueError, match="counts groups"):
        read_together([counted.later()])
