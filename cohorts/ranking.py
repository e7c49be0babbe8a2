"""In which order the lead looks at the applications, and who the first so many of it are."""

from kit.access import Refused
from kit.wording import count

from .models.holding import DECIDABLE

SCORE, ARRIVAL, NEED = "score", "arrival", "need"
NAMES = {SCORE: "By score", ARRIVAL: "In the order they came", NEED: "By need"}
HOW = {SCORE: "by score", ARRIVAL: "in the order they came", NEED: "by need"}
BANDS = ("higher", "middle", "lower", "")


def order_of(asked, criteria, figures):
    """The order the lead chose; else by score where reviewers scored, and in the order they came where nobody has."""
    orders = [SCORE, ARRIVAL, NEED] if criteria else [ARRIVAL, NEED]
    if asked in orders:
        return asked, orders
    return (SCORE if any(one.means for one in figures.values()) else ARRIVAL), orders


def ranked(found, order, figures):
    """The applications in an order. `found` is in the order they came, and equals stay so; without a score they stand last."""
    if order == SCORE:
        return sorted(found, key=lambda one: -score_of(one, figures))
    if order == NEED:
        return sorted(found, key=lambda one: BANDS.index(one.need_band))
    return list(found)


def score_of(application, figures):
    """Its mean score, or -1 where there is none to see."""
    of = figures.get(application.pk)
    return of.mean if of and of.means else -1


def first_of(rows, number, order, figures):
    """Those of the first `number` rows that can still be decided. Refused where it would divide schools that score the same."""
    first, after = rows[:number], rows[number:]
    if order == SCORE:
        if unscored := [one for one in first if score_of(one, figures) < 0]:
            scored = len(first) - len(unscored)
            raise Refused(
                f"Only {count(scored, 'school has a score,schools have a score')} to see. Choose fewer, or tick."
            )
        if first and after and score_of(first[-1], figures) == score_of(after[0], figures):
            raise Refused(
                f"{first[-1].school} and {after[0].school} have the same score, on either side of the line. "
                "Choose another number, or tick the schools."
            )
    return [one for one in first if one.state in DECIDABLE]
