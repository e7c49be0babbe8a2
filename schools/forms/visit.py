"""What is asked about a visit, and the answer to a challenge."""

from django import forms

from kit.clock import today
from kit.forms import DateField, Form, LongText, Radios, Text
from schools.models import VisitKind

CHALLENGES = (1, 2, 3)


class VisitForm(Form):
    """What was said at a school. Who reads it is never chosen beforehand."""

    on = DateField(label="When was it?")
    kind = forms.ChoiceField(label="How did it take place?", choices=VisitKind, widget=Radios())
    people = forms.CharField(label="Who was there?", max_length=200, required=False, widget=Text(autocomplete="off"))
    readers = forms.ChoiceField(
        label="Who reads this record?",
        help_text="Neither is chosen for you. A record can be opened to the school later, never the other way round.",
        choices=[("school", "The school and the Virtual School"), ("internal", "The Virtual School only")],
        widget=Radios(),
        error_messages={"required": "Choose who reads this record"},
    )
    support = forms.CharField(
        label="Support given",
        help_text="What we put beside the school",
        max_length=4000,
        required=False,
        widget=LongText(),
    )
    agreed = forms.CharField(
        label="Agreed together",
        help_text="Who does what, and by when",
        max_length=2000,
        required=False,
        widget=LongText(rows=3),
    )

    def __init__(self, *args, may_be_internal=True, **kwargs):
        super().__init__(*args, **kwargs)
        for number in CHALLENGES:
            text = forms.CharField(
                label=f"Challenge {number}", max_length=2000, required=False, widget=LongText(rows=2),
                help_text="A question to the school" if number == 1 else "",
            )  # fmt: skip
            day = DateField(label=f"Reply to challenge {number} by", required=False)
            for name, field in ((f"challenge_{number}", text), (f"follow_up_{number}", day)):
                self.fields[name] = field
                self.dress(name, field)
        if not may_be_internal:
            self.fields["readers"].choices = self.fields["readers"].choices[:1]

    def clean_on(self):
        """A visit that is logged has taken place."""
        day = self.cleaned_data["on"]
        if day > today():
            raise forms.ValidationError("Enter the day of a visit that has taken place")
        return day

    def clean(self):
        """A challenge has a day for its reply, and is put to somebody who reads it."""
        cleaned = super().clean()
        for number in CHALLENGES:
            text, day = cleaned.get(f"challenge_{number}"), cleaned.get(f"follow_up_{number}")
            if text and not day and f"follow_up_{number}" not in self.errors:
                self.add_error(
                    f"follow_up_{number}", f"Enter the day by which you expect a reply to challenge {number}"
                )
            if day and cleaned.get("on") and day < cleaned["on"]:
                self.add_error(
                    f"follow_up_{number}", f"Enter a day on or after the visit for the reply to challenge {number}"
                )
            if text and cleaned.get("readers") == "internal":
                self.add_error(f"challenge_{number}", "The school cannot answer a challenge it does not read")
        if not (
            cleaned.get("support") or cleaned.get("agreed") or any(cleaned.get(f"challenge_{n}") for n in CHALLENGES)
        ):
            self.add_error("support", "Enter what was said: support, a challenge or what you agreed")
        return cleaned

    def challenges(self):
        """Pairs of (question, follow-up date), as far as they were filled in."""
        found = ((self.cleaned_data[f"challenge_{n}"], self.cleaned_data[f"follow_up_{n}"]) for n in CHALLENGES)
        return [(text, day) for text, day in found if text]


class AnswerForm(Form):
    """A school's reply to a challenge."""

    reply = forms.CharField(label="Your reply", max_length=4000, widget=LongText(rows=5))
