"""The signature on certificates: who keeps it, what is taken, and what becomes of the old one."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image, ImageDraw

from audit.models import Activity
from cohorts.forms.programme import SIGNATURE_WITHIN
from cohorts.models import ProgrammeSettings, Signature

pytestmark = pytest.mark.django_db
PAGE, PICTURE, KEEP, REMOVE = (
    reverse(f"cohorts:{name}") for name in ("programme_settings", "signature", "keep_signature", "remove_signature")
)


def drawn(size=(2000, 900), ground=(0, 0, 0, 0), ink=(20, 30, 90, 255), kind="PNG"):
    """A zigzag of ink in the middle of much paper."""
    image = Image.new("RGBA", size, ground)
    across, down = size
    points = [(across * (4 + 2 * step) // 24, down * (5 + step % 2) // 12) for step in range(8)]
    ImageDraw.Draw(image).line(points, fill=ink, width=9)
    out = io.BytesIO()
    (image if kind == "PNG" else image.convert("RGB")).save(out, kind)
    return out.getvalue()


def send(client, content, name="hand.png"):
    return client.post(KEEP, {"file": SimpleUploadedFile(name, content)})


@pytest.mark.parametrize(
    ("who", "status"), [("lead", 302), ("administrator", 302), ("adviser", 403), ("headteacher", 403), (None, 302)]
)
def test_who_keeps_the_signature(cast, client_of, who, status):
    client = client_of(getattr(cast, who) if who else None)
    assert (send(client, drawn()).status_code, Signature.objects.exists()) == (status, who in ("lead", "administrator"))
    seen = client.get(PICTURE)
    assert seen.status_code == (200 if who in ("lead", "administrator") else status)


def test_it_is_cut_to_its_ink_small_and_clear_and_shown(cast, client_of):
    client = client_of(cast.lead)
    assert "line to sign on" in client.get(PAGE).text
    assert client.get(PICTURE).status_code == 404
    send(client, drawn())
    answer = client.get(PICTURE)
    with Image.open(io.BytesIO(answer.content)) as image:
        assert (image.format, image.mode) == ("PNG", "RGBA")
        assert image.width == SIGNATURE_WITHIN[0]
        assert image.height <= SIGNATURE_WITHIN[1]
        assert image.getchannel("A").getextrema() == (0, 255)
        assert {colour[:3] for _, colour in image.getcolors(99999)} == {(20, 30, 90)}
        assert len(image.getcolors(99999)) <= 6
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert (answer["Content-Security-Policy"], answer["Cache-Control"]) == ("default-src 'none'; sandbox", "no-store")
    page = client.get(PAGE).text
    assert f'src="{PICTURE}?{Signature.objects.get().digest[:10]}" alt="Signature"' in page
    assert "Remove the signature" in page
    act = Activity.objects.get(verb="put the signature on certificates of")
    assert (act.by, act.details["signature"]) == (cast.lead, Signature.objects.get().digest)


def test_a_scan_is_cut_to_its_ink_too(cast, client_of):
    send(client_of(cast.lead), drawn(ground="white", kind="JPEG"), "scan.jpg")
    with Image.open(io.BytesIO(Signature.objects.get().content)) as image:
        assert (image.mode, image.width) == ("RGBA", SIGNATURE_WITHIN[0])
        assert image.getpixel((0, image.height - 1))[3] == 0  # the paper is gone
        inks = {colour[:3] for _, colour in image.getcolors(99999)}
    assert len(inks) == 1 and all(abs(got - was) < 25 for got, was in zip(*inks, (20, 30, 90), strict=True))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("hand.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "Choose a picture: PNG, JPG, WebP or GIF"),
        ("hand.png", b"<html>", "The file is not a picture that we can read"),
        ("hand.png", drawn(ink=(0, 0, 0, 0)), "Nothing is drawn on the picture, or too faintly to print"),
        ("hand.jpg", drawn(ground="white", ink="white", kind="JPEG"), "Nothing is drawn on the picture"),
        ("hand.png", b"\x89PNG" + b"0" * (10 * 1024 * 1024), "The file must be smaller than 10 MB"),
        ("hand.png", b"", "The file is empty"),
    ],
)
def test_what_is_no_signature_is_refused_in_words(cast, client_of, name, content, sentence):
    answer = send(client_of(cast.lead), content, name)
    assert (answer.status_code, Signature.objects.exists()) == (422, False)
    assert sentence in answer.text
    assert 'href="#id_file"' in answer.text


def test_a_new_one_replaces_the_old_which_is_not_kept(cast, client_of):
    client = client_of(cast.lead)
    send(client, drawn())
    send(client, drawn())  # the same again changes nothing
    first = Signature.objects.get()
    assert Activity.objects.filter(verb="put the signature on certificates of").count() == 1
    send(client, drawn(ink=(0, 0, 0, 255)))
    assert Signature.objects.get().digest != first.digest
    assert client.post(REMOVE).status_code == 302
    assert client.post(REMOVE).status_code == 302  # pressed twice
    assert (Signature.objects.count(), ProgrammeSettings.objects.get().signature) == (0, None)
    assert Activity.objects.filter(verb="took the signature off certificates of").count() == 1


def test_the_other_settings_leave_it_alone(cast, client_of):
    client = client_of(cast.lead)
    send(client, drawn())
    typed = {"name": "N", "organisation": "O", "brand": "#1d5c63", "brand_deep": "#133f45", "brand_tint": "#e1ecea"}
    assert client.post(PAGE, typed).status_code == 302
    assert ProgrammeSettings.objects.get().signature == Signature.objects.get()
