"""Forms in the portal's look: what is typed is read kindly, and what is wrong is said plainly beside the control."""

import datetime

import pytest
from django import forms
from django.forms import formset_factory

from kit.components import error_summary
from kit.forms import Checkboxes, ClockField, DateField, Form, LongText, Radios, Segmented, Text


class VisitForm(Form):
    title = forms.CharField(max_length=10, widget=Text(20, autocomplete="off"), help_text="A few words")
    why = forms.CharField(label="Why now?", max_length=20, widget=LongText(rows=4), required=False)
    people = forms.IntegerField(min_value=1)
    hours = forms.DecimalField(max_value=5)
    on = DateField(label="When was it?")
    begins = ClockField(label="Start")
    kind = forms.ChoiceField(choices=[("s", "Support"), ("c", "Challenge")], widget=Radios(hints={"s": "Beside you"}))
    themes = forms.MultipleChoiceField(choices=[("w", "Warmth")], widget=Checkboxes(), required=False)
    mark = forms.ChoiceField(choices=[("p", "Present"), ("a", "Absent")], widget=Segmented(soft=["a"]))
    mood = forms.ChoiceField(label="How was it?", choices=[("g", "Good")], widget=Radios(inline=True))
    agreed = forms.BooleanField(label="The head agrees")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


GOOD = {
    "title": " Warm ",
    "why": "one\r\ntwo",
    "people": "3",
    "hours": "2.5",
    "on_day": "3",
    "on_month": "2",
    "on_year": "2026",
    "begins": "9.15am",
    "kind": "s",
    "mark": "p",
    "mood": "g",
    "agreed": "on",
}


def form_with(**typed):
    return VisitForm(GOOD | typed)


def messages_of(name, **typed):
    return list(form_with(**typed).errors.get(name, []))


def test_what_was_typed_is_read():
    form = form_with()
    assert form.errors == {}
    assert form.cleaned_data == {
        "title": "Warm",
        "why": "one\ntwo",
        "people": 3,
        "hours": forms.DecimalField().clean("2.5"),
        "on": datetime.date(2026, 2, 3),
        "begins": datetime.time(9, 15),
        "kind": "s",
        "themes": [],
        "mark": "p",
        "mood": "g",
        "agreed": True,
        "version": None,
    }


@pytest.mark.parametrize(
    ("name", "typed", "said"),
    [
        ("title", {"title": ""}, "Enter title"),
        ("title", {"title": "x" * 11}, "Enter no more than 10 characters"),
        ("people", {"people": "0"}, "Enter 1 or more"),
        ("people", {"people": "two"}, "Enter a whole number, like 12"),
        ("hours", {"hours": "6"}, "Enter 5 or less"),
        ("hours", {"hours": "lots"}, "Enter a number, like 12 or 12.5"),
        ("on", {"on_day": "", "on_month": "", "on_year": ""}, "Enter an answer"),
        ("begins", {"begins": "25"}, "Enter a time, like 9.15am"),
        ("kind", {"kind": ""}, "Choose kind"),
        ("mood", {"mood": ""}, "Choose an answer"),
        ("kind", {"kind": "z"}, "Choose one of the answers in the list"),
        ("agreed", {"agreed": ""}, "Tick the box “The head agrees”"),
    ],
)
def test_errors_are_plain_words(name, typed, said):
    assert messages_of(name, **typed) == [said]


def test_a_forms_own_words_come_first():
    class Own(Form):
        title = forms.CharField(error_messages={"required": "Give it a name"})

    assert Own({}).errors == {"title": ["Give it a name"]}


@pytest.mark.parametrize(
    ("day", "month", "year", "said"),
    [
        ("31", "2", "2026", "Enter a real date, like 3 2 2026"),
        ("3", "", "2026", "Enter a day, a month and a year"),
        ("3", "2", "26", "Enter the year in four figures, like 2026"),
        ("3", "2", "1066", "Enter a year between 1900 and 2100"),
        ("third", "2", "2026", "Enter a real date, like 3 2 2026"),
        ("³", "2", "2026", "Enter a real date, like 3 2 2026"),
        ("-3", "2", "2026", "Enter a real date, like 3 2 2026"),
        ("9" * 5000, "2", "2026", "Enter a real date, like 3 2 2026"),
    ],
)
def test_dates_that_are_none(day, month, year, said):
    form = form_with(on_day=day, on_month=month, on_year=year)
    assert list(form.errors["on"]) == [said]
    assert f'value="{day}"' in str(form["on"]) or not day  # what was typed stays


def test_a_month_may_be_a_name():
    form = form_with(on_month="February")
    assert form.errors == {}
    assert form.cleaned_data["on"] == datetime.date(2026, 2, 3)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9.15am", (9, 15)),
        ("9:15", (9, 15)),
        ("1 pm", (13, 0)),
        ("13.30", (13, 30)),
        ("noon", (12, 0)),
        ("12am", (0, 0)),
        ("0915", (9, 15)),
    ],
)
def test_times_as_people_write_them(typed, read):
    assert ClockField().clean(typed) == datetime.time(*read)


def test_first_values_are_shown_in_the_same_words():
    form = VisitForm(initial={"on": datetime.date(2026, 2, 3), "begins": datetime.time(9, 15)})
    assert [part in str(form["on"]) for part in ('value="3"', 'value="2"', 'value="2026"')] == [True, True, True]
    assert 'value="9.15am"' in str(form["begins"])


def test_nothing_changed_is_seen():
    form = VisitForm(GOOD, initial={"on": datetime.date(2026, 2, 3), "begins": datetime.time(9, 15)})
    assert {"on", "begins"} & set(form.changed_data) == set()
    assert "on" in VisitForm(GOOD | {"on_day": "x"}, initial={"on": datetime.date(2026, 2, 3)}).changed_data


def test_the_summary_links_each_error_to_its_first_control():
    form = VisitForm({"title": "Warm", "people": "0"})
    summary = error_summary(form)
    for place in ("id_people", "id_hours", "id_on_day", "id_begins", "id_kind_0", "id_mark_0", "id_agreed"):
        assert f'<a href="#{place}">' in summary
        assert f'id="{place}"' in str(form)
    assert '<a href="#id_people">People: Enter 1 or more</a>' in summary
    assert error_summary(form_with(), VisitForm()) == ""


def test_the_summary_takes_formsets_and_escapes():
    class Row(Form):
        name = forms.CharField(label="<b>")

        def clean(self):
            raise forms.ValidationError("No <script>")

    rows = formset_factory(Row, extra=0)({"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "x"})
    assert '<a href="#id_form-0-name">No &lt;script&gt;</a>' in error_summary(rows)
    assert "<script>" not in str(rows) + error_summary(rows)


def test_markup_of_a_text_field():
    html = form_with(title="")["title"].as_field_group()
    assert '<div class="govuk-form-group govuk-form-group--error">' in html
    assert '<label class="govuk-label" for="id_title">Title</label>' in html
    assert '<div class="govuk-hint" id="id_title_helptext">A few words</div>' in html
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'class="govuk-input govuk-input--error govuk-input--width-20"' in html
    assert "maxlength" not in html


def test_long_text_is_counted_and_optional_is_said():
    html = VisitForm()["why"].as_field_group()
    assert "Why now? (optional)" in html
    assert 'data-module="govuk-character-count" data-maxlength="20"' in html
    assert 'class="govuk-textarea govuk-js-character-count"' in html
    assert 'aria-describedby="id_why-info"' in html


def test_groups_are_fieldsets_with_their_error_and_hints():
    html = form_with(kind="", mark="a")["kind"].as_field_group()
    assert '<fieldset class="govuk-fieldset" aria-describedby="id_kind_error">' in html
    assert 'aria-describedby="id_kind_0_hint"' in html
    assert "aria-invalid" not in html
    assert 'class="soft"><input type="radio" name="mark" value="a" id="id_mark_1" checked>' in str(
        form_with(mark="a")["mark"]
    )


def test_plain_django_forms_wear_the_look_too():
    class Plain(forms.Form):
        colour = forms.ChoiceField(choices=[("r", "Red")], widget=forms.RadioSelect)
        name = forms.CharField(required=False)

    html = str(Plain())
    assert 'class="govuk-radios__input"' in html
    assert 'class="govuk-input"' in html
    assert "(optional)" not in html


def test_a_form_renders_its_hidden_fields_once():
    assert str(VisitForm()).count('name="version"') == 1
