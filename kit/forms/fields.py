"""Fields that read dates and times as people write them."""

import datetime
import re

from django import forms
from django.core.exceptions import ValidationError

from .widgets import DateParts, Parts, Text

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")


class DateField(forms.Field):
    """A date in three boxes; the month may be a number or a name. Gives a `date`, or None when all three are empty."""

    widget = DateParts
    default_error_messages = {
        "invalid": "Enter a real date, like 3 2 2026",
        "incomplete": "Enter a day, a month and a year",
        "year": "Enter the year in four figures, like 2026",
        "range": "Enter a year between 1900 and 2100",
    }

    def to_python(self, value):
        if value in self.empty_values or (isinstance(value, Parts) and not any(value)):
            return None
        if isinstance(value, datetime.datetime):
            return value.date()
        if isinstance(value, datetime.date):
            return value
        if not isinstance(value, Parts):
            raise self.error("invalid")
        if not all(value):
            raise self.error("incomplete")
        month = value.month[:3].lower()
        typed = (value.day, str(MONTHS.index(month) + 1) if month in MONTHS else value.month, value.year)
        if not all(re.fullmatch(r"[0-9]{1,4}", part) for part in typed):
            raise self.error("invalid")
        day, month, year = map(int, typed)
        if len(value.year) != 4:
            raise self.error("year")
        if not 1900 <= year <= 2100:
            raise self.error("range")
        try:
            return datetime.date(year, month, day)
        except ValueError:
            raise self.error("invalid") from None

    def error(self, code):
        return ValidationError(self.error_messages[code], code=code)

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class ClockField(forms.Field):
    """A time of day as people write it: "9.15am", "9:15", "1 pm", "13.30". Gives a `time`."""

    default_error_messages = {"invalid": "Enter a time, like 9.15am"}
    pattern = re.compile(r"([0-9]{1,2})(?:[.:]?([0-9]{2}))?\s*(am|pm|noon)?")

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", Text(width=5, spellcheck=False))
        super().__init__(**kwargs)

    def to_python(self, value):
        if value in self.empty_values or isinstance(value, datetime.time):
            return value or None
        written = str(value).strip().lower()
        if not written:
            return None
        match = self.pattern.fullmatch({"noon": "12pm", "midday": "12pm"}.get(written, written))
        if not match:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        hour, minute, half = int(match[1]), int(match[2] or 0), match[3]
        if half:
            if not 1 <= hour <= 12:
                raise ValidationError(self.error_messages["invalid"], code="invalid")
            hour = hour % 12 + (0 if half == "am" else 12)
        try:
            return datetime.time(hour, minute)
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None

    def prepare_value(self, value):
        from kit.wording import clock

        return clock(value) if isinstance(value, datetime.time) else value

    def has_changed(self, initial, data):
        try:
            return self.to_python(initial) != self.to_python(data)
        except ValidationError:
            return True


class RecordsField(forms.ModelMultipleChoiceField):
    """Several records; a number longer than the database counts is none of them, where Django's own field breaks."""

    BIGGEST = 2**63 - 1

    def clean(self, value):
        for pk in value or ():
            if str(pk).isdecimal() and int(pk) > self.BIGGEST:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": pk}
                )
        return super().clean(value)
