"""Controls: text of a sensible width, long text, numbers, a date in three parts, radios, boxes and the one-tap bar."""

from typing import NamedTuple

from django import forms


class Text(forms.TextInput):
    """One line. `width` is in characters (2, 3, 4, 5, 10, 20 or 30); the rest are the HTML attributes of those names."""

    def __init__(self, width=None, *, autocomplete=None, inputmode=None, spellcheck=None, attrs=None):
        given = {"autocomplete": autocomplete, "inputmode": inputmode}
        if spellcheck is not None:
            given["spellcheck"] = "true" if spellcheck else "false"
        if width:
            given["class"] = f"govuk-input--width-{width}"
        super().__init__({name: value for name, value in given.items() if value} | (attrs or {}))


class Number(Text):
    """A number as text with a number pad: browsers' own number inputs change on a turn of the wheel and drop what they dislike."""

    def __init__(self, width=5, *, decimal=False, attrs=None):
        super().__init__(width, inputmode="decimal" if decimal else "numeric", attrs=attrs)


class LongText(forms.Textarea):
    """Several lines; a line break counts as one character, as it does for the person who types."""

    def __init__(self, rows=5, *, attrs=None):
        super().__init__({"rows": rows, "cols": None} | (attrs or {}))
        self.attrs = {name: value for name, value in self.attrs.items() if value is not None}

    def value_from_datadict(self, data, files, name):
        value = super().value_from_datadict(data, files, name)
        return value.replace("\r\n", "\n") if isinstance(value, str) else value


class WithHints:
    """Options may carry a line of explanation: `hints={value: words}`."""

    def __init__(self, hints=None, *, inline=False, attrs=None):
        self.hints, self.inline = hints or {}, inline
        super().__init__(attrs)

    def create_option(self, name, value, *args, **kwargs):
        return super().create_option(name, value, *args, **kwargs) | {"hint": self.hints.get(value, "")}

    def get_context(self, *args):
        context = super().get_context(*args)
        context["widget"]["inline"] = self.inline
        return context

    def __deepcopy__(self, memo):
        copy = super().__deepcopy__(memo)
        copy.hints = dict(self.hints)
        return copy


class Radios(WithHints, forms.RadioSelect):
    """One of a few, one below the other, or side by side with `inline=True` (yes and no)."""

    template_name = "forms/radios.html"


class Checkboxes(WithHints, forms.CheckboxSelectMultiple):
    """Any of a few."""

    template_name = "forms/checkboxes.html"


class Segmented(forms.RadioSelect):
    """Real radios laid out as one bar, for an answer in one tap; `soft` names the values that are shown in grey when chosen."""

    template_name = "forms/segmented.html"

    def __init__(self, soft=(), *, attrs=None):
        self.soft = set(soft)
        super().__init__(attrs)

    def create_option(self, name, value, *args, **kwargs):
        return super().create_option(name, value, *args, **kwargs) | {"soft": value in self.soft}


class Parts(NamedTuple):
    """A date as it was typed."""

    day: str
    month: str
    year: str

    def __str__(self):
        return " ".join(filter(None, self))


class DateParts(forms.Widget):
    """A date in three boxes; the form's data are `<name>_day`, `<name>_month` and `<name>_year`."""

    template_name = "forms/date.html"
    use_fieldset = True

    def value_from_datadict(self, data, files, name):
        return Parts(*(str(data.get(f"{name}_{part}") or "").strip() for part in Parts._fields))

    def value_omitted_from_data(self, data, files, name):
        return all(f"{name}_{part}" not in data for part in Parts._fields)

    def id_for_label(self, id_):
        return f"{id_}_day" if id_ else id_

    def use_required_attribute(self, initial):
        return False

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        if hasattr(value, "day") and not isinstance(value, Parts):
            value = Parts(str(value.day), str(value.month), str(value.year))
        elif not isinstance(value, Parts):
            value = Parts("", "", "")
        attrs = context["widget"]["attrs"]
        context["widget"]["parts"] = [
            {
                "name": f"{name}_{part}",
                "id": f"{attrs.get('id', name)}_{part}",
                "label": part.capitalize(),
                "value": typed,
                "width": 4 if part == "year" else 2,
                "invalid": "aria-invalid" in attrs,
                "disabled": attrs.get("disabled", False),
            }
            for part, typed in zip(Parts._fields, value, strict=True)
        ]
        return context
