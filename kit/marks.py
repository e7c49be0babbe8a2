"""The marks that carry a state, as one sprite in the page, and the drawing of seats by sessions."""

from functools import cache

from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe

# Name -> modifier class of the mark. The ring fills; the tick is another person's word; the diamond is yours to act on.
MARKS = {
    "rest": "rest",
    "quarter": "",
    "half": "",
    "three": "",
    "full": "",
    "done": "",
    "yours": "yours",
    "closed": "closed",
    "flag": "flag",
    "eye": "",
    "lock": "",
    "offline": "",
}
# The tag (a pill) that goes with a mark, where the page says nothing else.
KINDS = {"rest": "rest", "yours": "yours", "closed": "closed", "flag": "flag", "full": "settled", "done": "settled"}

# What each mark of a seat looks like, at the origin, and the class that colours it.
STROKE = 'fill="none" stroke="currentColor" stroke-width'
SEAT = {
    "present": ("", '<circle r="5.2" fill="currentColor"/>'),
    "half": ("", f'<circle r="4.4" {STROKE}="1.6"/><path d="M0-4.4a4.4 4.4 0 0 0 0 8.8z" fill="currentColor"/>'),
    "substitute": ("", '<rect x="-4.8" y="-4.8" width="9.6" height="9.6" rx="1.8" fill="currentColor"/>'),
    "caught_up": ("", f'<circle r="4.4" {STROKE}="1.6"/><circle r="2.2" fill="currentColor"/>'),
    "missed": ("aas-dot-gap", f'<circle r="4.3" {STROKE}="1.4"/>'),
    "empty": ("aas-dot-gap", f'<circle r="4.3" {STROKE}="1.4" stroke-dasharray="1.8 2.2"/>'),
    "not_said_yet": ("aas-dot-gap", f'<path d="M-3.6 0h7.2" {STROKE}="1.8" stroke-linecap="round"/>'),
    "today": ("aas-dot-now", f'<circle r="4.1" {STROKE}="2.2"/>'),
    "ahead": ("aas-dot-ahead", '<circle r="2.4" fill="currentColor"/>'),
}
SEAT_SYMBOLS = "".join(
    f'<g id="s-{name}"{f' class="{classes}"' if classes else ""}>{drawing}</g>'
    for name, (classes, drawing) in SEAT.items()
)

RING = 'fill="none" stroke="currentColor"'
SPRITE = mark_safe(  # noqa: S308 our own drawing, no input
    '<svg width="0" height="0" class="govuk-visually-hidden" aria-hidden="true">'
    f'<symbol id="m-rest" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.4" {RING} stroke-width="1.7"/></symbol>'
    f'<symbol id="m-quarter" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.7" {RING} stroke-width="1.6"/>'
    '<path d="M8 8V3a5 5 0 0 1 5 5z" fill="currentColor"/></symbol>'
    f'<symbol id="m-half" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.7" {RING} stroke-width="1.6"/>'
    '<path d="M8 3a5 5 0 0 1 0 10z" fill="currentColor"/></symbol>'
    f'<symbol id="m-three" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.7" {RING} stroke-width="1.6"/>'
    '<path d="M8 3a5 5 0 1 1-5 5h5z" fill="currentColor"/></symbol>'
    '<symbol id="m-full" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.5" fill="currentColor"/></symbol>'
    '<symbol id="m-done" viewBox="0 0 16 16"><circle cx="8" cy="8" r="7.5" fill="currentColor"/>'
    '<path d="M4.6 8.2l2.4 2.4 4.5-4.9" fill="none" stroke="#fff" stroke-width="1.9" stroke-linecap="round" stroke-linejoin="round"/></symbol>'
    '<symbol id="m-yours" viewBox="0 0 16 16"><path d="M8 .6 15.4 8 8 15.4.6 8z" fill="currentColor"/></symbol>'
    f'<symbol id="m-closed" viewBox="0 0 16 16"><circle cx="8" cy="8" r="6.7" {RING} stroke-width="1.6" stroke-dasharray="2.6 2"/>'
    '<path d="M5 8h6" stroke="currentColor" stroke-width="1.8"/></symbol>'
    '<symbol id="m-flag" viewBox="0 0 16 16"><path d="M3.2 15V1.4h9.6L10 5l2.8 3.6H4.8V15z" fill="currentColor"/></symbol>'
    f'<symbol id="m-eye" viewBox="0 0 20 20"><path d="M1 10s3.4-6 9-6 9 6 9 6-3.4 6-9 6-9-6-9-6z" {RING} stroke-width="1.8"/>'
    '<circle cx="10" cy="10" r="3" fill="currentColor"/></symbol>'
    f'<symbol id="m-lock" viewBox="0 0 20 20"><path d="M6 9V6.5a4 4 0 0 1 8 0V9" {RING} stroke-width="2"/>'
    '<rect x="3.5" y="9" width="13" height="9" rx="1.6" fill="currentColor"/></symbol>'
    '<symbol id="m-offline" viewBox="0 0 22 22">'
    f'<path d="M6.5 17.5h9a4 4 0 0 0 .8-7.9A5.6 5.6 0 0 0 5.6 8.7a4.4 4.4 0 0 0 .9 8.8z" {RING} stroke-width="1.8"/>'
    '<path d="M2.5 2.5l17 17" stroke="currentColor" stroke-width="1.9"/></symbol>'
    '<symbol id="brand" viewBox="0 0 40 40"><path d="M4 15a16 16 0 0 0 32 0" fill="none" stroke="#fffefb" stroke-width="4" stroke-linecap="round"/>'
    '<path d="M11 15a9 9 0 0 0 18 0" fill="none" stroke="#a9cbc6" stroke-width="4" stroke-linecap="round"/>'
    '<circle cx="20" cy="12" r="5.2" fill="#fffefb"/></symbol>'
    f"<defs>{SEAT_SYMBOLS}</defs></svg>"
)


@cache
def mark(name):
    """One mark. The word beside it says the same, so it is hidden from screen readers."""
    modifier = MARKS[name]
    classes = f"aas-mark aas-mark--{modifier}" if modifier else "aas-mark"
    return mark_safe(f'<svg class="{classes}" aria-hidden="true"><use href="#m-{name}"/></svg>')  # noqa: S308 known names only


SEAT_WORDS = {
    "present": "present",
    "half": "half day",
    "substitute": "substitute",
    "caught_up": "caught up",
    "missed": "missed",
    "empty": "seat empty",
    "not_said_yet": "not said yet",
    "today": "today",
    "ahead": "ahead",
}
STEP = 15


@cache
def seat_dot(name, column, row):
    x, y = (f' {axis}="{place * STEP}"' if place else "" for axis, place in (("x", column), ("y", row)))
    return f'<use href="#s-{name}"{x}{y}/>'


def seats(rows, large=False):
    """A row per seat, a column per session; the label spells each out, since a drawing says nothing to a screen reader."""
    rows = [(row["label"], row["marks"]) if isinstance(row, dict) else row for row in rows]
    columns = max((len(marks) for _, marks in rows), default=0)
    said = "; ".join(
        f"{label}: "
        + (", ".join(f"{number} {SEAT_WORDS[name]}" for number, name in enumerate(marks, 1)) or "no sessions yet")
        for label, marks in rows
    )
    dots = "".join(
        seat_dot(name, column, row) for row, (_, marks) in enumerate(rows) for column, name in enumerate(marks)
    )
    # The stylesheet gives the box; a view box of two by six fills it exactly, and more seats or sessions draw smaller.
    return mark_safe(  # noqa: S308 labels are escaped, the rest is ours
        f'<svg class="aas-seats{" aas-seats--l" if large else ""}" viewBox="-8.5 -8.5 {max(columns * STEP + 2, 32)} {max(len(rows) * STEP + 2, 17)}" '
        f'role="img" aria-label="{escape(said)}">{dots}</svg>'
    )


def seat_key(names=tuple(SEAT)):
    """The key to the drawing of seats."""
    items = "".join(
        f'<li><svg viewBox="-7 -7 14 14" aria-hidden="true"><use href="#s-{name}"/></svg>'
        f"{'empty seat' if name == 'empty' else SEAT_WORDS[name]}</li>"
        for name in SEAT
        if name in names
    )
    return format_html('<ul class="aas-key">{}</ul>', mark_safe(items))  # noqa: S308
