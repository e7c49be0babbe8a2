"""What a certificate's PDF says, and that veraPDF passes it: alone, cut from a batch, and in one print file."""

import io
import math
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pikepdf
import pytest
from django.conf import settings
from pdf_text import pages_of
from PIL import Image, ImageDraw

from cohorts.forms.programme import SIGNATURE_WITHIN
from kit.files import check_drawing
from portfolios.contents.certificate import Certificate, as_html, certificates_pdf, print_file

NAMES = (
    "Willow Bank Junior",
    "St Brannoc’s Catholic Primary",
    "The Blessed Archbishop Nicolaus of Wetherfold Catholic Voluntary Academy and Specialist Sixth Form College with Nursery",
    "<script>alert(1)</script> {{ x }}",
    "Zoë Łukasiewicz-Ó Brádaigh",
    "Ŵyn 🎈",
    "Шевченко Олена 田中",
    "W" * 150,
)


def certificate(number, name=NAMES[0], kind="school"):
    return Certificate(
        kind=kind,
        name_printed=name,
        school_name="Willow Bank Junior",
        urn="900187",
        cohort_name="2024-25",
        programme_name="Attachment Aware Schools",
        organisation="Ashenshire Virtual School",
        awarded_on=date(2025, 7, 3),
        number=f"AAS-2025-{number:04d}",
        check_code=f"ABCDEFGHJKMN{number:04d}",
        check_url=f"https://aas.example/check/ABCDEFGHJKMN{number:04d}/",
        days_attended="5½ of 6",
        why="Nobody arrives here unnoticed.",
        signatory_name="Ruth Adeyemi",
        signatory_role="Head of the Virtual School",
    )


def verapdf(tmp_path, contents):
    paths = []
    for number, content in enumerate(contents):
        path = tmp_path / f"{number}.pdf"
        path.write_bytes(content)
        paths.append(str(path))
    done = subprocess.run([Path(settings.BASE_DIR) / "scripts/verapdf", *paths], capture_output=True, text=True)
    return done.stdout.count("PASS "), done.stdout


def text_of(content, tmp_path):
    path = tmp_path / "text.pdf"
    path.write_bytes(content)
    with pikepdf.open(path) as pdf:
        return str(pdf.docinfo.get("/Title", "")), len(pdf.pages), len(content)


def code_of(page):
    """The dots of the one square code that a page draws (the pages of a joint file share their resources)."""
    pictures = page.Resources.XObject
    drawn = [pictures[str(what[0])] for what, verb in pikepdf.parse_content_stream(page) if str(verb) == "Do"]
    found = [one.read_bytes() for one in drawn if one.get("/Subtype") == "/Image"]
    assert len(found) == 1
    return found[0]


@pytest.fixture(scope="module")
def batch():
    made = [
        certificate(number, name, "school" if number % 2 else "representative") for number, name in enumerate(NAMES)
    ]
    return made, certificates_pdf(made)


def test_every_certificate_and_the_print_file_are_valid(batch, tmp_path):
    made, parts = batch
    passed, said = verapdf(tmp_path, [*parts, print_file(made)])
    assert passed == len(made) + 1, said


def test_each_is_one_page_with_its_own_title_and_small(batch, tmp_path):
    made, parts = batch
    told = [text_of(part, tmp_path) for part in parts]
    assert [pages for _, pages, _ in told] == [1] * len(made)
    assert [title.rsplit(" ", 1)[1] for title, _, _ in told] == [one.number for one in made]
    assert max(size for _, _, size in told) < 20 * 1024


def test_a_page_cut_from_a_batch_is_the_page_made_alone(batch):
    """Byte for byte: so nothing of another school is in it, neither its name, its number, its letters nor its square code."""
    made, parts = batch
    assert [certificates_pdf([one]) == [part] for one, part in zip(made, parts, strict=True)] == [True] * len(made)


def test_it_says_the_words_of_one_school_alone(batch):
    made, parts = batch
    for one, part in zip(made, parts, strict=True):
        said = " ".join(pages_of(part)[0].split())
        assert [other.number for other in made if other.number in said] == [one.number]
    assert "Ŵyn" in pages_of(parts[5])[0]
    assert "Шевченко Олена \ufffd\ufffd" in " ".join(pages_of(parts[6])[0].split())


def test_the_print_file_keeps_the_order(batch, tmp_path):
    made, parts = batch
    with pikepdf.open(io.BytesIO(print_file(made))) as joint:
        assert str(joint.docinfo["/Title"]) == "Attachment Aware Schools: certificates of cohort 2024-25"
        codes = [code_of(page) for page in joint.pages]
    alone = []
    for part in parts:
        with pikepdf.open(io.BytesIO(part)) as pdf:
            alone.append(code_of(pdf.pages[0]))
    assert codes == alone
    assert len(set(codes)) == len(made)


def test_its_words():
    html = as_html([certificate(17)])
    assert "Check it at aas.example/check\n" in html
    assert "ABCD EFGH JKMN 0017" in html
    assert "URN 900187. Awarded on 3 July 2025" in html


def test_hostile_names_stay_words():
    html = as_html([certificate(1, NAMES[3])])
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ x }}" in html


def signed():
    """A hand in ink on clear ground, with the ragged edge a pen leaves."""
    image, out = Image.new("RGBA", (520, 118), (0, 0, 0, 0)), io.BytesIO()
    ImageDraw.Draw(image).line([(at, 59 + 50 * math.sin(at / 17)) for at in range(0, 520, 3)], fill="#20282a", width=5)
    image.resize((260, 59)).resize((520, 118)).save(out, "png")
    return check_drawing("hand.png", out.getvalue(), within=SIGNATURE_WITHIN).content


def test_a_signature_is_printed_above_its_line(tmp_path):
    ink = signed()
    unnamed = replace(certificate(2), signature=ink, signatory_name="", signatory_role="")
    made = [replace(certificate(1), signature=ink), unnamed, certificate(3)]
    contents = certificates_pdf(made)
    passed, said = verapdf(tmp_path, [*contents, print_file(made)])
    assert passed == 4, said
    assert max(map(len, contents)) < 20 * 1024
    assert certificates_pdf(made[:1]) == contents[:1]
    html = as_html(made)
    assert html.count('alt="Signature of Ruth Adeyemi"') == html.count('alt="Signature"') == 1


def test_the_same_hand_is_in_a_print_file_once():
    ink = signed()
    made = [replace(certificate(number), signature=ink) for number in range(1, 13)]
    with_ink, without = len(print_file(made)), len(print_file([certificate(number) for number in range(1, 13)]))
    assert with_ink - without < 3 * len(ink)


@pytest.mark.parametrize(
    ("letters", "size"), [(22, ""), (23, "long"), (33, "longer"), (61, "longest"), (101, "utmost")]
)
def test_long_names_print_smaller(letters, size):
    assert certificate(1, "x" * letters).size == size
