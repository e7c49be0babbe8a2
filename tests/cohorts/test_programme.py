"""The programme's name and colours, the pages that explain, and the first hour."""

import pytest
from django.urls import reverse

from cohorts.first_hour import first_hour
from cohorts.models import ProgrammeSettings
from cohorts.programme import contrast, stylesheet
from schools.models import School

pytestmark = pytest.mark.django_db
SETTINGS = "cohorts:programme_settings"
GOOD = {
    "name": "Attachment and Trauma Aware Schools",
    "organisation": "Ashenshire Virtual School",
    "contact_email": "virtual.school@ashenshire.example",
    "brand": "#5b2a86",
    "brand_deep": "3b1b57",
    "brand_tint": "#EFE6F7",
}


@pytest.mark.parametrize(
    ("who", "status"),
    [("lead", 200), ("administrator", 200), ("adviser", 403), ("observer", 403), ("headteacher", 403)],
)
def test_who_changes_the_programme(cast, client_of, who, status):
    assert client_of(getattr(cast, who)).get(reverse(SETTINGS)).status_code == status


def test_a_new_name_and_look_stand_on_the_next_page(cast, client_of):
    client = client_of(cast.lead)
    assert "brand.css" not in client.get(reverse("cohorts:help")).text  # our own colours need no stylesheet
    client.post(reverse(SETTINGS), GOOD)
    page = client_of(None).get(reverse("cohorts:contact")).text
    assert "Attachment and Trauma Aware Schools" in page
    assert "virtual.school@ashenshire.example" in page
    kept = ProgrammeSettings.objects.get()
    assert (kept.brand_deep, kept.brand_tint, kept.renamed_at is not None) == ("#3b1b57", "#efe6f7", True)
    address = page.partition('href="/brand.css')[2].partition('"')[0]
    css = client_of(None).get(f"/brand.css{address}")
    assert "--aas-brand:#5b2a86;--aas-brand-deep:#3b1b57;--aas-brand-tint:#efe6f7;" in css.text
    assert (css["Content-Type"], css["Cache-Control"]) == ("text/css; charset=utf-8", "public, max-age=31536000")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"brand": "#ffcc00"}, "White words could not be read on this colour"),
        ({"brand": "red"}, "Enter a colour as #"),
        ({"brand": "#123456;}body{display:none"}, "Enter a colour as #"),
        ({"brand_deep": "#888888"}, "Headings could not be read in this colour"),
        ({"brand_tint": "#333333"}, "The deep colour could not be read on this one"),
        ({"la_code": "83"}, "Enter three figures, like 830"),
        ({"name": ""}, "Enter name of the programme"),
    ],
)
def test_what_nobody_could_read_is_not_taken(cast, client_of, change, sentence):
    answer = client_of(cast.lead).post(reverse(SETTINGS), GOOD | change)
    assert sentence in answer.text
    assert not ProgrammeSettings.objects.exists()


def test_a_stylesheet_never_carries_what_is_not_a_colour():
    assert (
        stylesheet(ProgrammeSettings(brand="}*{x", brand_deep="#12345", brand_tint="#e1ecea"))
        == ":root{--aas-brand-tint:#e1ecea;}"
    )


def test_contrast_is_that_of_the_guidelines():
    assert round(contrast("#000000", "#ffffff"), 1) == 21.0
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48


@pytest.mark.parametrize("name", ["help", "accessibility", "privacy", "contact"])
def test_the_pages_that_explain_are_open_to_everybody(client, name):
    answer = client.get(reverse(f"cohorts:{name}"))
    assert answer.status_code == 200
    assert answer.text.count("<h1") == 1
    assert answer.text.count('class="govuk-link" href="/help/"') == 1


def test_the_first_hour_is_ticked_off_and_then_gone(cast, cohort, client_of, django_assert_num_queries):
    from terms.models import Term

    def done():
        return [step.is_done for step in first_hour(cast.lead)]

    School.objects.update(contact_email="")
    with django_assert_num_queries(1):
        assert done() == [False, True, False, False, True]
    client_of(cast.lead).post(reverse(SETTINGS), GOOD)
    School.objects.filter(pk=cast.school.pk).update(contact_email="office@heathervale.example")
    Term.objects.create(year="2025-26", name="Autumn 1", starts_on="2025-09-01", ends_on="2025-10-17")
    assert done() == []
    assert first_hour(cast.school_lead) == []
