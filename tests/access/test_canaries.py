"""Every text of the other school carries a canary, and so do our own internal notes: nothing that a school reads may sing.

What is read: pages, fragments, answers to forms, refusals and errors, exports, calendars and PDFs as text, and the letters
that all of it puts into the outbox.
"""

import io
import zipfile
from datetime import datetime, timedelta

import pikepdf
import pytest
from access.test_access_matrix import addresses, browse, routes, sent  # noqa: F401 a fixture
from access_world import CANARY
from casting import LONDON
from django.db import models, transaction
from django.utils import timezone
from pdf_text import pages_of

from notifications.actions import letter, plan, written
from notifications.kinds import kinds
from notifications.models import Message

# Not words of anybody: keys, digests, and what the register of schools makes public
KEYS = {"password", "calendar_token", "check_code", "code_digest", "file_digest", "file_type", "search_text", "number", "la_code", "urn", "persona"}  # fmt: skip
PUBLIC = {"School": {"name", "town", "district", "postcode", "street", "locality", "address", "county"}}
INSIDE = ("mine internal", "mine note")  # of their own school, and still not for its people
PRIVATE = (
    "mine alone"  # the school lead's reflection and what they cannot eat: not for their colleagues, nor their adviser
)
PEOPLE = ("contributor", "school_lead", "headteacher")
HTMX = {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "x"}


@pytest.fixture
def choir(world):
    """The world with a canary of its own in every text field of the other school's records, and in our internal ones."""
    for record in {id(one): one for one in world.foreign.values() if isinstance(one, models.Model)}.values():
        sing(record, CANARY)
    type(world.cast.stranger).objects.filter(pk=world.cast.stranger.pk).update(name=f"{CANARY} person")
    from cohorts.models import Application, HeldAct
    from schools.models import InternalNote, Visit
    from training.models import Need, PhoneCall, Reflection

    for model, rows in ((Visit, {"is_internal": True}), (InternalNote, {})):
        for record in model.objects.filter(school=world.cast.school, **rows):
            sing(record, "mine internal")
    for model in (HeldAct, PhoneCall):
        sing(world.own[model], "mine internal")
    held = Application.objects.filter(school=world.cast.school, state="submitted")
    held.update(decision_reason="mine internal reason", late_reason="mine internal reason")
    for record in [world.own[Reflection], *Need.objects.filter(holder__user=world.cast.school_lead)]:
        sing(record, PRIVATE)
    return world


def sing(record, word):
    """Put `word`, the model and the field into every free text field of a record; at the least its last letters are its own."""
    name = type(record).__name__
    words = {
        field.name: f"{word} {name}.{field.name}"[: field.max_length or 200]
        for field in record._meta.concrete_fields
        if type(field) in (models.CharField, models.TextField) and not field.choices and not field.unique
        if (field.max_length or 200) >= 30 and field.name not in KEYS | PUBLIC.get(name, set())
    }
    if words:
        type(record)._base_manager.filter(pk=record.pk).update(**words)


def text_of(content):
    """What a person reads in a file: a PDF's pages, every part of a workbook, otherwise the bytes as they are."""
    if content.startswith(b"%PDF"):
        try:
            return "\n".join(pages_of(content))
        except pikepdf.PdfError:  # the world's own document is no more than a first line
            return content.decode("latin-1")
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "replace") for name in parts.namelist())
    return content.decode("utf-8", "replace")


def read_by(response):
    """Everything a browser gets: body and headers."""
    body = b"".join(response.streaming_content) if response.streaming else response.content
    return text_of(body) + "\n".join(f"{name}: {value}" for name, value in response.headers.items())


def letter_text(message):
    """Everything in a letter as it would go now: subject, text, other forms, attachments."""
    mail = written(message)
    files = [
        content if isinstance(content, str) else content.decode("utf-8", "replace")
        for _, content, _ in mail.attachments
    ]
    return "\n".join([mail.subject, mail.body, *(str(one[0]) for one in mail.alternatives), *files])


def addresses_of(world, persona):
    """Where letters reach a person or their school."""
    return {getattr(world.cast, persona).email, world.cast.school.contact_email} if persona in PEOPLE else set()


def songs(text, forbidden):
    """The forbidden words in a text, each with what follows, which says whose it is."""
    return [text[at : at + 40] for word in forbidden if (at := text.find(word)) >= 0]


def requests_of(name, view, parts, world, thorough):
    """(method, address, data, headers) of everything that is asked of one view; only its pages unless `thorough`."""
    for whose, address in addresses(name, view, parts, world):
        if whose != "own" and "pk" not in parts:
            continue  # a code is the key itself, and what is behind it is for whoever holds it
        yield "get", address, {}, {}
        if thorough:
            yield "post", address, sent(name, getattr(world, whose)), {}
        if thorough and whose == "own":
            yield "get", address, {}, HTMX
            yield "post", address, {"on_day": "x", "text": "x", "state": "x", "to": "999999"}, HTMX
        if whose == "own" and "export" in name:
            yield "get", address, {"as": "xlsx"}, {}


@pytest.mark.parametrize("persona", ["anonymous", "nobody", *PEOPLE, "reviewer", "trust_viewer", "adviser"])
def test_nothing_that_is_answered_sings(choir, routes, persona):  # noqa: F811
    forbidden = (CANARY,) if persona == "adviser" else (CANARY, *INSIDE)
    if persona != "school_lead":
        forbidden += (PRIVATE,)
    client, sang, codes = browse(choir, persona), [], {}
    cookies = dict(client.cookies)
    theirs, thorough = (
        addresses_of(choir, persona),
        persona in ("contributor", "headteacher", "adviser"),
    )  # a headteacher is a school lead, too
    before = Message.objects.order_by("pk").last().pk
    for name, view, parts in routes:
        for method, address, data, headers in requests_of(name, view, parts, choir, thorough):
            with transaction.atomic():
                response = getattr(client, method)(address, data, **headers)
                sang += [(name, method, song) for song in songs(read_by(response), forbidden)]
                for message in Message.objects.filter(pk__gt=before, address__in=theirs):
                    sang += [(name, message.kind, song) for song in songs(letter_text(message), forbidden)]
                transaction.set_rollback(True)
            client.cookies.clear()
            client.cookies.update(cookies)
            codes[response.status_code] = codes.get(response.status_code, 0) + 1
    assert sang == []
    assert {200, 302, 403, 404, 405, 409} <= set(codes) or persona != "headteacher", codes


def test_the_papers_of_a_school_hold_only_its_own_words(choir, client_of):
    """The PDFs as they are made, not the world's own stub: portfolio and certificate."""
    from portfolios.actions import documents
    from portfolios.models import Certificate

    document = documents.ask_for_portfolio(choir.cast.school, by=choir.cast.school_lead)
    documents.build_next(timezone.now())
    client = client_of(choir.cast.headteacher)
    papers = [
        client.get(f"/documents/{document.pk}/download/"),
        client.get(f"/certificates/{choir.own[Certificate].pk}/pdf/"),
        client.get(f"/portfolio/{choir.cast.school.pk}/"),
    ]
    texts = [read_by(paper) for paper in papers]
    assert all("mine text" in text for text in texts)
    assert [song for text in texts for song in songs(text, (CANARY, *INSIDE))] == []


def about(kind, world):
    """The records of our own school that a kind of letter can be about; of those without previews any may be."""
    ours = [one for one in world.own.values() if isinstance(one, models.Model)]
    return [one for one in ours if kind.records is None or isinstance(one, kind.records(world.cast.lead).model)]


def text_about(kind, person, school, record):
    """A letter of this kind as it would go to somebody, or None where it cannot be written about this record."""
    with transaction.atomic():
        try:
            facts = SAID | kind.example(record)
            return letter_text(letter(kind.name, person, about=record, occasion="x", school=school, **facts))
        except Exception:  # an offer's last day, on an application that waits; a place's letter about a plan
            transaction.set_rollback(True)
            return None


# What letters say that stands on no record: whoever plans them tells them so
SAID = {"by": "Marian Osgood", "code": "123456", "comment": "Well done", "text": "Well done", "version": 1, "subject": "About"}  # fmt: skip


def test_no_letter_to_a_school_sings(choir):
    """Every kind of letter about every record of the school's own, and every reminder of a whole year."""
    sang, made = [], set()
    for persona in PEOPLE:
        person = getattr(choir.cast, persona)
        for kind in kinds.values():
            for text in filter(
                None, (text_about(kind, person, choir.cast.school, record) for record in about(kind, choir))
            ):
                made.add(kind.name)
                # of those that may be about anything, most are about nothing of theirs; "not this year" gives its reason
                told = kind.records and kind.readers in ("school", "applicant") and kind.name != "not_offered"
                sang += [(kind.name, song) for song in songs(text, (CANARY, *INSIDE) if told else (CANARY,))]
    assert sang == []
    assert sorted(set(kinds) - made) == []
    morning = datetime(2025, 9, 1, 7, 30, tzinfo=LONDON)
    for day in range(330):
        plan(morning + timedelta(days=day))
    theirs = set().union(*(addresses_of(choir, persona) for persona in PEOPLE))
    queued = Message.objects.filter(state="queued", address__in=theirs).exclude(subject="mine text")
    assert {message.kind for message in queued} >= {"session_coming"}
    assert [(one.kind, song) for one in queued for song in songs(letter_text(one), (CANARY, *INSIDE, PRIVATE))] == []
