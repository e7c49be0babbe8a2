"""The pages of refusals and faults, and the gallery of every part of the portal's look."""

import datetime

from django import forms
from django.core.paginator import Paginator
from django.http import HttpResponseServerError, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string

from .access import Refused, guard
from .forms import Checkboxes, ClockField, DateField, Form, LongText, Number, Radios, Segmented, Text


def bad_request(request, exception):
    return render(request, "400.html", status=400)


def permission_denied(request, exception):
    """A refusal that explains itself says why; another that the page is somebody else's."""
    why = str(exception) if isinstance(exception, Refused) else ""
    return render(request, "403.html", {"why": why}, status=403)


def csrf_failure(request, reason=""):
    return render(request, "403_csrf.html", status=403)


def page_not_found(request, exception):
    return render(request, "404.html", status=404)


def server_error(request):
    """Rendered without the request: what failed may be the database that the frame would ask for the person's name."""
    return HttpResponseServerError(render_to_string("500.html"))


def can_see_the_gallery(user):
    """Staff only: the page holds no data, but it is no page of the programme either."""
    return bool(getattr(user, "is_virtual_school", False) or user.is_staff)


class GalleryForm(Form):
    """One of each control."""

    title = forms.CharField(max_length=80, widget=Text(30, autocomplete="off"), help_text="A few words")
    why = forms.CharField(label="Why now?", max_length=200, widget=LongText(rows=4), required=False)
    hours = forms.DecimalField(
        label="Hours here", max_value=5, help_text="For example, 3 or 3.5", widget=Number(decimal=True)
    )
    held_on = DateField(label="When was it?", help_text="For example, 3 2 2026")
    begins = ClockField(label="When does it start?", help_text="For example, 9.15am")
    phase = forms.ChoiceField(choices=[("", "Choose"), ("p", "Primary"), ("s", "Secondary")])
    kind = forms.ChoiceField(
        label="What kind of visit?",
        choices=[("support", "Support"), ("challenge", "Challenge")],
        widget=Radios(hints={"support": "What we put beside the school", "challenge": "What we ask of it"}),
    )
    themes = forms.MultipleChoiceField(choices=[("w", "Warmth"), ("r", "Repair")], widget=Checkboxes(), required=False)
    mark = forms.ChoiceField(
        label="Owen Bright",
        choices=[("present", "Present"), ("half", "Half day"), ("absent", "Absent")],
        widget=Segmented(soft=("absent",)),
    )
    paper = forms.FileField(label="A file", required=False)
    agreed = forms.BooleanField(label="The headteacher has agreed")


TYPED = QueryDict("title=Warm+starts&hours=8&held_on_day=31&held_on_month=2&held_on_year=2026&begins=25&mark=present")

COLOURS = (
    ("brand", "header, buttons, settled"),
    ("brand-deep", "headings"),
    ("brand-tint", "settled tag"),
    ("brand-mist", "moving, card heads"),
    ("accent", "you, now"),
    ("paper", "page"),
    ("paper-deep", "table heads, footer"),
    ("card", "panels"),
    ("honey-tint", "flags"),
    ("honey-ink", "words of a flag"),
    ("night", "internal only"),
    ("ink", "text"),
)
WORDS = (
    ("Not started", "rest"),
    ("Draft", "quarter"),
    ("Proposed", "quarter"),
    ("Question agreed", "quarter"),
    ("Returned", "half"),
    ("In progress", "half"),
    ("Acting", "half"),
    ("Baseline done", "half"),
    ("Claimed, not confirmed", "half"),
    ("Analysing", "three"),
    ("On course", "three"),
    ("Complete", "full"),
    ("Agreed", "done"),
    ("Confirmed", "done"),
    ("Approved", "done"),
    ("Embedded", "done"),
    ("Graduated", "done"),
    ("Waiting for you", "yours"),
    ("Flag, with its reason", "flag"),
    ("Stopped", "closed"),
    ("Deferred", "closed"),
    ("Withdrawn", "closed"),
)
SEATS = (
    {"label": "Seat 1", "marks": ["present", "half", "caught_up", "today", "ahead", "ahead"]},
    {"label": "Seat 2", "marks": ["present", "substitute", "missed", "empty", "empty", "ahead"]},
)
POINTS = (
    {"week": 4, "label": "1", "note": "23 Sep", "state": "done"},
    {"week": 11, "label": "2", "note": "11 Nov", "state": "done"},
    {"week": 15, "label": "3", "note": "9 Dec", "state": "done"},
    {"week": 23, "label": "Session 4 is today", "note": "9.15am, Larkstone Hall", "state": "now"},
    {"week": 30, "label": "5", "note": "24 Mar"},
    {"week": 41, "label": "6", "note": "9 Jun"},
    {"week": 44, "label": "Celebration", "note": "2 Jul", "state": "end"},
)


@guard(can_see_the_gallery)
def component_gallery(request):
    accepted = "accepted" in request.GET
    return render(
        request,
        "kit/component_gallery.html",
        {
            "form": GalleryForm() if accepted else GalleryForm(TYPED),
            "colours": COLOURS,
            "words": WORDS,
            "seat_rows": SEATS,
            "points": POINTS,
            "away": ((9, 1), (17, 2), (25, 1), (31, 2), (39, 1)),
            "pages": Paginator(range(300), 25).get_page(request.GET.get("page", 2)),
            "moment": datetime.datetime(2026, 2, 3, 9, 15, tzinfo=datetime.UTC),
        },
    )
