"""What the Virtual School fills in while it decides the intake."""

from django import forms

from kit.forms import Form, LongText, Number, Radios, RecordsField, Text

from ..models import Application, Decision

DECISIONS = [(choice.value, choice.label) for choice in Decision]
NONE = "undecided"
TOGETHER = [(choice.value or NONE, choice.label) for choice in Decision if choice] + [(NONE, Decision.UNDECIDED.label)]
NEEDS = [("", "Not said"), *Application._meta.get_field("need_band").choices]


class RowsForm(Form):
    """A select a row, and beside it, hidden, what it showed: what nobody chose anew is not sent over another's change."""

    mark_optional = False
    prefix_of_row, choices, words = "", (), ""

    def __init__(self, data=None, *, applications):
        super().__init__(data)
        self.known = {one.pk for one in applications}
        for application in applications:
            name = f"{self.prefix_of_row}_{application.pk}"
            held = getattr(application, self.held)
            self.fields[name] = forms.ChoiceField(
                label=f"{self.words} {application.school}", choices=self.choices, required=False, initial=held
            )
            self.dress(name, self.fields[name])
            self.fields[f"was_{name}"] = forms.CharField(required=False, initial=held, widget=forms.HiddenInput)

    def row(self, application):
        """The select of one row with its hidden neighbour, or nothing."""
        name = f"{self.prefix_of_row}_{application.pk}"
        return (self[name], self[f"was_{name}"]) if name in self.fields else (None, None)

    @property
    def seen(self):
        """{application id: value} as the page showed it, for the rows that say so."""
        names = ((pk, f"was_{self.prefix_of_row}_{pk}") for pk in self.known)
        return {pk: self.cleaned_data[name] for pk, name in names if name in self.data}

    @property
    def chosen(self):
        """{application id: value} for the rows that were sent and are not as the page showed them."""
        seen, names = self.seen, ((pk, f"{self.prefix_of_row}_{pk}") for pk in sorted(self.known))
        sent = {pk: self.cleaned_data[name] for pk, name in names if name in self.data}
        return {pk: value for pk, value in sent.items() if seen.get(pk) != value}


class HoldForm(RowsForm):
    """A decision a row; only applications that can still be decided have one."""

    prefix_of_row, choices, words, held = "decision", DECISIONS, "Decision for", "decision"


class NeedForm(RowsForm):
    """A band of need a row."""

    prefix_of_row, choices, words, held = "need", NEEDS, "Need of", "need_band"


class ManyForm(Form):
    """One decision for the ticked ones, or for the first so many of the table."""

    mark_optional = False

    together = forms.ChoiceField(label="Decision", choices=TOGETHER)
    reason = forms.CharField(
        label="Reason",
        help_text="Each of these schools reads it. Where one school’s reason is another, write it on its application",
        max_length=1500,
        required=False,
        widget=LongText(2),
    )
    first = forms.IntegerField(label="First", min_value=1, max_value=500, required=False, widget=Number(3))
    picked = RecordsField(Application.objects.none(), required=False)

    def __init__(self, data=None, *, applications, first=None):
        super().__init__(data, initial={"first": first})
        found = Application.objects.filter(pk__in=[one.pk for one in applications])
        self.fields["picked"].queryset = found

    def clean(self):
        """Whom it is for depends on the button."""
        found = super().clean()
        if self.takes_first and not found.get("first") and "first" not in self.errors:
            self.add_error("first", "Enter how many")
        if not self.takes_first and not found.get("picked") and "picked" not in self.errors:
            self.add_error("picked", "Tick at least one school")
        if found.get("together") == Decision.NOT_OFFERED and not found.get("reason"):
            self.add_error("reason", "Enter the reason: the schools read it")
        return found

    @property
    def takes_first(self):
        """Whether the button for the first so many was pressed."""
        return self.data.get("which") == "first"

    @property
    def decision(self):
        """What is held."""
        chosen = self.cleaned_data["together"]
        return Decision.UNDECIDED if chosen == NONE else chosen


class OrderForm(Form):
    """A number a school: its position on the held reserve list; `move` is the arrow that was pressed, "up-12"."""

    mark_optional = False

    def __init__(self, data=None, *, reserves):
        super().__init__(data)
        self.reserves = reserves
        for number, application in enumerate(reserves, 1):
            name = f"order_{application.pk}"
            self.fields[name] = forms.IntegerField(
                label=f"Position of {application.school}",
                min_value=1,
                max_value=999,
                initial=number,
                widget=Number(2),
                error_messages={"required": f"Enter a position for {application.school}"},
            )
            self.dress(name, self.fields[name])

    def rows(self):
        """Each school with its box."""
        return [(application, self[f"order_{application.pk}"]) for application in self.reserves]

    @property
    def order(self):
        """Ids, first to last: by the numbers typed, equals as they stood; then the arrow."""
        stood = {application.pk: number for number, application in enumerate(self.reserves)}
        typed = {pk: self.cleaned_data[f"order_{pk}"] for pk in stood}
        found = sorted(stood, key=lambda pk: (typed[pk], stood[pk]))
        way, _, which = self.data.get("move", "").partition("-")
        if way in ("up", "down") and which in map(str, found):
            at = found.index(int(which))
            to = at - 1 if way == "up" else at + 1
            if 0 <= to < len(found):
                found[at], found[to] = found[to], found[at]
        return found


class DecideForm(Form):
    """One decision, its reason, and the band of need."""

    decision = forms.ChoiceField(choices=DECISIONS, required=False, widget=Radios())
    reason = forms.CharField(
        help_text="The school reads this when it is not offered a place",
        max_length=1500,
        required=False,
        widget=LongText(4),
    )
    need_band = forms.ChoiceField(
        label="Need",
        help_text="By children in care. Schools never see it",
        required=False,
        choices=NEEDS,
        widget=Radios(),
    )

    mark_optional = False

    def clean(self):
        """A refusal has its reason."""
        found = super().clean()
        if found.get("decision") == Decision.NOT_OFFERED and not found.get("reason"):
            self.add_error("reason", "Enter the reason: the school reads it")
        return found


class HeadCodeForm(Form):
    """What the headteacher says on the telephone."""

    name = forms.CharField(label="Name of the headteacher", max_length=150, widget=Text(30, autocomplete="off"))
    code = forms.CharField(
        label="Code they read out", max_length=12, widget=Text(10, inputmode="numeric", autocomplete="off")
    )

    def clean_code(self):
        """Spaces do not matter."""
        return self.cleaned_data["code"].replace(" ", "")


class ReleaseForm(Form):
    """The number of letters, typed, so that nobody releases by a slip."""

    letters = forms.IntegerField(label="How many letters go?", min_value=0, widget=Number(4))


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(max_length=300, widget=LongText(3))


__all__ = ["DecideForm", "HeadCodeForm", "HoldForm", "ReasonForm", "ReleaseForm"]
