"""Dates, times, half days and counts in the words of the portal, all in Europe/London."""

import datetime

from django.utils import timezone

from . import clock as the_clock


def local(value):
    """A moment as London sees it; dates and times stay what they are."""
    if isinstance(value, datetime.datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def date_of(value):
    value = local(value)
    return value.date() if isinstance(value, datetime.datetime) else value


def day(value):
    """Tuesday 3 February 2026"""
    value = date_of(value)
    return f"{value:%A} {value.day} {value:%B %Y}" if value else ""


def day_long(value):
    """3 February 2026"""
    value = date_of(value)
    return f"{value.day} {value:%B %Y}" if value else ""


def day_month(value):
    """3 February"""
    value = date_of(value)
    return f"{value.day} {value:%B}" if value else ""


def day_near(value, on=None):
    """3 February, and the year where it is not this one."""
    value = date_of(value)
    if not value:
        return ""
    return day_month(value) if value.year == (on or the_clock.today()).year else day_long(value)


def day_short(value):
    """3 Feb"""
    value = date_of(value)
    return f"{value.day} {value:%b}" if value else ""


def clock(value):
    """9.15am, 1pm, noon"""
    if value in (None, ""):
        return ""
    value = local(value)
    if (value.hour, value.minute) == (12, 0):
        return "noon"
    minute = f".{value.minute:02}" if value.minute else ""
    return f"{value.hour % 12 or 12}{minute}{'am' if value.hour < 12 else 'pm'}"


def ago(value, on=None):
    """How long ago, in days, below three weeks; then the date. What is to come is said in the same way."""
    value = date_of(value)
    if not value:
        return ""
    today = on or the_clock.today()
    days = (today - value).days
    near = {0: "today", 1: "yesterday", -1: "tomorrow"}
    if days in near:
        return near[days]
    if abs(days) < 21:
        return f"{days} days ago" if days > 0 else f"in {-days} days"
    return day_near(value, today)


def halves(value):
    """Half days: 5½, ½, 12. Whole and half numbers only; anything else keeps its decimals."""
    if value in (None, ""):
        return ""
    whole, part = divmod(abs(value), 1)
    sign = "\N{MINUS SIGN}" if value < 0 else ""
    if part == 0:
        return f"{sign}{int(whole):,}"
    if float(part) == 0.5:
        return f"{sign}{int(whole) if whole else ''}½"
    return f"{value:,}"


def pounds(value):
    """£1,250 or £62.50; nothing where there is no amount."""
    if value in (None, ""):
        return ""
    return f"£{value:,.0f}" if value == int(value) else f"£{value:,.2f}"


FEW = 5  # a smaller number of children or answers could point at somebody
FEWER = f"fewer than {FEW}"


def count(value, words):
    """`3|count:"thing,things"` is "3 things"; a third word is for none: `"school,schools,no school"`."""
    number = value if isinstance(value, int) else len(value)
    one, many, *none = words.split(",")
    if not number and none:
        return none[0]
    return f"{number:,} {one if number == 1 else many}"


def initials(name):
    """Two letters for the disc beside a name, without "Dr" and the like."""
    words = [word for word in str(name).replace(".", "").split() if word not in TITLES]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


TITLES = {"Dr", "Mr", "Mrs", "Ms", "Miss", "Mx", "Prof", "Professor", "Rev", "Sir", "Dame"}
