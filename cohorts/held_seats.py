"""The seats of places and everybody who held them, read once a page: training days, duties and panels all begin with them."""

from kit.once import once_each

from .models import Seat, SeatHolder

COLUMNS = [field.attname for field in SeatHolder._meta.concrete_fields]


@once_each
def held_seats(places):
    """{place id: pairs of (seat, its holders)}: seats by number, holders by their first day, also the seat that nobody has held; one query."""
    found, seat = {}, None
    rows = Seat.objects.filter(place__in=places).order_by("number", "pk", "holders__from_on", "holders__pk")
    for seat_id, place_id, number, *values in rows.values_list(
        "pk", "place_id", "number", *(f"holders__{name}" for name in COLUMNS)
    ):
        if seat is None or seat.pk != seat_id:
            seat, holders = Seat.from_db("default", ["id", "place_id", "number"], [seat_id, place_id, number]), []
            found.setdefault(place_id, []).append((seat, holders))
        if values[0] is not None:
            holders.append(SeatHolder.from_db("default", COLUMNS, values))
    return found


def holds_on(holder, day):
    """Whether a holder's dates cover a day."""
    return holder.from_on <= day and (holder.until_on is None or holder.until_on >= day)
