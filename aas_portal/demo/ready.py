"""What makes the demo's training days ready: addresses and access, materials, INSET days, and what a few people need."""

from cohorts.models import SeatHolder
from schools.models import InsetDay
from training.models import Material, Need, Session

ADDRESSES = {
    "Larkstone Hall, Amberside": "Larkstone Hall, Mill Street, Amberside, ZZ1 1LH",
    "Stonebeck Civic Hall": "Civic Hall, Market Place, Stonebeck, ZZ4 2CH",
    "Highmoor Arts Centre": "Arts Centre, 3 Tor Road, Highmoor, ZZ7 7AC",
}
ACCESS = "Step-free from the car park, with a lift. Hearing loop in the hall. Two spaces for blue badges at the door. A quiet room is kept free."
NEEDS = (("Vegetarian", ""), ("No nuts, please", ""), ("", "A seat near the front, and the slides beforehand"))
INSETS = ((9, "Safeguarding"), (58, "Marking and moderation"), (121, ""))  # days from today


def build_days(clock, places, lead):
    """Of the running cohort's days; what people need is said for the next one only."""
    for venue, address in ADDRESSES.items():
        Session.objects.filter(venue=venue).update(address=address, access=ACCESS)
    sessions = list(Session.objects.filter(cohort=places[0].cohort).order_by("number"))
    ahead = [session for session in sessions if session.on > clock.today]
    for session in sessions:
        Material.objects.create(
            session=session,
            title=f"Slides: {session.title}",
            url=f"https://slides.aware.example/{session.number}",
            visible_from=session.on,
            by=lead,
        )
    if not ahead:
        return
    coming = ahead[0]
    Material.objects.create(
        session=coming,
        title="Course reader, chapter 2",
        url="https://reader.aware.example/chapter-2",
        is_before=True,
        by=lead,
    )
    Session.objects.filter(pk=coming.pk).update(capacity=30)
    build_needs(coming, places)
    build_insets(clock, places, coming)


def build_needs(session, places):
    """Most have said that they need nothing, three something, and a few nothing yet."""
    holders = SeatHolder.objects.on(session.on).filter(seat__place__in=[place.pk for place in places])
    for n, holder in enumerate(holders.order_by("seat__place__school__name", "seat__number")):
        if n % 7 == 6:
            continue
        food, access = NEEDS[n // 4 % 3] if n % 4 == 1 and n < 12 else ("", "")
        Need.objects.create(session=session, holder=holder, food=food, access=access, by=holder.user)


def build_insets(clock, places, session):
    """A few days for every school, and one of them on the day of the next session."""
    rows = []
    for n, place in enumerate(places):
        days = {clock.day(offset + n % 5): label for offset, label in INSETS}
        if n == 3:
            days[session.on] = "Trust conference"
        rows += [InsetDay(school=place.school, day=day, label=label) for day, label in days.items()]
    InsetDay.objects.bulk_create(rows, ignore_conflicts=True)
