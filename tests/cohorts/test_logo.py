"""The logo: who keeps it, where it stands, and what becomes of the old one."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw

from audit.models import Activity
from cohorts.forms.programme import LOGO_WITHIN
from cohorts.models import Logo, ProgrammeSettings

pytestmark = pytest.mark.django_db
PAGE, PICTURE, KEEP, REMOVE = (
    reverse(f"cohorts:{n}") for n in ("programme_settings", "logo", "keep_logo", "remove_logo")
)


def drawn(colour="#8a1538", size=(1200, 500)):
    """A disc on a clear ground, with much of nothing around it."""
    image, out = Image.new("RGBA", size, (0, 0, 0, 0)), io.BytesIO()
    ImageDraw.Draw(image).ellipse((400, 50, 800, 450), fill=colour)
    image.save(out, "PNG")
    return out.getvalue()


def send(client, content, name="logo.png"):
    return client.post(KEEP, {"logo-file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize(
    ("who", "status"), [("lead", 302), ("administrator", 302), ("adviser", 403), ("school_lead", 403), (None, 302)]
)
def test_who_keeps_the_logo(cast, client_of, who, status):
    client = client_of(getattr(cast, who) if who else None)
    answer = send(client, drawn())
    assert (answer.status_code, Logo.objects.exists()) == (status, who in ("lead", "administrator"))
    send(client_of(cast.lead), drawn())
    assert client.post(REMOVE).status_code == status
    assert Logo.objects.exists() == (who not in ("lead", "administrator"))


def test_everybody_sees_it_beside_the_name(cast, client_of):
    visitor = client_of(None)
    assert (visitor.get(PICTURE).status_code, "aas-brand__logo" in visitor.get("/").text) == (404, False)
    send(client_of(cast.lead), drawn())
    kept = Logo.objects.get()
    assert f'<img class="aas-brand__logo" src="{PICTURE}?{kept.digest[:10]}" alt="">' in visitor.get("/").text
    answer = visitor.get(PICTURE)
    with Image.open(io.BytesIO(answer.content)) as image:
        assert (image.format, image.size, image.mode) == (
            "PNG",
            (LOGO_WITHIN[1], LOGO_WITHIN[1]),
            "RGBA",
        )  # cut to the disc
    assert answer["Cache-Control"] == "public, max-age=31536000"
    assert (answer["Content-Security-Policy"], answer["X-Content-Type-Options"]) == (
        "default-src 'none'; sandbox",
        "nosniff",
    )
    assert Activity.objects.get(verb="changed the logo of").details["logo"] == kept.digest


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("logo.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Choose a picture: PNG, JPG, WebP or GIF"),
        ("logo.png", b"<html>", "The file is not a picture that we can read"),
        ("logo.png", b"", "The file is empty"),
    ],
)
def test_what_is_not_a_picture_is_refused_and_changes_nothing(cast, client_of, name, content, sentence):
    client = client_of(cast.lead)
    send(client, drawn())
    before = Logo.objects.get().digest
    answer = send(client, content, name)
    assert (answer.status_code, sentence in answer.text) == (422, True)
    assert Logo.objects.get().digest == before


def test_a_certificate_keeps_the_logo_it_was_issued_with(cast, place, client_of):
    """An old logo that no certificate carries goes; one that is on paper stays, and the paper shows it."""
    from datetime import date

    from portfolios.actions.certificates import graduate_schools
    from portfolios.contents.certificate import as_html, files_of
    from portfolios.gathering import printed
    from portfolios.models import Certificate

    client = client_of(cast.lead)
    send(client, drawn("#112233"))
    send(client, drawn("#445566"))
    assert Logo.objects.count() == 1
    on_paper = Logo.objects.get()
    graduate_schools([place], by=cast.lead, on=date(2026, 7, 3), reasons={place.pk: "For this test"})
    client.post(REMOVE)
    assert ProgrammeSettings.current().logo is None
    assert [one.pk for one in Logo.objects.all()] == [on_paper.pk]
    paper = printed(Certificate.objects.filter(kind="school").get())
    assert paper.logo == bytes(on_paper.content)
    assert f'<img class="logo" src="upload:{paper.logo_name}" alt="Logo of Virtual School">' in as_html([paper])
    assert files_of([paper])[paper.logo_name] == paper.logo
