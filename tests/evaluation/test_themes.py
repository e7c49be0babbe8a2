"""What the self-audit asks: changed by the programme lead, read by leads and administrators."""

import pytest
from django.urls import reverse

from evaluation.actions import MOST_THEMES
from evaluation.models import Theme

pytestmark = pytest.mark.django_db
WORDS = {
    "title": "Play",
    "about": "Play heals.",
    "not_yet": "Wet play is a film.",
    "emerging": "Some adults play.",
    "developing": "Play is planned.",
    "embedded": "Children lead.",
}


@pytest.mark.parametrize(
    ("who", "reads", "writes"), [("lead", 200, 200), ("administrator", 200, 403), ("observer", 403, 403), ("school_lead", 403, 403)]
)  # fmt: skip
def test_who_may(client_of, cast, who, reads, writes):
    client = client_of(getattr(cast, who))
    assert client.get(reverse("evaluation:themes")).status_code == reads
    assert client.get(reverse("evaluation:add_theme")).status_code == writes
    sees = who in ("lead", "administrator")
    edit = reverse("evaluation:edit_theme", args=[Theme.objects.first().pk])
    assert client.get(edit).status_code == (writes if sees else 404)


def test_the_lead_adds_changes_and_leaves_out(client_of, cast):
    client = client_of(cast.lead)
    assert client.post(reverse("evaluation:add_theme"), WORDS).url == reverse("evaluation:themes")
    theme = Theme.objects.get(title="Play")
    assert (theme.number, theme.is_asked) == (11, True)
    edit = reverse("evaluation:edit_theme", args=[theme.pk])
    client.post(edit, WORDS | {"title": "Playing", "number": "1"})
    theme.refresh_from_db()
    assert (theme.title, theme.number, theme.is_asked) == ("Playing", 1, False)
    page = client.get(reverse("evaluation:themes")).text
    assert page.index("No longer asked") < page.index("Playing")


def test_a_theme_without_a_level_is_refused_at_the_field(client_of, cast):
    answer = client_of(cast.lead).post(reverse("evaluation:add_theme"), WORDS | {"embedded": ""})
    assert (answer.status_code, "Enter embedded" in answer.text.lower() or "enter embedded" in answer.text.lower()) == (422, True)  # fmt: skip
    assert "Wet play is a film." in answer.text


def test_there_is_an_end_to_what_is_asked(client_of, cast):
    for number in range(11, MOST_THEMES + 1):
        Theme.objects.create(number=number, **WORDS)
    answer = client_of(cast.lead).post(reverse("evaluation:add_theme"), WORDS)
    assert (answer.status_code, "Leave one out first" in answer.text) == (422, True)
    assert Theme.objects.asked().count() == MOST_THEMES
