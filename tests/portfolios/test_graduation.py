"""Graduation: all or none, an override with its reason, certificates frozen and numbered once."""

import threading
from datetime import date, datetime

import pytest
import time_machine
from casting import LONDON
from django.db import connection
from django.urls import reverse

from audit.models import Activity
from cohorts.actions.graduation import NotReady
from cohorts.models import Place, PlaceState
from cohorts.readiness import shortfalls
from kit.files import Checked
from kit.flow import StepNotAllowed
from notifications.models import Message
from portfolios.actions.certificates import AlreadyReplaced, graduate_schools, reissue_certificate, revoke_certificate
from portfolios.gathering import printed
from portfolios.models import Certificate, CertificateState

DAY = date(2026, 7, 2)


def test_a_ready_school_has_nothing_to_settle(ready):
    assert shortfalls([ready])[ready.pk] == []


def test_the_school_and_each_representative_get_a_frozen_certificate(ready, cast):
    made = graduate_schools([ready], by=cast.lead, on=DAY)
    assert [(one.kind, one.name_printed, one.number, one.days_attended) for one in made] == [
        ("school", "Heathervale Primary", "AAS-2026-0001", ""),
        ("representative", "Jo Pemberton", "AAS-2026-0002", "6 of 6"),
        ("representative", "Tomasz Wilk", "AAS-2026-0003", "6 of 6"),
    ]
    ready.refresh_from_db()
    assert (ready.state, ready.graduated_on, ready.override_reason) == (PlaceState.GRADUATED, DAY, "")
    type(cast.school).objects.filter(pk=cast.school.pk).update(name="Renamed")
    assert Certificate.objects.get(number="AAS-2026-0001").school_name == "Heathervale Primary"


def test_every_writer_of_the_school_is_told_once(ready, cast):
    graduate_schools([ready], by=cast.lead, on=DAY)
    told = Message.objects.filter(kind="certificate_ready").values_list("address", flat=True)
    assert sorted(told) == ["helen.strand@example.org", "jo.pemberton@example.org"]


def test_a_school_with_things_to_settle_needs_a_reason(other_place, ready, cast):
    with pytest.raises(NotReady):
        graduate_schools([ready, other_place], by=cast.lead, on=DAY)
    assert Place.objects.filter(state=PlaceState.GRADUATED).count() == 0
    assert Certificate.objects.count() == 0


def test_an_override_stays_on_the_record(other_place, cast, programme):
    graduate_schools([other_place], by=cast.lead, on=DAY, reasons={other_place.pk: "The flood closed the school"})
    other_place.refresh_from_db()
    act = Activity.objects.get(verb="graduated")
    assert other_place.override_reason == "The flood closed the school"
    assert act.details["override"] == "The flood closed the school"
    assert act.details["not_settled"] != []


def test_nobody_graduates_twice(ready, cast):
    graduate_schools([ready], by=cast.lead, on=DAY)
    again = Place.objects.select_related("school", "cohort").get(pk=ready.pk)
    with pytest.raises(StepNotAllowed):
        graduate_schools([again], by=cast.lead, on=DAY)
    assert Certificate.objects.count() == 3


def test_a_reissue_keeps_the_old_one(ready, cast):
    old = graduate_schools([ready], by=cast.lead, on=DAY)[1]
    old.holder.name_on_certificate = "Joanna Pemberton"
    old.holder.save()
    new = reissue_certificate(old, by=cast.administrator, reason="Name put right")
    old.refresh_from_db()
    assert (old.state, old.name_printed) == (CertificateState.SUPERSEDED, "Jo Pemberton")
    assert (new.name_printed, new.number, new.replaces_id) == ("Joanna Pemberton", "AAS-2026-0004", old.pk)
    with pytest.raises(AlreadyReplaced):
        reissue_certificate(old, by=cast.administrator, reason="Again")


def test_a_revoked_certificate_is_issued_anew_once(ready, cast, client_of, client):
    old = graduate_schools([ready], by=cast.lead, on=DAY)[1]
    revoke_certificate(old, by=cast.administrator, reason="Somebody else was there")
    lead, address = client_of(cast.lead), reverse("portfolios:reissue_certificate", args=[old.pk])
    assert address in lead.get(reverse("portfolios:certificates")).content.decode()
    assert lead.post(address, {"reason": "It was right after all"}).status_code == 302
    new = Certificate.objects.get(replaces=old)
    old.refresh_from_db()
    assert (old.state, new.state, new.number) == (CertificateState.REVOKED, CertificateState.VALID, "AAS-2026-0004")
    said = client.get(old.get_absolute_url()).content.decode()
    assert "was revoked" in said
    assert new.number in said
    assert address not in lead.get(reverse("portfolios:certificates")).content.decode()
    assert lead.get(address).status_code == 403
    with pytest.raises(AlreadyReplaced):
        reissue_certificate(old, by=cast.lead, reason="Again")


def test_an_issued_certificate_keeps_its_signature(ready, cast):
    from cohorts.actions.programme import keep_signature, remove_signature
    from cohorts.models import Signature

    def hand(letter):
        return Checked("hand.png", letter, "image/png", is_photo=True)

    keep_signature(hand(b"one"), by=cast.lead)
    first = graduate_schools([ready], by=cast.lead, on=DAY)
    assert [printed(Certificate.objects.get(pk=one.pk)).signature for one in first] == [b"one"] * 3
    keep_signature(hand(b"two"), by=cast.lead)
    new = reissue_certificate(first[1], by=cast.lead, reason="Name put right")
    remove_signature(by=cast.lead)
    last = reissue_certificate(first[2], by=cast.lead, reason="Name put right")
    said = {one.number: printed(one).signature for one in Certificate.objects.all()}
    assert said == {**{one.number: b"one" for one in first}, new.number: b"two", last.number: b""}
    keep_signature(hand(b"three"), by=cast.lead)  # on no certificate
    remove_signature(by=cast.lead)
    assert {bytes(one.content) for one in Signature.objects.all()} == {b"one", b"two"}


def test_the_check_page_says_what_became_of_it(ready, cast, client):
    valid, other, _ = graduate_schools([ready], by=cast.lead, on=DAY)
    revoke_certificate(other, by=cast.administrator, reason="Typed in by mistake")
    assert "This certificate is valid" in client.get(valid.get_absolute_url()).content.decode()
    said = client.get(other.get_absolute_url()).content.decode()
    assert "was revoked" in said
    assert "Typed in by mistake" not in said  # the reason is for the Virtual School
    assert client.get(reverse("portfolios:check_certificate", args=["NOSUCH"])).status_code == 404


def test_a_code_is_found_however_it_is_typed(ready, cast, client):
    code = graduate_schools([ready], by=cast.lead, on=DAY)[0].check_code
    typed = " ".join(code[n : n + 4] for n in range(0, 16, 4)).lower()
    response = client.get(reverse("portfolios:find_certificate"), {"code": typed})
    assert response["Location"] == reverse("portfolios:check_certificate", args=[code])


def test_the_page_keeps_what_was_ticked_and_says_what_is_missing(ready, other_place, cast, client_of):
    address = reverse("portfolios:graduate_schools", args=[ready.cohort_id])
    posted = {"place": [ready.pk, other_place.pk], "on_day": "2", "on_month": "7", "on_year": "2026"}
    posted |= {"names_as_they_are": "on"}
    response = client_of(cast.lead).post(address, posted)
    said = response.content.decode()
    assert response.status_code == 422
    assert "Oakenfold School has" in said
    assert f'id="place_{ready.pk}" name="place" value="{ready.pk}" checked' in said
    response = client_of(cast.lead).post(address, posted | {f"reason_{other_place.pk}": "Agreed with the head"})
    assert response.status_code == 302
    assert Place.objects.filter(state=PlaceState.GRADUATED).count() == 2


def test_two_schools_never_share_a_turn(ready, other_place, cast, client_of):
    address, lead = reverse("portfolios:order_celebration", args=[ready.cohort_id]), client_of(cast.lead)
    for typed, says in (("2", "Heathervale Primary has turn 2"), ("abc", "Enter a whole number from 1 to 999")):
        answer = lead.post(address, {f"order_{ready.pk}": "2", f"order_{other_place.pk}": typed})
        assert answer.status_code == 422
        assert says in answer.content.decode()
        assert f'value="{typed}"' in answer.content.decode()
        assert not Place.objects.exclude(running_order=None).exists()
    assert lead.post(address, {f"order_{ready.pk}": "2", f"order_{other_place.pk}": "1"}).status_code == 302
    assert set(Place.objects.values_list("pk", "running_order")) == {(ready.pk, 2), (other_place.pk, 1)}


def test_nobody_graduates_on_a_day_to_come(ready, cast, client_of):
    """Frozen certificates are valid at once, so they cannot be awarded in summer when they are issued in May."""
    type(ready.cohort).objects.filter(pk=ready.cohort_id).update(celebration_on=DAY)
    type(ready).objects.update(names_proofed_at="2026-04-01T09:00Z")
    address, lead = reverse("portfolios:graduate_schools", args=[ready.cohort_id]), client_of(cast.lead)
    posted = {"place": [ready.pk], "on_day": "2", "on_month": "7", "on_year": "2026"}
    with time_machine.travel(datetime(2026, 5, 4, 9, tzinfo=LONDON), tick=False):
        page = lead.get(reverse("portfolios:graduation", args=[ready.cohort_id])).content.decode()
        assert 'name="on_day" value="4"' in page
        answer = lead.post(address, posted)
        assert answer.status_code == 422
        assert "Enter today or a day in the past" in answer.content.decode()
        assert Certificate.objects.count() == 0
        made = graduate_schools([ready], by=cast.lead, on=DAY)
        assert {one.awarded_on for one in made} == {date(2026, 5, 4)}


def test_names_that_nobody_checked_are_frozen_only_on_purpose(ready, cast, client_of):
    address, lead = reverse("portfolios:graduate_schools", args=[ready.cohort_id]), client_of(cast.lead)
    posted = {"place": [ready.pk], "on_day": "2", "on_month": "7", "on_year": "2026"}
    assert (
        "names_as_they_are" not in lead.get(reverse("portfolios:graduation", args=[ready.cohort_id])).content.decode()
    )
    with time_machine.travel(datetime(2026, 7, 2, 9, tzinfo=LONDON), tick=False):
        answer = lead.post(address, posted)
        said = answer.content.decode()
        assert answer.status_code == 422
        assert "Nobody has checked the names of Heathervale Primary." in said
        assert 'name="names_as_they_are"' in said
        assert Certificate.objects.count() == 0
        assert lead.post(address, posted | {"names_as_they_are": "on"}).status_code == 302
    assert Certificate.objects.count() == 3


@pytest.mark.xdist_group("races")
@pytest.mark.django_db(transaction=True)
def test_two_leads_at_once_share_no_number(cast, cohort, place, other_place, programme):
    gate, faults = threading.Barrier(2), []

    def press(one):
        try:
            gate.wait()
            graduate_schools([one], by=cast.lead, on=DAY, reasons={one.pk: "At once"})
        except Exception as fault:
            faults.append(repr(fault))
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(one,)) for one in (place, other_place)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    numbers = list(Certificate.objects.values_list("number", flat=True))
    assert len(numbers) == len(set(numbers)) == 2
