"""The reminder of the self-audit at the end of the year: its days, whom it reaches, and when it is no longer wanted."""

from datetime import date, datetime

import pytest
from casting import LONDON, NOW
from django.urls import reverse

from cohorts.models import Cohort, Place, PlaceState
from evaluation.letters import self_audits_due
from evaluation.models import Audit, Moment
from notifications.actions import render
from notifications.kinds import kinds
from notifications.models import Message

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen", "asked")]


@pytest.fixture
def asked(cohort):
    """The cohort asks for self-audits."""
    cohort.needs_audit = True
    cohort.save(update_fields=["needs_audit"])


def morning(*day):
    return datetime(*day, 8, tzinfo=LONDON)


def told(at):
    return [(message.address.split("@")[0], message.occasion) for message in self_audits_due(at)]


def kept(at):
    message = next(self_audits_due(at))
    message.save()
    return Message.objects.get(pk=message.pk)


def test_it_is_told_twenty_and_five_school_days_before_the_year_ends(place):
    occasion = f"place:{place.pk}:end-of-year-audit:2026-07-17"
    assert told(morning(2026, 6, 18)) == []
    first = [("helen.strand", f"{occasion}:20"), ("jo.pemberton", f"{occasion}:20")]
    assert told(morning(2026, 6, 19)) == told(morning(2026, 7, 9)) == first
    assert [one for _, one in told(morning(2026, 7, 10))] == [f"{occasion}:5"] * 2
    assert told(morning(2026, 7, 17)) == []  # the day itself is too late for a reminder
    subject, text = render(kept(morning(2026, 6, 19)))
    assert subject == "How does Heathervale Primary see itself at the end of the year?"
    assert "Friday 17 July 2026" in text
    assert reverse("evaluation:fill_in_audit", args=[place.pk, "end_of_year"]) in text


def test_a_school_that_has_filled_it_in_hears_nothing(cast, cohort, place, other_place):
    message = kept(morning(2026, 6, 19))
    assert kinds["self_audit_due"].wanted(message)
    Audit.objects.create(school=cast.school, cohort=cohort, moment=Moment.END_OF_YEAR, completed_at=NOW)
    assert not kinds["self_audit_due"].wanted(Message.objects.get(pk=message.pk))
    assert [name for name, _ in told(morning(2026, 6, 19))] == ["ines.farrow"]


@pytest.mark.parametrize("change", ["needs_audit", "ends_on", "state"])
def test_it_is_not_wanted_when_the_year_is_another(cohort, place, change):
    message = kept(morning(2026, 6, 19))
    changes = {"needs_audit": False, "ends_on": date(2026, 12, 18), "state": "closed"}
    Cohort.objects.update(**{change: changes[change]})
    assert not kinds["self_audit_due"].wanted(Message.objects.get(pk=message.pk))


def test_a_school_with_more_time_is_told_by_its_own_day(place):
    Place.objects.update(state=PlaceState.CONTINUING, continues_until=date(2026, 12, 18))
    assert told(morning(2026, 6, 19)) == []
    assert [one for _, one in told(morning(2026, 12, 11))] == [f"place:{place.pk}:end-of-year-audit:2026-12-18:5"] * 2


def test_the_lead_looks_at_it_on_a_real_place(cast, place, client_of):
    address = reverse("notifications:change_wording", args=["self_audit_due"])
    page = client_of(cast.lead).get(address)
    form = page.context["form"]
    data = {"subject": form["subject"].value(), "text": form["text"].value(), "record": place.pk, "act": "look"}
    assert "see itself at the end of the year" in client_of(cast.lead).post(address, data).text
