"""Upload, preview, confirm: the register and the contact addresses through the pages, and a setting added by hand."""

import csv
import io
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from audit.models import Activity
from kit.tables.exports import xlsx_bytes
from kit.tables.reading import open_table
from schools.models import RegisterImport, School
from schools.models.school import ImportState

pytestmark = pytest.mark.django_db

FILES = Path(__file__).parent.parent / "data" / "register"
EDUBASE = FILES / "edubase_830_831_140cols_cp1252.csv"


def nasty(name):
    return next((FILES / "nasty").glob(f"{name}*"))


def send(client, path, la_code="", name="schools:import_register", content=None):
    file = SimpleUploadedFile(
        path if isinstance(path, str) else path.name, content if content is not None else path.read_bytes()
    )
    return client.post(reverse(name), {"file": file, "la_code": la_code})


def stored():
    return default_storage.listdir("imports")[1] if default_storage.exists("imports") else []


@pytest.fixture
def lead(cast, client_of):
    return client_of(cast.lead)


def test_the_county_is_previewed_and_then_imported(lead, cast):
    before = School.objects.count()
    response = send(lead, EDUBASE, "830")
    upload = RegisterImport.objects.get()
    assert response.url == upload.get_absolute_url()
    page = lead.get(response.url)
    text = page.content.decode()
    assert "455 new, 531 skipped (" in text
    assert len(page.content) < 60_000
    assert "The first 30 are shown." in text
    assert School.objects.count() == before
    findings = reverse("schools:import_findings", args=[upload.pk])
    assert text.count(findings) == 3  # beside the answer, and under both tables that are cut short
    lines = list(csv.DictReader(io.StringIO(lead.get(findings).content.decode("utf-8-sig"))))
    assert [one["What"] for one in lines].count("New") == 455
    assert [one["What"] for one in lines].count("Skipped") == 531
    assert all(one["School or reason"] for one in lines)
    response = lead.post(reverse("schools:apply_import", args=[upload.pk]), follow=True)
    assert ">Imported</p>" in response.content.decode()
    assert findings not in response.text
    assert lead.get(findings).status_code == 403  # the file is gone
    assert School.objects.count() == before + 455
    upload.refresh_from_db()
    assert (upload.state, upload.summary["counts"]["new"], upload.content.name) == (ImportState.APPLIED, 455, "")
    assert set(Activity.objects.values_list("verb", "by")) == {("uploaded", cast.lead.pk), ("imported", cast.lead.pk)}


def test_the_file_goes_once_it_is_answered(lead, django_capture_on_commit_callbacks):
    for answer in ("apply_import", "abandon_import"):
        send(lead, nasty("n01"))
        assert len(stored()) == 1
        with django_capture_on_commit_callbacks(execute=True):
            lead.post(reverse(f"schools:{answer}", args=[RegisterImport.objects.first().pk]))
        assert stored() == []


def test_a_second_yes_is_too_late(lead):
    send(lead, nasty("n01"))
    pk = RegisterImport.objects.get().pk
    assert lead.post(reverse("schools:apply_import", args=[pk])).status_code == 302
    assert lead.post(reverse("schools:apply_import", args=[pk])).status_code == 409
    assert lead.post(reverse("schools:abandon_import", args=[pk])).status_code == 409
    assert School.objects.filter(urn="112815").count() == 1


def test_dont_import_leaves_everything(lead):
    before = School.objects.count()
    send(lead, nasty("n01"))
    response = lead.post(reverse("schools:abandon_import", args=[RegisterImport.objects.get().pk]), follow=True)
    assert "Nothing was imported" in response.content.decode()
    assert School.objects.count() == before
    assert RegisterImport.objects.get().state == ImportState.ABANDONED


def test_a_new_upload_takes_the_place_of_an_unanswered_one(lead):
    send(lead, nasty("n01"))
    send(lead, nasty("n02"))
    assert list(RegisterImport.objects.values_list("state", flat=True)) == [
        ImportState.PREVIEWED,
        ImportState.ABANDONED,
    ]


@pytest.mark.parametrize("name", ["n05", "n10", "n12"])
def test_a_file_with_errors_cannot_be_confirmed(lead, name):
    response = lead.get(send(lead, nasty(name)).url)
    text = response.content.decode()
    assert "This file cannot be imported" in text
    assert ">Import</button>" not in text
    assert stored() == []
    assert lead.post(reverse("schools:apply_import", args=[RegisterImport.objects.get().pk])).status_code == 403


def test_a_file_that_has_errors_by_then_changes_nothing(lead):
    send(lead, nasty("n01"))
    upload = RegisterImport.objects.get()
    with upload.content.storage.open(upload.content.name, "wb") as file:
        file.write(nasty("n12").read_bytes())
    before = School.objects.count()
    response = lead.post(reverse("schools:apply_import", args=[upload.pk]), follow=True)
    assert "no column EstablishmentName" in response.content.decode()
    upload.refresh_from_db()
    assert (upload.state, upload.applied_at, School.objects.count()) == (ImportState.PREVIEWED, None, before)


def test_a_file_that_is_gone_is_asked_for_again(lead):
    send(lead, nasty("n01"))
    upload = RegisterImport.objects.get()
    upload.content.storage.delete(upload.content.name)
    response = lead.post(reverse("schools:apply_import", args=[upload.pk]), follow=True)
    assert "The file is no longer kept here. Choose it again." in response.content.decode()


def test_an_excel_workbook_does_as_well(lead):
    with nasty("n02").open("rb") as file:
        table = open_table(file)
        content = xlsx_bytes(table.header, [cells for _, cells in table.lines])
    send(lead, "register.xlsx", content=content)
    assert RegisterImport.objects.get().summary["counts"]["new"] == 12


def test_names_are_escaped(lead):
    text = lead.get(send(lead, nasty("n11")).url).content.decode()
    assert "<script>alert(1)" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; Primary" in text
    assert "{{7*7}}" in text


@pytest.mark.parametrize(
    ("name", "content", "code", "sentence"),
    [
        ("register.pdf", b"%PDF", "", "Choose a CSV file (.csv) or an Excel workbook (.xlsx)"),
        ("register.csv", b"", "", "The file is empty. Choose another"),
        ("register.csv", b"URN", "Derby", "Enter three figures, such as 830"),
    ],
)
def test_the_form_explains_itself(lead, name, content, code, sentence):
    assert sentence in send(lead, name, code, content=content).content.decode()
    assert RegisterImport.objects.count() == 0


def test_no_file_is_asked_for(lead):
    assert "Choose a file" in lead.post(reverse("schools:import_register"), {}).content.decode()


def test_the_last_authority_is_offered_again(lead):
    send(lead, nasty("n01"), "830")
    lead.post(reverse("schools:apply_import", args=[RegisterImport.objects.get().pk]))
    assert lead.get(reverse("schools:import_register")).context["form"]["la_code"].value() == "830"


def test_only_leads_and_administrators_come_here(cast, client_of):
    upload = RegisterImport.objects.create(file_name="register.csv", summary={"counts": {}})
    allowed = {}
    for name in ("lead", "administrator", "adviser", "observer", "headteacher", "school_lead", "stranger"):
        client = client_of(getattr(cast, name))
        pages = [reverse("schools:import_register"), reverse("schools:import_contacts"), reverse("schools:add_school"), upload.get_absolute_url()]  # fmt: skip
        allowed[name] = [client.get(page).status_code for page in pages]
    refused = [403, 403, 403, 404]
    assert allowed == {
        "lead": [200] * 4, "administrator": [200] * 4, "adviser": refused, "observer": refused, "headteacher": refused,
        "school_lead": refused, "stranger": refused,
    }  # fmt: skip


def contacts(lead, text):
    return send(lead, "contacts.csv", name="schools:import_contacts", content=text.encode())


def test_contact_addresses_come_in_with_a_preview(lead, cast):
    School.objects.filter(pk=cast.other.pk).update(contact_email="")
    response = contacts(lead, " urn ,School,E-mail address\n900214,H,head@heathervale.example\n900215,O,Office@oakenfold.example\n111111,X,a@b.example\n900214,,\n")  # fmt: skip
    text = lead.get(response.url).content.decode()
    assert "1 new, 1 changed, 2 skipped (no address: 1, not known here: 1)" in text
    lead.post(reverse("schools:apply_import", args=[RegisterImport.objects.get().pk]))
    found = dict(School.objects.values_list("urn", "contact_email"))
    assert found == {"900214": "head@heathervale.example", "900215": "Office@oakenfold.example"}
    assert School.objects.filter(contact_checked_on=None).count() == 0
    assert Activity.objects.of_school(cast.school.pk).get().details["source"] == "contacts"
    contacts(lead, "URN,Email\n900214,head@heathervale.example\n")
    assert RegisterImport.objects.first().summary["counts"]["unchanged"] == 1


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("URN,Name\n900214,x\n", 1, "no column email"),
        ("URN,Email\n900214,not an address\n", 2, "is not an e-mail address"),
        ("URN,Email\n9002,a@b.example\n", 2, "not a URN of six digits"),
        (f"URN,Email\n900214,{'a' * 250}@b.example\n", 2, "e-mail address"),
        ("URN,Email\n900214,a@b.example\n900214,a@b.example\n900214,c@b.example\n", 4, "on line 2 and on line 4"),
    ],
)
def test_contact_addresses_are_taken_whole_or_not_at_all(lead, cast, text, line, words):
    contacts(lead, text)
    (error,) = RegisterImport.objects.get().summary["found"]["errors"]
    assert error["line"] == line
    assert words in error["message"]
    assert RegisterImport.objects.get().content.name == ""


def test_a_setting_without_a_urn_is_added_by_hand(lead, cast):
    send(lead, nasty("n01"))
    given = {"name": "Riverside Nurture Base", "phase": "alternative", "town": "Matlock", "postcode": "de4 3ab", "contact_email": "base@council.example"}  # fmt: skip
    response = lead.post(reverse("schools:add_school"), given)
    school = School.objects.get(name="Riverside Nurture Base")
    assert response.url == school.get_absolute_url()
    assert (school.urn, school.is_by_hand, school.postcode, school.contact_checked_on is not None) == (
        None,
        True,
        "DE4 3AB",
        True,
    )
    assert list(School.objects.search("riverside DE43AB")) == [school]
    assert Activity.objects.about(school).get().verb == "added"
    assert (
        "Enter a whole postcode" in lead.post(reverse("schools:add_school"), given | {"postcode": "M"}).content.decode()
    )


def test_a_file_that_changes_nothing_is_only_put_away(lead, cast, client_of):
    send(lead, EDUBASE, "830")
    lead.post(reverse("schools:apply_import", args=[RegisterImport.objects.get().pk]))
    page = lead.get(send(lead, EDUBASE, "830").url)
    again = RegisterImport.objects.order_by("-pk").first()
    assert "There is nothing to import" in page.text
    assert reverse("schools:apply_import", args=[again.pk]) not in page.text
    assert reverse("schools:abandon_import", args=[again.pk]) in page.text
    findings = reverse("schools:import_findings", args=[again.pk])
    assert client_of(cast.adviser).get(findings).status_code in (403, 404)
