"""What a school answers, and what a programme lead asks: wording and cleaning; they never save."""

from django import forms

from kit.forms import Form, LongText, Number, Radios, Text

from .models import Level


def level_or_none(value):
    """The level a radio stands for."""
    return int(value) if value else None


class AuditForm(Form):
    """A level and a line for each theme that is asked about; everything may stay open."""

    mark_optional = False
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, data=None, *, themes, audit=None):
        self.themes = list(themes)
        kept = {one.theme_id: one for one in audit.answers.all()} if audit else {}
        self.out_of_sight = {pk for pk, one in kept.items() if one.is_hidden}
        initial = {"version": audit.version if audit else 0}
        for pk, one in kept.items():
            initial |= {f"level_{pk}": str(one.level or ""), f"note_{pk}": one.line}
        super().__init__(data, initial=initial)
        for theme in self.themes:
            level = forms.TypedChoiceField(
                label=theme.title,
                help_text=theme.about,
                choices=[(str(value), label) for value, label in Level.choices],
                coerce=level_or_none,
                empty_value=None,
                required=False,
                widget=Radios(hints={str(level.value): theme.description(level) for level in Level}),
                error_messages={"invalid_choice": "Choose one of the four levels"},
            )
            note = forms.CharField(label="What makes you say so?", max_length=500, required=False, widget=LongText(2))
            fields = {f"level_{theme.pk}": level}
            if theme.pk not in self.out_of_sight:
                fields[f"note_{theme.pk}"] = note
            for name, field in fields.items():
                self.fields[name] = field
                self.dress(name, field)

    @property
    def parts(self):
        """The two fields of each theme, as the page shows them; no line where one was taken out of sight."""
        for number, theme in enumerate(self.themes, 1):
            note = f"note_{theme.pk}"
            yield {
                "number": number,
                "level": self[f"level_{theme.pk}"],
                "note": self[note] if note in self.fields else None,
                "is_open": note in self.fields and bool(self[note].value() or self[note].errors),
            }

    @property
    def answered(self):
        """How many themes have a level, as the form was opened."""
        return sum(bool(self[f"level_{theme.pk}"].value()) for theme in self.themes)

    @property
    def answers(self):
        """What the action takes."""
        said = self.cleaned_data
        return {theme: (said[f"level_{theme.pk}"], said.get(f"note_{theme.pk}")) for theme in self.themes}


class ThemeForm(Form):
    """A theme, and what each of its levels looks like."""

    title = forms.CharField(label="Theme", max_length=80, widget=Text(30, autocomplete="off"))
    about = forms.CharField(
        label="What is it about?", help_text="One sentence", max_length=300, required=False, widget=LongText(2)
    )
    not_yet = forms.CharField(label="Not yet", max_length=300, widget=LongText(2))
    emerging = forms.CharField(label="Emerging", max_length=300, widget=LongText(2))
    developing = forms.CharField(label="Developing", max_length=300, widget=LongText(2))
    embedded = forms.CharField(label="Embedded", max_length=300, widget=LongText(2))

    def __init__(self, data=None, *, theme=None):
        names = (*self.base_fields, "number", "is_asked")
        super().__init__(data, initial={name: getattr(theme, name) for name in names} if theme else None)
        if theme:
            own = {
                "number": forms.IntegerField(
                    label="Its place in the list", min_value=1, max_value=99, widget=Number(2)
                ),
                "is_asked": forms.BooleanField(
                    label="Ask schools about it",
                    help_text="Without the tick it is no longer asked. What schools have answered stays",
                    required=False,
                ),
            }
            for name, field in own.items():
                self.fields[name] = field
                self.dress(name, field)
