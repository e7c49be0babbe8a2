"""The forms in which the lead changes when a reminder goes, and what a letter says."""

from django import forms

from kit.forms import Form, LongText, Number, Radios, Text
from kit.wording import day_long

from ..rules import LONGEST, MOST_STEPS
from ..wording import wording
from ..writing import blanks_of, musts_of

ORDER = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth")
SUBJECT, TEXT = 150, 6000


class RuleForm(Form):
    """Steps in school days, readers, on or off."""

    mark_optional = False

    def __init__(self, *args, standing, **kwargs):
        rule = self.rule = standing.rule
        start = {"is_on": "on" if standing.is_on else "off", "audience": standing.audience}
        self.names = standing.names
        start |= {f"step_{name}": standing.days.get(name) for name in self.names}
        super().__init__(*args, initial=start, **kwargs)
        side = "after" if rule.is_after else "before"
        if not rule.why_always:
            self.add(
                "is_on",
                forms.ChoiceField(
                    label="Does this reminder go?",
                    choices=[("on", "Yes"), ("off", "No, switch it off")],
                    widget=Radios(inline=True),
                ),
            )
        several, where = len(self.names) > 1, f"School days {side} {rule.anchor}."
        for name, label in zip(self.names, ORDER, strict=False):
            help_text = f"{where} Leave it empty to do without." if several else where
            self.add_step(f"step_{name}", f"{label} reminder" if several else "Reminder", help_text)
        if rule.days:
            most = f"{where} Up to {MOST_STEPS} reminders in all; nobody is reminded of a day that is past already."
            self.add_step("step_new", "One more reminder, if you want one", most)
        if rule.audiences:
            self.add(
                "audience",
                forms.ChoiceField(label="Who gets it?", choices=list(rule.audiences.items()), widget=Radios()),
            )

    def add_step(self, name, label, help_text):
        """The school days of a step."""
        bounds = {"min_value": 1, "max_value": LONGEST, "required": False, "widget": Number(3)}
        self.add(name, forms.IntegerField(label=label, help_text=help_text, **bounds))

    def add(self, name, field):
        """One more field, dressed like the others."""
        self.fields[name] = field
        self.dress(name, field)

    def clean(self):
        """The steps come one after another, and one that is on has at least one."""
        asked = super().clean()
        before = None
        for name in self.names:
            number = asked.get(f"step_{name}")
            if number is None:
                continue
            if before is not None and (number <= before if self.rule.is_after else number >= before):
                side = "more" if self.rule.is_after else "fewer"
                self.add_error(
                    f"step_{name}", f"Enter {side} school days than in the reminder before it, so {side} than {before}"
                )
            before = number
        new, steps = asked.get("step_new"), [f"step_{name}" for name in self.names]
        taken = [asked[step] for step in steps if asked.get(step) is not None]
        if new in taken:
            self.add_error("step_new", f"There is a reminder at {new} already. Enter another number of school days")
        elif new is not None and len(taken) >= MOST_STEPS:
            self.add_error("step_new", f"There are {MOST_STEPS} reminders already. Empty one of them to put in another")
        if steps and self.is_on and new is None and not taken and not self.errors:
            instead = "" if self.rule.why_always else ", or switch the reminder off"
            self.add_error(steps[-1], f"Enter at least one day{instead}")
        return asked

    @property
    def is_on(self):
        """Whether the reminder is to go."""
        return self.cleaned_data.get("is_on", "on") == "on"

    @property
    def chosen(self):
        """What the action takes."""
        return {
            "is_on": self.is_on,
            "days": {name: self.cleaned_data.get(f"step_{name}") for name in self.names},
            "new": self.cleaned_data.get("step_new"),
            "audience": self.cleaned_data.get("audience", ""),
        }


def label_of(record):
    """A record among others of its kind: with its day, where it has one."""
    on = getattr(record, "on", None)
    return f"{record}, {day_long(on)}" if on else str(record)


class WordingForm(Form):
    """Subject and text of a letter, and the record on which it is looked at."""

    subject = forms.CharField(max_length=SUBJECT, widget=Text(autocomplete="off"))
    text = forms.CharField(
        help_text="The greeting stands above it, and below it why the letter was sent. Both stay as they are.",
        max_length=TEXT,
        widget=LongText(rows=16),
    )
    record = forms.ChoiceField(label="Look at it as it would read about", required=False)

    def __init__(self, *args, kind, records, **kwargs):
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.mark_optional = False
        self.fields["record"].choices = [(str(record.pk), label_of(record)) for record in records]
        if not records:
            del self.fields["record"]

    def clean_subject(self):
        """One line whose blanks are known."""
        subject = " ".join(self.cleaned_data["subject"].split())
        self.complain("subject", wording(subject).check(blanks_of(self.kind)))
        return subject

    def clean_text(self):
        """Blanks that are known, and those without which the letter is no use."""
        text = self.cleaned_data["text"].strip()
        self.complain("text", wording(text).check(blanks_of(self.kind), musts_of(self.kind)))
        return text

    def complain(self, name, problems):
        """Every problem, each with its line."""
        if problems:
            raise forms.ValidationError(
                [words.replace("Line 1: ", "") if name == "subject" else words for words in problems]
            )
