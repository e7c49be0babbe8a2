"""A list of the people of schools: read, shown, brought in whole or not at all, and the same again changes nothing."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import Invitation, User
from audit.models import Activity
from kit.tables.exports import csv_bytes, xlsx_bytes
from notifications.models import Message
from schools.models import RegisterImport, Role, School
from schools.models.school import ImportState
from schools.register.people import EXAMPLE, HEADINGS, bring_in, examine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("frozen")]

HEAD = "Name,Email,School,Town,URN,Role,Job title\n"


def listed(lines):
    return io.BytesIO((HEAD + lines).encode())


def errors(lines):
    report = examine(listed(lines))
    return [f"{line}: {message}" for line, _, message in report.found["errors"]]


def test_a_line_makes_a_person_with_a_role_and_an_invitation(cast):
    report = bring_in(listed("Ros Tarn,Ros@Heath.example,,,900214,School Lead,Deputy head\n"), by=cast.lead)
    user = User.objects.get(email="ros@heath.example")
    role = Role.objects.get(user=user)
    assert (user.name, user.job_title, role.school, role.kind, role.ends_on) == (
        "Ros Tarn", "Deputy head", cast.school, "school_lead", None,
    )  # fmt: skip
    assert (report.counts["new"], report.notes) == (1, ["1 person gets an invitation by mail"])
    assert list(Message.objects.values_list("kind", "address")) == [("invitation", "ros@heath.example")]
    act = Activity.objects.get(verb="brought in somebody of")
    assert (act.school_key, act.details["person"], act.by) == (cast.school.pk, "Ros Tarn", cast.lead)


def test_the_same_list_again_changes_nothing(cast):
    lines = "Ros Tarn,ros@heath.example,Heathervale primary,,,lead,\nHal Tarn,hal@oak.example,,,900215,headteacher,\n"
    bring_in(listed(lines), by=cast.lead)
    before = (User.objects.count(), Role.objects.count(), Message.objects.count(), Activity.objects.count())
    report = bring_in(listed(lines), by=cast.lead)
    assert (report.counts["new"], report.counts["unchanged"], report.notes) == (0, 2, [])
    assert (User.objects.count(), Role.objects.count(), Message.objects.count(), Activity.objects.count()) == before


def test_somebody_of_two_schools_is_one_person_with_one_invitation(cast):
    lines = "Ros Tarn,ros@trust.example,,,900214,contributor,\nROS TARN,ros@trust.example,,,900215,school lead,\n"
    report = bring_in(listed(lines), by=cast.lead)
    assert report.notes == ["1 person gets an invitation by mail"]
    assert User.objects.filter(email="ros@trust.example").count() == 1
    assert Role.objects.filter(user__email="ros@trust.example").count() == 2
    assert Invitation.objects.filter(user__email="ros@trust.example").count() == 1


def test_who_is_here_keeps_name_and_role(cast):
    lines = (
        "Joanna Pemberton,jo.pemberton@example.org,,,900214,school lead,\n"
        "Tomasz Wilk,tomasz.wilk@example.org,,,900214,school lead,\n"
        "Nora New,nora@heath.example,,,900214,headteacher,\n"
        "Ines Farrow,ines.farrow@example.org,,,900214,contributor,\n"
    )
    report = bring_in(listed(lines), by=cast.lead)
    assert (report.counts["unchanged"], report.counts["skipped"], report.counts["new"]) == (1, 2, 1)
    assert [message for _, _, message in report.found["warnings"]] == [
        "jo.pemberton@example.org is Jo Pemberton here: the name stays."
    ]
    assert [message for _, _, message in report.found["skipped"]] == [
        "Tomasz Wilk is contributor of Heathervale Primary here: change it on the school’s page",
        "Heathervale Primary has a headteacher here: Nora New follows on the school’s page",
    ]
    assert not User.objects.filter(email="nora@heath.example").exists()
    assert Role.objects.filter(user=cast.stranger).count() == 2


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (",a@b.example,,,900214,lead,\n", "2: The name is missing."),
        ("A,,,,900214,lead,\n", "2: A has no e-mail address."),
        ("A,not one,,,900214,lead,\n", "2: “not one” is not an e-mail address."),
        ("A,a@b.example,,,,lead,\n", "2: It names no school: give its URN, or its name and town."),
        ("A,a@b.example,,,900999,lead,\n", "2: No school with URN 900999 is known here. Import the register first, or correct it."),
        ("A,a@b.example,,,900214,boss,\n", "2: “boss” is no role here: write headteacher, school lead, contributor."),
        ("A,a@b.example,,,900214,,\n", "2: The role is missing: write headteacher, school lead, contributor."),
        ("A,a@b.example,,,900214,lead,\nB,a@b.example,,,900215,lead,\n", "3: a@b.example is A on line 2."),
        ("A,a@b.example,,,900214,lead,\nA,a@b.example,,,900214,contributor,\n", "3: A stands at Heathervale Primary on line 2 with another role."),
        ("A,a@b.example,,,900215,head,\nB,b@b.example,,,900215,head,\n", "3: Oakenfold School has another headteacher on line 2."),
        ("", "1: There is nobody in it: it has a line of headings and nothing below."),
    ],
)  # fmt: skip
def test_one_fault_and_nothing_comes_in(cast, lines, said):
    assert errors(lines) == [said]
    before = User.objects.count()
    report = bring_in(listed("Good,good@b.example,,,900214,lead,\n" + lines), by=cast.lead)
    assert (report.is_refused, User.objects.count()) == (bool(lines), before + (not lines))


def test_a_disabled_account_is_not_opened_by_a_list(cast):
    User.objects.filter(pk=cast.nobody.pk).update(is_active=False)
    assert errors(f"Lee Nowhere,{cast.nobody.email},,,900214,lead,\n") == [
        "2: The account of Lee Nowhere is disabled. Enable it first, or leave the line out."
    ]


def test_in_the_browser_previewed_then_imported_from_a_workbook_or_pasted(cast, client_of):
    lead, address = client_of(cast.lead), reverse("schools:import_people")
    rows = [("Ros Tarn", "ros@heath.example", "", "", 900214, "school lead", "")]
    file = SimpleUploadedFile("people.xlsx", xlsx_bytes(HEADINGS, rows))
    preview = lead.post(address, {"file": file}, follow=True)
    assert "Ros Tarn, school lead of Heathervale Primary, new here" in preview.text
    assert "1 person gets an invitation by mail" in preview.text and not User.objects.filter(email=rows[0][1]).exists()
    upload = RegisterImport.objects.get()
    lead.post(reverse("schools:apply_import", args=[upload.pk]))
    upload.refresh_from_db()
    assert (upload.state, User.objects.filter(email=rows[0][1]).exists()) == (ImportState.APPLIED, True)
    pasted = "Name\tEmail\tURN\tRole\nHal\thal@b.example\t900215\tboss\n"
    page = lead.post(address, {"text": pasted})
    assert (page.status_code, "Line 2: “boss” is no role here" in page.text, "hal@b.example" in page.text) == (
        200,
        True,
        True,
    )
    followed = lead.post(address, {"text": pasted.replace("boss", "lead")}, follow=True)
    assert "Hal, school lead of Oakenfold School" in followed.text


@pytest.mark.parametrize(
    ("who", "status"), [("administrator", 200), ("adviser", 403), ("headteacher", 403), ("observer", 403)]
)
def test_leads_and_administrators_bring_people(cast, client_of, who, status):
    for name in ("import_people", "people_template"):
        assert client_of(getattr(cast, who)).get(reverse(f"schools:{name}")).status_code == status


def test_the_template_reads_as_it_was_written(cast):
    School.objects.filter(pk=cast.school.pk).update(urn="123456")
    cast.school.urns.create(urn="123456")
    report = examine(io.BytesIO(csv_bytes(HEADINGS, [EXAMPLE])))
    assert (report.counts["errors"], report.counts["new"]) == (0, 1), report.found


def test_many_lines_ask_few_questions(cast, django_assert_max_num_queries):
    lines = "".join(f"Person {n},p{n}@b.example,,,{(900214, 900215)[n % 2]},contributor,\n" for n in range(300))
    with django_assert_max_num_queries(8):
        assert examine(listed(lines)).counts["new"] == 300


def test_contact_addresses_come_from_a_workbook_too(cast, client_of):
    lead, address = client_of(cast.lead), reverse("schools:import_contacts")
    file = SimpleUploadedFile("contacts.xlsx", xlsx_bytes(("URN", "Email"), [(900214, "new@heath.example")]))
    assert "Heathervale Primary: new@heath.example" in lead.post(address, {"file": file}, follow=True).text
    lead.post(reverse("schools:apply_import", args=[RegisterImport.objects.get().pk]))
    cast.school.refresh_from_db()
    assert cast.school.contact_email == "new@heath.example"
