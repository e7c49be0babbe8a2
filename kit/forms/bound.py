"""A field together with what was typed into it, with the classes and ids that its markup needs."""

from django import forms

from .widgets import Segmented

# The first kind that a widget is an instance of gives its class.
CLASSES = (
    (Segmented, ""),
    (forms.CheckboxSelectMultiple, "govuk-checkboxes__input"),  # a RadioSelect too, so it comes first
    (forms.RadioSelect, "govuk-radios__input"),
    (forms.CheckboxInput, "govuk-checkboxes__input"),
    (forms.Textarea, "govuk-textarea"),
    (forms.Select, "govuk-select"),
    (forms.FileInput, "govuk-file-upload"),
    (forms.widgets.Input, "govuk-input"),
)
GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


class BoundField(forms.boundfield.BoundField):
    """Django's own, plus classes, the first control's id (for the error summary) and how the label is to be shown."""

    label_size = ""  # "s", "m" or "l", set by {% field %}
    label_hidden = False

    def build_widget_attrs(self, attrs, widget=None):
        widget = widget or self.field.widget
        attrs = super().build_widget_attrs(attrs, widget)
        if widget.is_hidden:
            return attrs
        base = next((name for kind, name in CLASSES if isinstance(widget, kind)), "")
        if base:
            names = [base, "govuk-js-character-count"] if self.counted_to else [base]
            if self.errors and not isinstance(widget, (*GROUPS, forms.CheckboxInput)):
                names.append(f"{base}--error")
            attrs["class"] = " ".join(filter(None, [*names, widget.attrs.get("class"), attrs.get("class")]))
        if isinstance(widget, GROUPS):
            attrs.pop("aria-invalid", None)  # not allowed on a radio; the group's error is read with its legend
        if self.counted_to and not self.use_fieldset:
            attrs["aria-describedby"] = " ".join(filter(None, [attrs.get("aria-describedby"), f"{self.auto_id}-info"]))
        return attrs

    @property
    def counted_to(self):
        """The most characters a long text may have, or None where nothing is counted."""
        return getattr(self.field, "max_length", None) if isinstance(self.field.widget, forms.Textarea) else None

    @property
    def is_single_checkbox(self):
        return isinstance(self.field.widget, forms.CheckboxInput)

    @property
    def is_optional(self):
        """Whether the label says "(optional)": not for one box, where leaving it is an answer, nor where the form says not to."""
        return (
            getattr(self.form, "mark_optional", False)
            and not self.field.required
            and not self.is_single_checkbox
            and "optional" not in str(self.label).lower()
        )

    @property
    def first_control(self):
        """The id that a link in the error summary jumps to."""
        if isinstance(self.field.widget, GROUPS):
            return next((option.id_for_label for option in self.subwidgets), self.auto_id)
        return self.id_for_label or self.auto_id
