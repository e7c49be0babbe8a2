"""INSET days: said by a school, brought for many, held against sessions, and kept clear of reminders."""

import io
from datetime import date, timedelta

import pytest
import xlsxwriter
from django.urls import reverse

from audit.models import Activity
from notifications.actions import dispatch, letter
from notifications.models import Message
from schools.inset_reading import read_lines, read_text
from schools.models import InsetDay, SchoolUrn
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
ADD = "schools:add_inset_days"


def days_of(school):
    return list(InsetDay.objects.filter(school=school).values_list("day", "label"))


def test_a_school_types_several_days_at_once(frozen, cast, client_of):
    client, page = client_of(cast.school_lead), reverse("schools:inset_days", args=[cast.school.pk])
    assert "Add days" in client.get(page).text
    lines = "5/1/2027 Safeguarding\nFri 26 March 2027: Marking\n\n1st September 2027\n"
    answer = client.post(reverse(ADD, args=[cast.school.pk]), {"lines": lines})
    assert answer.url == page
    assert days_of(cast.school) == [
        (date(2027, 1, 5), "Safeguarding"),
        (date(2027, 3, 26), "Marking"),
        (date(2027, 9, 1), ""),
    ]
    shown = client.get(page).text
    assert "Tuesday 5 January 2027" in shown
    assert "Safeguarding" in client.get(cast.school.get_absolute_url()).text
    act = Activity.objects.get(verb="said when INSET days are at")
    assert (act.by, act.on_behalf, act.details["days"]) == (
        cast.school_lead, False, ["2027-01-05", "2027-03-26", "2027-09-01"],
    )  # fmt: skip


def test_a_line_that_is_no_day_keeps_nothing_and_what_was_typed(frozen, cast, client_of):
    lines = "5/1/2027 Safeguarding\nsoon\n9 January 2027\n31/2/2027"
    answer = client_of(cast.school_lead).post(reverse(ADD, args=[cast.school.pk]), {"lines": lines})
    assert answer.status_code == 422
    for sentence in (
        "Line 2: “soon” does not begin with a date. Write it like 5/1/2027",
        "Line 3: 9 January 2027 is a Saturday",
        "Line 4: “31/2/2027” does not begin with a date",
    ):
        assert sentence in answer.text
    assert "9 January 2027\n31/2/2027</textarea>" in answer.text.replace("\r\n", "\n")
    assert days_of(cast.school) == []


def test_the_virtual_school_types_them_for_a_school_and_it_is_told(frozen, cast, client_of):
    client_of(cast.administrator).post(reverse(ADD, args=[cast.school.pk]), {"lines": "5/1/2027"})
    assert Activity.objects.get(verb="said when INSET days are at").on_behalf
    assert Message.objects.filter(kind="entered_on_behalf").count() == 2


def test_who_reads_and_who_writes(frozen, cast, client_of):
    inset = InsetDay.objects.create(school=cast.school, day=date(2027, 1, 5))
    people = (cast.lead, cast.headteacher, cast.contributor, cast.adviser, cast.observer, cast.stranger)
    page, remove = (
        reverse("schools:inset_days", args=[cast.school.pk]),
        reverse("schools:remove_inset_day", args=[inset.pk]),
    )
    assert [client_of(who).get(page).status_code for who in people] == [200, 200, 200, 200, 200, 404]
    add = reverse(ADD, args=[cast.school.pk])
    assert [client_of(who).get(add).status_code for who in people] == [200, 200, 403, 403, 403, 404]
    assert [client_of(who).post(remove).status_code for who in people[2:]] == [403, 403, 403, 404]
    assert client_of(cast.headteacher).post(remove).url == page
    assert not InsetDay.objects.exists()


def test_the_same_day_again_gets_the_new_label(frozen, cast, client_of):
    for lines in ("5/1/2027 Safeguarding", "5/1/2027 Attachment", "5/1/2027"):
        client_of(cast.school_lead).post(reverse(ADD, args=[cast.school.pk]), {"lines": lines})
    assert days_of(cast.school) == [(date(2027, 1, 5), "Attachment")]


# --- many schools


def workbook(rows):
    file = io.BytesIO()
    with xlsxwriter.Workbook(file) as made:
        page, day = made.add_worksheet(), made.add_format({"num_format": "dd/mm/yyyy"})
        for line, row in enumerate(rows):
            for column, value in enumerate(row):
                if isinstance(value, date):
                    page.write_datetime(line, column, value, day)
                else:
                    page.write(line, column, value)
    file.seek(0)
    file.name = "inset.xlsx"
    return file


def test_a_workbook_is_shown_first_and_kept_then(frozen, cast, client_of):
    SchoolUrn.objects.create(school=cast.other, urn="900999")  # before it became an academy
    InsetDay.objects.create(school=cast.school, day=date(2027, 1, 5))
    client, address = client_of(cast.administrator), reverse("schools:import_inset_days")
    rows = [("URN", "Date", "Label"), (900214, date(2027, 1, 5), ""), (900214, date(2027, 1, 6), "Data"), (900999, date(2027, 1, 5), "")]  # fmt: skip
    answer = client.post(address, {"file": workbook(rows)})
    assert "2 new days</b> at 2 schools, 3 days in all" in answer.text
    assert InsetDay.objects.count() == 1
    for _ in range(2):  # sent twice, it is kept once
        client.post(address, {"text": answer.context["text"], "confirmed": "yes"})
    assert days_of(cast.school) == [(date(2027, 1, 5), ""), (date(2027, 1, 6), "Data")]
    assert days_of(cast.other) == [(date(2027, 1, 5), "")]
    assert set(Activity.objects.filter(verb="imported the INSET days of").values_list("school_key", flat=True)) == {
        cast.school.pk, cast.other.pk,
    }  # fmt: skip


def test_a_list_with_faults_keeps_nothing_and_names_every_line(frozen, cast, client_of):
    text = "URN,Date,Label\n900214,5/1/2027,Good\n111111,5/1/2027,\n,5/1/2027,\n900214,soon,\n900214,9/1/2027,\n"
    answer = client_of(cast.lead).post(reverse("schools:import_inset_days"), {"text": text, "confirmed": "yes"})
    assert answer.status_code == 422
    assert read_text(text).errors == [
        (3, "No school with URN 111111 is known here"),
        (4, "The URN is missing"),
        (5, "“soon” is not a date. Write it like 5/1/2027"),
        (6, "9 January 2027 is a Saturday"),
    ]
    assert "Line 3: No school with URN 111111 is known here" in answer.text
    assert not InsetDay.objects.exists()
    assert read_text("School name,When\nA,5/1/2027").errors == [
        (1, "The first line must name the columns. Missing: URN, Date")
    ]


def test_many_days_cost_the_same_queries(frozen, cast, django_assert_num_queries):
    lines = [f"900214,{date(2027, 1, 4) + timedelta(weeks=n):%d/%m/%Y},x" for n in range(200)]
    with django_assert_num_queries(3):
        assert len(read_text("\n".join(["URN,Date,Label", *lines])).rows) == 200


def test_only_leads_and_administrators_bring_a_list(cast, client_of):
    people = (cast.lead, cast.administrator, cast.adviser, cast.headteacher, None)
    address = reverse("schools:import_inset_days")
    assert [client_of(who).get(address).status_code for who in people] == [200, 200, 403, 403, 302]


@pytest.mark.parametrize(
    ("line", "day", "label"),
    [
        ("5.1.2027 - Marking", date(2027, 1, 5), "Marking"),
        ("2027-01-05", date(2027, 1, 5), ""),
        ("Tuesday 5th January 2027, Data", date(2027, 1, 5), "Data"),
        ("5-1-2027\tTwo words", date(2027, 1, 5), "Two words"),
        ("Tues 5 Jan 2027", date(2027, 1, 5), ""),
    ],
)
def test_a_day_as_people_write_it(cast, line, day, label):
    [row] = read_lines(cast.school, line).rows
    assert (row.day, row.label) == (day, label)


# --- what it does


def test_reminders_of_a_school_wait_for_the_next_school_morning(frozen, cast, mailoutbox):
    InsetDay.objects.create(school=cast.school, day=NOW.date())
    about = [cast.school, cast.other]
    Message.objects.bulk_create(
        letter(
            "plan_due", f"head{n}@example.org", about=school, school=school, occasion="x", due="Friday", url="/plan/"
        )
        for n, school in enumerate(about)
    )
    dispatch(NOW)
    assert [mail.to[0] for mail in mailoutbox] == ["head1@example.org"]
    frozen.shift(timedelta(days=1))
    dispatch(NOW + timedelta(days=1))
    assert [mail.to[0] for mail in mailoutbox] == ["head1@example.org", "head0@example.org"]
