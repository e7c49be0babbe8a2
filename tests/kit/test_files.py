"""Uploads: each hostile file gets its verdict, and what is kept carries nothing of where it came from."""

import io
import random
import zipfile

import pytest
from PIL import Image

from kit.files import LARGEST, NotAllowed, check_upload, safe_name


def picture(kind="JPEG", size=(40, 30), mode="RGB", **more):
    out = io.BytesIO()
    Image.new(mode, size).save(out, kind, **more)
    return out.getvalue()


def office(*names, inside="word/document.xml", chart=None):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in (inside, *names):
            archive.writestr(name, "x")
        if chart is not None:
            archive.writestr("word/embeddings/Microsoft_Excel_Worksheet.xlsx", chart)
    return out.getvalue()


PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HOSTILE = {
    "empty": ("a.jpg", b""),
    "too large": ("a.jpg", b"\xff\xd8" + b"0" * LARGEST),
    "svg": ("a.svg", SVG),
    "svg called jpg": ("a.jpg", SVG),
    "svg called png": ("a.png", SVG),
    "html": ("a.html", b"<script>alert(1)</script>"),
    "html called jpg": ("a.jpg", b"<html><script>alert(1)</script>"),
    "html called pdf": ("a.pdf", b"<html>%PDF-1.7"),
    "html called docx": ("a.docx", b"<html></html>"),
    "program": ("a.exe", b"MZ\x90\x00"),
    "program called jpg": ("a.jpg", b"MZ\x90\x00" * 20),
    "shell script": ("a.sh", b"#!/bin/sh\nrm -rf /"),
    "script called pdf": ("a.pdf", b"#!/bin/sh"),
    "php behind a picture's name": ("a.php.jpg", b"<?php system('id'); ?>"),
    "double ending": ("a.jpg.exe", picture()),
    "no ending": ("a", picture()),
    "ending in capitals that lies": ("A.EXE", picture()),
    "macro workbook": ("a.xlsm", office(inside="xl/workbook.xml")),
    "macro document": ("a.docm", office()),
    "macro inside docx": ("a.docx", office("word/vbaProject.bin")),
    "macro inside xlsx": ("a.xlsx", office("xl/vbaProject.bin", inside="xl/workbook.xml")),
    "ActiveX inside docx": ("a.docx", office("word/activeX/activeX1.xml")),
    "embedded program inside pptx": ("a.pptx", office("ppt/embeddings/oleObject1.bin", inside="ppt/presentation.xml")),
    "zip": ("a.zip", office()),
    "zip called docx": ("a.docx", office(inside="readme.txt")),
    "workbook called docx": ("a.docx", office(inside="xl/workbook.xml")),
    "cut zip called docx": ("a.docx", office()[:60]),
    "pdf with JavaScript": ("a.pdf", PDF.replace(b"<<>>", b"<</S/JavaScript/JS (app.alert(1))>>")),
    "pdf that launches": ("a.pdf", PDF.replace(b"<<>>", b"<</S/Launch/F(cmd.exe)>>")),
    "pdf with a file inside": ("a.pdf", PDF.replace(b"<<>>", b"<</Type/EmbeddedFile>>")),
    "pdf that acts on opening": ("a.pdf", PDF.replace(b"<<>>", b"<</OpenAction<</S/JavaScript/JS(x)>>>>")),
    "pdf with a name in numbers": ("a.pdf", PDF.replace(b"<<>>", b"<</S/J#61vaScript>>")),
    "pdf with a script on the next line": ("a.pdf", PDF.replace(b"<<>>", b"<</JS\n(app.alert(1))>>")),
    "pdf form with scripts": ("a.pdf", PDF.replace(b"<<>>", b"<</XFA [1 0 R]>>")),
    "embedded program called a document": ("a.docx", office("word/embeddings/run.exe")),
    "macros in the workbook of a chart": (
        "a.docx",
        office(chart=office("xl/vbaProject.bin", inside="xl/workbook.xml")),
    ),
    "a chart's workbook that is none": ("a.docx", office(chart=b"MZ")),
    "too many floors": (
        "a.docx",
        office(chart=office(inside="xl/workbook.xml", chart=office(inside="xl/workbook.xml"))),
    ),
    "cut pdf": ("a.pdf", b"%PDF-1.7\n1 0 obj"),
    "cut jpeg": ("a.jpg", picture(size=(400, 300))[:200]),
    "cut png": ("a.png", picture("PNG", (400, 300))[:50]),
    "bitmap called jpg": ("a.jpg", picture("BMP")),
    "tiff called jpg": ("a.jpg", picture("TIFF")),
    "too many pixels": ("a.png", picture("PNG", (9000, 9000), "1")),
    "text": ("a.txt", b"hello"),
    "javascript": ("a.js", b"alert(1)"),
    "shortcut": ("a.lnk", b"L\x00\x00\x00"),
    "icalendar": ("a.ics", b"BEGIN:VCALENDAR"),
    "nul in the name": ("a.jpg\x00.exe", b"MZ"),
}


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_files_are_refused_with_a_sentence(case):
    name, content = HOSTILE[case]
    with pytest.raises(NotAllowed) as refusal:
        check_upload(name, content)
    assert str(refusal.value)[0].isupper()


@pytest.mark.parametrize(("name", "kind"), [("a.jpg", "JPEG"), ("a.png", "PNG"), ("a.webp", "WEBP"), ("a.gif", "GIF")])
def test_photos_are_written_anew_at_most_1600_wide(name, kind):
    kept = check_upload(name, picture(kind, (2400, 1200)))
    with Image.open(io.BytesIO(kept.content)) as image:
        assert (image.format, image.size) == ("JPEG", (1600, 800))
    assert kept.is_photo


def test_a_photo_is_turned_upright_and_forgets_where_it_was_taken():
    exif = Image.Exif()
    exif[0x0112] = 6  # lying on its side
    exif[0x010F] = "A telephone"
    kept = check_upload("a.jpg", picture(size=(40, 20), exif=exif))
    with Image.open(io.BytesIO(kept.content)) as image:
        assert image.size == (20, 40)
        assert dict(image.getexif()) == {}


def test_a_script_behind_a_picture_does_not_survive():
    kept = check_upload("a.jpg", picture() + b"<script>alert(1)</script>")
    assert b"script" not in kept.content


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.pdf", PDF.replace(b"<<>>", b"<</OpenAction[3 0 R/Fit]>>")),
        ("a.docx", office()),
        ("a.docx", office(chart=office(inside="xl/workbook.xml"))),
        ("a.xlsx", office(inside="xl/workbook.xml")),
        ("a.pptx", office(inside="ppt/presentation.xml")),
    ],
)
def test_documents_are_kept_as_they_are(name, content):
    assert check_upload(name, content).content == content


@pytest.mark.parametrize("ending", ["jpg", "png", "webp", "gif", "pdf", "docx"])
def test_broken_bytes_get_a_verdict_never_a_crash(ending):
    chance = random.Random(7)
    kind = {"jpg": "JPEG"}.get(ending, ending.upper())
    whole = {"pdf": PDF, "docx": office("word/styles.xml")}.get(ending) or picture(kind, (90, 70), exif=side())
    for _ in range(150):
        broken = bytearray(whole)
        for _ in range(chance.randint(1, 12)):
            broken[chance.randrange(len(broken))] = chance.randrange(256)
        try:
            assert check_upload(f"a.{ending}", bytes(broken)).content
        except NotAllowed as refusal:
            assert str(refusal)


def side():
    exif = Image.Exif()
    exif[0x0112] = 6
    return exif


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\Users\\me\\Gate.JPG", "Gate.jpg"),
        ('a"; rm -rf /.jpg', ".jpg"),
        ("Tŷ bach.png", "Tŷ bach.png"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("...", "file"),
    ],
)
def test_names_carry_nothing_that_a_path_or_header_reads(name, safe):
    assert safe_name(name) in (safe, f"file{safe}", safe.lstrip("."))
