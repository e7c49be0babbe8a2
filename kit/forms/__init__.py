"""Forms in the portal's look: `from kit.forms import Form, DateField, ...`; plain fields still come from django.forms."""

from .base import Form
from .bound import BoundField
from .fields import ClockField, DateField, RecordsField
from .render import GovukRenderer
from .widgets import Checkboxes, DateParts, LongText, Number, Radios, Segmented, Text

__all__ = [
    "BoundField",
    "Checkboxes",
    "ClockField",
    "DateField",
    "DateParts",
    "Form",
    "GovukRenderer",
    "LongText",
    "Number",
    "Radios",
    "RecordsField",
    "Segmented",
    "Text",
]
