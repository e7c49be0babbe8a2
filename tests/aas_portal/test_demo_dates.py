"""The made-up county keeps a calendar that a school would believe."""

from datetime import date

import pytest
import time_machine

from aas_portal.demo.county import build_calendar
from aas_portal.demo.load import load
from audit.models import Activity
from cohorts.models import Cohort
from schools.models import DevelopmentPlan, PlanUpdate
from terms.models import Term
from training.models import Session

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("year", [2025, 2027, 2030])
def test_terms_begin_and_end_on_weekdays(year):
    build_calendar(date(year, 11, 22))
    days = Term.objects.values_list("starts_on", "ends_on")
    assert len(days) == 30
    assert [day for pair in days for day in pair if day.weekday() > 4] == []


@pytest.mark.parametrize("on", ["2026-11-22 09:30", "2027-04-06 09:30"])
def test_days_of_the_demo_agree_with_each_other(on):
    with time_machine.travel(on, tick=False):
        load(40)
    plans = {str(plan.pk): plan.agreed_at for plan in DevelopmentPlan.objects.exclude(agreed_at=None)}
    acts = Activity.objects.filter(verb="agreed", content_type__model="developmentplan")
    assert plans == dict(acts.values_list("object_id", "at"))
    for cohort in Cohort.objects.all():
        assert cohort.celebration_on > cohort.sessions.last().on
        assert not Session.objects.filter(on=cohort.celebration_on).exists()
    told = PlanUpdate.objects.values_list("action__priority__plan", "text")
    assert len(told) == len(set(told)) > 0
