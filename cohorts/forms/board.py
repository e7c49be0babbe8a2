"""The filter of the board: a GET form with a button, so that it works without scripts and can be bookmarked."""

from django import forms

from kit.forms import Form, Text

ORDERS = {  # what it is called, and what it sorts by; equals stay in order of name, schools that left or graduated stand last
    "waiting": ("What waits for you", lambda row: (not row.is_yours, -len(row.flags))),
    "days": ("Training days, fewest first", lambda row: next((cell.size for cell in row.cells if cell.rows), 0)),
    "readiness": ("Readiness, most to settle first", lambda row: -row.cells[-1].size),
}


class BoardFilter(Form):
    """School, district, phase and order; choices come from the rows shown, so that none leads nowhere."""

    mark_optional = False

    q = forms.CharField(label="School", required=False, max_length=80, widget=Text())
    district = forms.ChoiceField(required=False)
    phase = forms.ChoiceField(required=False)
    order = forms.ChoiceField(
        required=False,
        choices=[("", "School name"), *((name, label) for name, (label, _) in ORDERS.items())],
    )

    def __init__(self, data, rows):
        super().__init__(data)
        districts = sorted({row.place.school.district for row in rows} - {""})
        phases = sorted(
            {(row.place.school.phase, row.place.school.get_phase_display()) for row in rows}, key=lambda pair: pair[1]
        )
        self.fields["district"].choices = [("", "All districts"), *((name, name) for name in districts)]
        self.fields["phase"].choices = [("", "All phases"), *phases]

    def choose(self, rows):
        """The rows that fit; in the order asked for; a filter that cannot be read chooses everything."""
        if not self.is_valid():
            return rows
        words = self.cleaned_data["q"].lower().split()
        district, phase = self.cleaned_data["district"], self.cleaned_data["phase"]
        found = [
            row
            for row in rows
            if all(word in row.place.school.search_text or word in row.place.school.name.lower() for word in words)
            and district in ("", row.place.school.district)
            and phase in ("", row.place.school.phase)
        ]
        if self.cleaned_data["order"]:
            _, key = ORDERS[self.cleaned_data["order"]]
            found.sort(key=lambda row: (not row.place.is_at_work, key(row)))
        return found
