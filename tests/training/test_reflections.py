"""Reflections belong to whoever writes them: shared, taken back, removed by them, and read by nobody else."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from audit.models import Activity
from training.actions import reflection as actions
from training.models import Reflection

pytestmark = pytest.mark.django_db

WORDS = "The silence in the car park stayed with me"


def url(name, record=None):
    return reverse(f"training:{name}", args=[record.pk] if record else [])


@pytest.fixture
def kept(year):
    """Jo Pemberton's on the session of today, for herself."""
    return actions.write_reflection(
        year.sessions[4], by=year.cast.school_lead, stayed=WORDS, will_try="", is_shared=False
    )


def test_a_representative_writes_and_changes_it(year, client_of):
    browser, page = client_of(year.cast.school_lead), url("write_reflection", year.sessions[4])
    assert "Write a reflection" in browser.get(year.sessions[4].get_absolute_url()).text
    assert browser.post(page, {"stayed": WORDS}).url == url("reflections")
    assert WORDS in browser.get(url("reflections")).text and WORDS in browser.get(page).text
    browser.post(page, {"stayed": "", "will_try": "A name at the gate"})
    [one] = Reflection.objects.all()
    assert (one.user, one.stayed, one.will_try, one.is_shared) == (
        year.cast.school_lead,
        "",
        "A name at the gate",
        False,
    )
    empty = browser.post(page, {"stayed": " "})
    assert (empty.status_code, "Write a line, here or below" in empty.text) == (422, True)
    assert Activity.objects.count() == 0  # that somebody wrote, and who did not, is nobody's business


@pytest.mark.parametrize(
    "who", ["lead", "administrator", "adviser", "headteacher", "stranger", "observer", "trust_viewer"]
)
def test_only_those_who_were_there_for_their_school_write_one(year, client_of, who):
    status = (
        client_of(getattr(year.cast, who)).post(url("write_reflection", year.sessions[4]), {"stayed": "x"}).status_code
    )
    assert (status in (403, 404), Reflection.objects.count()) == (True, 0)


def test_not_before_the_day_nor_of_a_cancelled_one(year, client_of):
    browser = client_of(year.cast.school_lead)
    assert browser.post(url("write_reflection", year.sessions[5]), {"stayed": "x"}).status_code == 403
    type(year.sessions[4]).objects.filter(pk=year.sessions[4].pk).update(state="cancelled", cancelled_reason="Snow")
    assert browser.post(url("write_reflection", year.sessions[4]), {"stayed": "x"}).status_code == 403


EVERYBODY = ("lead", "administrator", "adviser", "other_adviser", "observer", "reviewer", "headteacher", "contributor", "stranger", "nobody", "trust_viewer")  # fmt: skip


@pytest.mark.parametrize("who", EVERYBODY)
def test_unshared_nobody_else_reads_it_on_any_page(year, kept, client_of, who):
    reader = getattr(year.cast, who)
    assert list(Reflection.objects.visible_to(reader)) == []
    browser = client_of(reader)
    pages = [
        url("reflections"),
        url("shared_reflections", year.sessions[4]),
        url("write_reflection", year.sessions[4]),
        year.sessions[4].get_absolute_url(),
        year.cast.school.get_absolute_url(),
        reverse("audit:record"),
    ]
    assert [page for page in pages if WORDS in browser.get(page).text] == []
    for name in ("stop_sharing_reflection", "remove_reflection"):
        assert browser.post(url(name, kept)).status_code == 404
    assert Reflection.objects.filter(pk=kept.pk).exists()


@pytest.mark.parametrize(("who", "reads"), [(who, who == "lead") for who in EVERYBODY])
def test_shared_only_programme_leads_read_it(year, kept, client_of, who, reads):
    actions.write_reflection(year.sessions[4], by=kept.user, stayed=WORDS, will_try="", is_shared=True)
    reader = getattr(year.cast, who)
    assert Reflection.objects.visible_to(reader).exists() is reads
    page = client_of(reader).get(url("shared_reflections", year.sessions[4]))
    assert (page.status_code == 200, WORDS in page.text) == (reads, reads)


def test_sharing_is_on_the_record_and_taken_back_in_one_press(year, kept, client_of):
    browser, session = client_of(kept.user), year.sessions[4]
    browser.post(url("write_reflection", session), {"stayed": WORDS, "is_shared": "on"})
    kept.refresh_from_db()
    first = kept.shared_at
    browser.post(url("write_reflection", session), {"stayed": WORDS + ".", "is_shared": "on"})
    kept.refresh_from_db()
    assert (kept.is_shared, kept.shared_at) == (True, first)
    assert "1 reflection shared with you" in client_of(year.cast.lead).get(session.get_absolute_url()).text
    assert "Stop sharing" in browser.get(url("reflections")).text
    browser.post(url("stop_sharing_reflection", kept))
    browser.post(url("stop_sharing_reflection", kept))
    kept.refresh_from_db()
    assert (kept.is_shared, kept.shared_at) == (False, None)
    verbs = Activity.objects.about(session).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["shared a reflection on", "no longer shares the reflection on"]
    assert WORDS not in str(list(Activity.objects.values()))


def test_removed_it_is_gone(year, kept, client_of):
    browser = client_of(kept.user)
    assert browser.get(url("remove_reflection", kept)).status_code == 200 and Reflection.objects.exists()
    browser.post(url("remove_reflection", kept))
    assert not Reflection.objects.exists()


def test_somebody_who_has_left_still_has_their_own(year, kept, client_of):
    from schools.models import Role

    Role.objects.filter(user=kept.user).delete()
    assert WORDS in client_of(kept.user).get(url("reflections")).text


def test_the_database_keeps_no_half_shared_nor_empty_one(year, kept):
    for wrong in ({"is_shared": True, "shared_at": None}, {"stayed": "", "will_try": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Reflection.objects.filter(pk=kept.pk).update(**wrong)


def test_they_stand_in_the_record_of_attendance_for_those_who_may_read_them(year, client_of, mark):
    """The writer's own record shows all; a programme lead reads there what is shared, and nobody else reads any of it."""
    for number in (1, 2):
        mark(number, 1, "present")
    shared = "A name at the gate"
    for number, words, is_shared in ((1, WORDS, False), (2, shared, True)):
        actions.write_reflection(
            year.sessions[number], by=year.cast.school_lead, stayed=words, will_try="", is_shared=is_shared
        )
    holder = year.seats[0].holders.get()
    theirs = reverse("training:attendance_record", args=[holder.pk])
    own = client_of(year.cast.school_lead).get(url("own_attendance")).text
    assert (WORDS in own, shared in own) == (True, True)
    read = {}
    for who in ("school_lead", "lead", "administrator", "adviser", "headteacher"):
        answer = client_of(getattr(year.cast, who)).get(theirs)
        assert answer.status_code == 200
        read[who] = (WORDS in answer.text, shared in answer.text)
    nothing = (False, False)
    assert read == {
        "school_lead": (True, True),
        "lead": (False, True),
        "administrator": nothing,
        "adviser": nothing,
        "headteacher": nothing,
    }
