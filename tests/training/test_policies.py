"""Who may do what at a session, in which state."""

import pytest

from training import policies
from training.models import Attendance, Session

ACTS = ("can_edit_session", "can_cancel_session", "can_see_register", "can_mark", "can_confirm_claims", "can_close_register", "can_reopen_register", "can_record_catch_up", "can_claim")  # fmt: skip
RULES = {  # who, state: edit, cancel, see, mark, confirm, close, reopen, catch up, claim
    ("lead", "planned"):          (1, 1, 1, 1, 1, 1, 0, 1, 1),
    ("lead", "open"):             (1, 1, 1, 1, 1, 1, 0, 1, 1),
    ("lead", "closed"):           (0, 0, 1, 1, 0, 0, 1, 1, 0),
    ("lead", "cancelled"):        (0, 0, 1, 0, 0, 0, 0, 0, 0),
    ("administrator", "open"):    (1, 1, 1, 1, 1, 1, 0, 1, 1),
    ("administrator", "closed"):  (0, 0, 1, 1, 0, 0, 1, 1, 0),
    ("adviser", "open"):          (0, 0, 1, 1, 1, 0, 0, 0, 0),
    ("adviser", "closed"):        (0, 0, 1, 0, 0, 0, 0, 0, 0),
    ("observer", "open"):         (0, 0, 0, 0, 0, 0, 0, 0, 0),
    ("headteacher", "open"):      (0, 0, 0, 0, 0, 0, 0, 0, 1),
    ("school_lead", "planned"):   (0, 0, 0, 0, 0, 0, 0, 0, 1),
    ("school_lead", "open"):      (0, 0, 0, 0, 0, 0, 0, 0, 1),
    ("school_lead", "closed"):    (0, 0, 0, 0, 0, 0, 0, 0, 0),
    ("school_lead", "cancelled"): (0, 0, 0, 0, 0, 0, 0, 0, 0),
    ("contributor", "open"):      (0, 0, 0, 0, 0, 0, 0, 0, 1),  # a representative
    ("stranger", "open"):         (0, 0, 0, 0, 0, 0, 0, 0, 0),
}  # fmt: skip


@pytest.mark.parametrize(("who", "state"), RULES)
def test_rules(year, who, state):
    session = year.sessions[4]
    Session.objects.filter(pk=session.pk).update(
        state=state, closed_at="2026-02-03T16:00Z" if state == "closed" else None
    )
    session.refresh_from_db()
    user = getattr(year.cast, who)
    assert tuple(int(getattr(policies, act)(user, session)) for act in ACTS) == RULES[who, state]


def test_a_contributor_speaks_for_the_school_from_a_seat_only(year, client_of):
    """The second representative was in the room; a colleague who adds evidence was not, nor is one who has left."""
    client, page = client_of(year.cast.contributor), "/next/"
    session = year.sessions[4]
    assert "Who was at session 4?" in client.get(page).content.decode()
    assert f"/training/{session.pk}/claim/" in client.get(page).content.decode()
    seat = year.seats[1].pk
    sent = {"place": year.place.pk, f"state-{seat}": "present"}
    assert client.post(f"/training/{session.pk}/claim/", sent).status_code == 302
    assert Attendance.objects.claimed().get().seat_id == seat
    year.seats[1].holders.update(until_on="2026-02-02")
    page = client.get(page).content.decode()
    assert "/claim/" not in page
    assert client.get(f"/training/{session.pk}/claim/").status_code == 403
    year.seats[1].holders.update(until_on=None)
    year.cast.contributor.roles.update(ends_on="2026-02-02")
    assert not policies.can_claim(year.cast.contributor, session)


SEES = {
    "lead": 6,
    "administrator": 6,
    "observer": 6,
    "adviser": 6,
    "other_adviser": 0,
    "school_lead": 6,
    "contributor": 6,
    "stranger": 0,
    "nobody": 0,
}


@pytest.mark.parametrize("who", SEES)
def test_whose_sessions(year, who):
    assert Session.objects.visible_to(getattr(year.cast, who)).count() == SEES[who]
