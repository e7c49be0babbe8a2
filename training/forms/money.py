"""Fees, order numbers and cover: wording and cleaning; they never save."""

from django import forms

from kit.forms import DateField, Form, Number, Text

from ..money import KINDS, year_name

LEAST = 0


class Pounds(forms.DecimalField):
    """An amount as people write it: "£1,250", "1250.50"."""

    def __init__(self, **kwargs):
        super().__init__(
            max_digits=8, decimal_places=2, widget=Number(10, decimal=True), **({"min_value": LEAST} | kwargs)
        )
        self.error_messages["invalid"] = "Enter an amount in pounds, like 250 or 62.50"

    def to_python(self, value):
        """Without the sign and the commas."""
        return super().to_python(str(value).replace("£", "").replace(",", "").strip() if value is not None else value)


class PricesForm(Form):
    """What a place costs, and what is paid for cover."""

    fee = Pounds(
        label="Fee for each school, in pounds", help_text="Leave it empty where places are free", required=False
    )
    cover_per_half = Pounds(
        label="Paid to schools for each half day of cover, in pounds",
        help_text="For each representative who was there. Leave it empty where cover is not paid",
        required=False,
    )

    def clean(self):
        """Nothing is no price."""
        found = super().clean()
        return {name: value or None for name, value in found.items()}


class FeeForm(Form):
    """What the Virtual School notes of one school's fee."""

    order_number = forms.CharField(label="Order number", max_length=60, required=False, widget=Text(20))
    amount = Pounds(
        label="Another amount for this school, in pounds",
        help_text="Leave it empty for the cohort’s fee. 0 means that the school pays nothing",
        required=False,
    )
    invoiced_on = DateField(label="When was it invoiced?", required=False)
    paid_on = DateField(label="When was it paid?", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def clean(self):
        """Paid after it was asked for."""
        found = super().clean()
        asked, paid = found.get("invoiced_on"), found.get("paid_on")
        if asked and paid and paid < asked:
            self.add_error("paid_on", "Enter the day of the invoice or a later one")
        return found

    @property
    def facts(self):
        """What the action takes, apart from the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class OrderNumberForm(Form):
    """What the school's office wants on the invoice."""

    order_number = forms.CharField(
        label="Your order number", help_text="If your office wants one on our invoice", max_length=60, widget=Text(20)
    )


class CoverFilter(Form):
    """Which year's claims."""

    mark_optional = False
    by = forms.ChoiceField(label="Count by", choices=list(KINDS.items()), required=False)
    year = forms.TypedChoiceField(label="Year", coerce=int, empty_value=None, required=False)

    def __init__(self, data=None, *, years):
        super().__init__(data)
        self.fields["year"].choices = [(str(first), year_name(first)) for first in years]
