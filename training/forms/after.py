"""The forms of reflections and of the pack for school."""

from django import forms

from kit.forms import Form, LongText, Number, Text


class ReflectionForm(Form):
    """Two minutes, for oneself."""

    mark_optional = False
    stayed = forms.CharField(label="What stayed with you?", max_length=1500, required=False, widget=LongText(4))
    will_try = forms.CharField(
        label="What will you try before the next session?", max_length=1500, required=False, widget=LongText(3)
    )
    is_shared = forms.BooleanField(
        label="Share it with the programme lead",
        required=False,
        help_text="Otherwise you alone read it. You can take it back at any time.",
    )

    def clean(self):
        """One line at least."""
        said = super().clean()
        if not self.errors and not (said["stayed"] or said["will_try"]):
            self.add_error("stayed", "Write a line, here or below")
        return said


class PackForm(Form):
    """What whoever runs it needs to know."""

    mark_optional = False
    title = forms.CharField(label="What is it called in school?", max_length=120, widget=Text())
    purpose = forms.CharField(
        label="What should people leave with?", max_length=1000, required=False, widget=LongText(2)
    )
    notes = forms.CharField(label="Notes for whoever runs it", max_length=4000, required=False, widget=LongText(6))
    questions = forms.CharField(
        label="Questions to ask", max_length=2000, required=False, widget=LongText(4), help_text="A line each."
    )
    is_early = forms.BooleanField(
        label="Schools read it before the day, too", required=False, help_text="Otherwise from the day of the session."
    )


class StepLine(Form):
    """A part of the outline; a line without words is left out."""

    mark_optional = False
    minutes = forms.IntegerField(min_value=1, max_value=240, required=False, widget=Number(3))
    what = forms.CharField(label="What happens", max_length=120, required=False, widget=Text())
    how = forms.CharField(label="How", max_length=500, required=False, widget=LongText(2))

    def clean(self):
        """What happens takes time."""
        said = super().clean()
        if not self.errors and said["what"] and not said["minutes"]:
            self.add_error("minutes", f"Enter how many minutes “{said['what']}” takes")
        if not self.errors and not said["what"] and (said["minutes"] or said["how"]):
            self.add_error("what", "Enter what happens")
        return said


class LinkLine(Form):
    """Slides or a handout on the web; an empty line is left out."""

    mark_optional = False
    title = forms.CharField(label="What is it?", max_length=120, required=False, widget=Text(30))
    url = forms.URLField(label="Web address", max_length=300, required=False, widget=Text())

    def clean(self):
        """A link has a name and an address."""
        said = super().clean()
        if not self.errors and bool(said["title"]) != bool(said["url"]):
            self.add_error(
                "title" if said["url"] else "url", "Enter what it is" if said["url"] else "Enter its address"
            )
        return said


class PackLines:
    """The outline and the links of a pack, line by line."""

    STEPS, LINKS, ROOM = 12, 6, 2

    def __init__(self, data, pack):
        steps = list(pack.steps.values("minutes", "what", "how")) if pack else []
        links = list(pack.links.values("title", "url")) if pack else []
        self.steps = self.lines(StepLine, "step", data, steps, self.STEPS, least=4)
        self.links = self.lines(LinkLine, "link", data, links, self.LINKS, least=2)

    def lines(self, form, prefix, data, filled, most, *, least):
        """The lines there are and some empty ones; of what was sent, all."""
        many = most if data else min(max(len(filled) + self.ROOM, least), most)
        rows = filled + [{}] * (many - len(filled))
        return [form(data, prefix=f"{prefix}-{n}", initial=row) for n, row in enumerate(rows, 1)]

    @property
    def forms(self):
        """All of them, in the order of the page."""
        return [*self.steps, *self.links]

    def is_valid(self):
        """Whether every line can be kept; each is asked, so that each shows its errors."""
        return not [line for line in self.forms if not line.is_valid()]

    def said(self):
        """The lines that say something, as the action takes them."""
        steps = [line.cleaned_data for line in self.steps]
        links = [line.cleaned_data for line in self.links]
        return {
            "steps": [(one["minutes"], one["what"], one["how"]) for one in steps if one["what"]],
            "links": [(one["title"], one["url"]) for one in links if one["url"]],
        }
