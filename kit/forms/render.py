"""How every form of the portal becomes HTML: templates of our own, and Django's for what has no look of its own."""

from django.forms.renderers import TemplatesSetting

from .bound import BoundField

# Plain Django widgets, those of sign-in among them, get our markup without being asked; admin's have names of their own.
OURS = {
    "django/forms/widgets/radio.html": "forms/radios.html",
    "django/forms/widgets/checkbox_select.html": "forms/checkboxes.html",
    "django/forms/widgets/select.html": "forms/select.html",  # the same without empty lines: a page may have hundreds
}


class GovukRenderer(TemplatesSetting):
    """The FORM_RENDERER of the portal."""

    form_template_name = "forms/form.html"
    formset_template_name = "forms/formset.html"
    field_template_name = "forms/field.html"
    bound_field_class = BoundField

    def get_template(self, template_name):
        return super().get_template(OURS.get(template_name, template_name))
