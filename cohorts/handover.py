"""What stands with a person in cohorts, and how it passes on: places led and covered, applications to read, seats held."""

from datetime import timedelta

from django.db.models import Q

from accounts.handover import Work, works
from accounts.models import User
from kit.clock import today
from kit.wording import count
from schools.models import Role, RoleKind

from .actions.review import pass_on_review, take_back_review
from .actions.seat import change_representative, leave_seat
from .models import Place, Review, SeatHolder


@works.register
def places(leaver):
    """Places by lead and by cover, those still at work."""
    both = list(Place.objects.live().filter(Q(lead=leaver) | Q(cover=leaver)).select_related("school", "cohort"))
    for field, words in (("lead", "Leads"), ("cover", "Is cover for")):
        if mine := [place for place in both if getattr(place, f"{field}_id") == leaver.pk]:
            yield Work(
                f"places-{field}",
                f"{words} {count(mine, 'school of a cohort,schools of a cohort')}",
                mover(field, leaver),
                [(str(place), place.get_absolute_url()) for place in mine],
            )


def mover(field, leaver):
    """Passes one field on; nobody becomes lead and cover of the same school."""

    def move(taker, by):
        other = "cover" if field == "lead" else "lead"
        live = Place.objects.live()
        if field == "lead":
            live.filter(lead=leaver, cover=taker).update(lead=taker, cover=None)
        else:
            live.filter(cover=leaver, **{other: taker}).update(cover=None)
        live.filter(**{field: leaver}).update(**{field: taker})

    return move


@works.register
def readings(leaver):
    """Applications given to a reviewer that are not scored yet: another reviewer reads them, or they are taken back."""
    mine = Review.objects.waiting().filter(reviewer=leaver).select_related("application__school", "application__cohort")
    if mine := list(mine):

        def move(taker, by):
            for review in mine:
                pass_on_review(review, by=by, to=taker)

        def end(by):
            for review in mine:
                take_back_review(review, by=by)

        yield Work(
            "readings",
            f"Has {count(mine, 'application,applications')} to read",
            move,
            [(str(review.application.school), review.application.get_absolute_url()) for review in mine],
            takers=User.objects.active().filter(is_reviewer=True),
            end=end,
            end_words="Nobody: they are taken back, to be given out anew",
        )


@works.register
def seats(leaver):
    """Seats in the training of schools at work: a colleague follows from tomorrow, or the seat is left empty."""
    held = SeatHolder.objects.filter(user=leaver, until_on=None, seat__place__in=Place.objects.live())
    for holder in held.select_related("seat__place__school", "seat__place__cohort").order_by(
        "seat__place", "seat__number"
    ):
        place = holder.seat.place
        colleagues = Role.objects.current().filter(school=place.school).exclude(user=leaver)
        others = SeatHolder.objects.not_over().filter(seat__place=place, user__isnull=False).values("user")
        yield Work(
            f"seat-{holder.pk}",
            f"Representative {holder.seat.number} of {place}",
            seat_mover(holder),
            [(str(place), place.get_absolute_url())],
            takers=User.objects.active().filter(pk__in=colleagues.values("user")).exclude(pk__in=others),
            end=seat_leaver(holder),
            end_words="Nobody yet: the seat is empty from tomorrow",
        )


def seat_mover(holder):
    """The holder's last day is today; only a headteacher is known to belong to senior leadership."""

    def move(taker, by):
        on = today()
        heads = Role.objects.current().filter(user=taker, school=holder.seat.place.school, kind=RoleKind.HEADTEACHER)
        change_representative(
            holder.seat,
            by=by,
            last_day=on,
            from_on=on + timedelta(days=1),
            name=taker.name,
            email=taker.email,
            job_title=taker.job_title,
            is_senior_leader=heads.exists(),
            on=on,
        )

    return move


def seat_leaver(holder):
    """Nobody follows yet."""
    return lambda by: leave_seat(holder.seat, by=by, on=today())
