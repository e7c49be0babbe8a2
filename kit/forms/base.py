"""The form that every form of the portal is: plain words for its errors, nothing cut off, nothing saved."""

from django import forms
from django.forms.utils import pretty_name

from .widgets import LongText, Number

# Said instead of Django's words, unless the field brings words of its own.
PLAIN = {
    "max_length": "Enter no more than %(limit_value)d characters",
    "min_length": "Enter at least %(limit_value)d characters",
    "max_value": "Enter %(limit_value)s or less",
    "min_value": "Enter %(limit_value)s or more",
}
KINDS = (
    (forms.DecimalField | forms.FloatField, {"invalid": "Enter a number, like 12 or 12.5"}),  # IntegerFields too
    (forms.IntegerField, {"invalid": "Enter a whole number, like 12"}),
    (forms.EmailField, {"invalid": "Enter an e-mail address, like name@school.example"}),
    (forms.URLField, {"invalid": "Enter a web address, like https://www.gov.uk"}),
    (forms.FileField, {"empty": "The file is empty. Choose another", "missing": "Choose a file"}),
)


class Form(forms.Form):
    """Cleans and words; an action saves. Write `<form method="post" novalidate>`, so that our words are read, not the browser's."""

    use_required_attribute = False
    mark_optional = True

    def __init__(self, *args, label_suffix="", **kwargs):
        super().__init__(*args, label_suffix=label_suffix, **kwargs)
        for name, field in self.fields.items():
            self.dress(name, field)

    def dress(self, name, field):
        """Give a field our controls and words. Call it for a field that a form adds after `__init__`."""
        widget = field.widget
        if type(widget) is forms.NumberInput:
            whole = isinstance(field, forms.IntegerField) and not isinstance(
                field, (forms.DecimalField, forms.FloatField)
            )
            field.widget = Number(decimal=not whole, attrs={k: v for k, v in widget.attrs.items() if k not in BOUNDS})
        elif type(widget) is forms.Textarea:
            field.widget = LongText(attrs={k: v for k, v in widget.attrs.items() if k not in ("rows", "cols")})
        elif isinstance(field, forms.EmailField):
            widget.attrs = {"autocomplete": "email", "spellcheck": "false"} | widget.attrs
        field.widget.is_required = field.required
        # A browser silently cuts what is pasted at maxlength; our message keeps the text and says how much may stay.
        for cut in ("maxlength", "minlength"):
            field.widget.attrs.pop(cut, None)
        for code, words in self.words_for(name, field).items():
            if field.error_messages.get(code) in (None, stock(field, code)):
                field.error_messages[code] = words

    def words_for(self, name, field):
        label = str(field.label or pretty_name(name)).strip()
        words = dict(PLAIN)
        for kind, of_kind in KINDS:
            if isinstance(field, kind):
                words |= of_kind
                break
        words["required"] = required_words(field, label)
        if isinstance(field, forms.ChoiceField | forms.ModelChoiceField):
            words["invalid_choice"] = "Choose one of the answers in the list"
        return words


BOUNDS = ("min", "max", "step")


def required_words(field, label):
    choose = isinstance(field, forms.ChoiceField | forms.ModelChoiceField | forms.FileField)
    if isinstance(field, forms.BooleanField):
        return f"Tick the box “{label}”"
    if label.endswith("?"):
        return "Choose an answer" if choose else "Enter an answer"
    thing = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return f"{'Choose' if choose else 'Enter'} {thing}"


def stock(field, code):
    """What Django would say, so that words given by the form are told apart from it."""
    for kind in type(field).__mro__:
        if code in getattr(kind, "__dict__", {}).get("default_error_messages", {}):
            return kind.default_error_messages[code] if kind.__module__.startswith("django.") else None
    return None
