"""The ring-round: whom to telephone after a session was moved or cancelled, and who has been told already."""

from dataclasses import dataclass, field

from cohorts.models import Place, SeatHolder
from notifications.models import Message, MessageState

from .models import CallOutcome, PhoneCall
from .policies import markable_places

KINDS = ("session_moved", "session_cancelled")
MAIL = {
    MessageState.SENT: "mail sent",
    MessageState.REFUSED: "mail refused",
    MessageState.UNKNOWN: "mail perhaps sent",
}


@dataclass
class RingRow:
    """Somebody to ring: a representative, or a school that has named none."""

    place: Place
    holder: SeatHolder | None = None
    schools: list = field(default_factory=list)  # more than one for somebody who represents several
    call: PhoneCall | None = None
    mail: str = ""
    unreached: str = ""  # why no mail reaches them, in words

    @property
    def key(self):
        """What a form names the row by."""
        return f"holder-{self.holder.pk}" if self.holder else f"place-{self.place.pk}"

    @property
    def name(self):
        """Who is asked for."""
        return self.holder.name if self.holder else "The office: no representative is named"

    @property
    def numbers(self):
        """(whose, number) to ring, the person's own first, else the one that the school gave for them."""
        found = []
        if self.holder and self.holder.has_own_telephone:
            found = [("own number", self.holder.user.telephone)]
        elif self.holder and self.holder.telephone:
            found = [("given by the school", self.holder.telephone)]
        return found + [("school", school.telephone) for school in self.schools if school.telephone]

    @property
    def is_told(self):
        """Whether nobody has to ring them any more."""
        return self.call is not None and self.call.outcome == CallOutcome.TOLD


def ring_rows(session, user):
    """Everybody to ring whom this person looks after, those not told first, then by school; six queries."""
    places = markable_places(user, session).live().select_related("school").order_by("school__name", "pk")
    holders = {}
    on_the_day = SeatHolder.objects.on(session.on).filter(seat__place__in=places)
    for holder in on_the_day.select_related("user", "seat").order_by("seat__number"):
        holders.setdefault(holder.seat.place_id, []).append(holder)
    rows = {}
    for place in places:
        for holder in holders.get(place.pk, [None]):
            person = address_of(holder) or (f"seat {holder.seat_id}" if holder else f"place {place.pk}")
            row = rows.setdefault(person, RingRow(place, holder))
            row.schools.append(place.school)
    calls = {
        call.holder_id or f"place {call.place_id}": call
        for call in PhoneCall.objects.of_the_last_alarm(session).select_related("by")
    }
    mails = mails_about(session)
    refusals = Message.objects.refusals_at(filter(None, [address_of(row.holder) for row in rows.values()]))
    for row in rows.values():
        row.unreached = why_unreached(row.holder, refusals)
        row.call = calls.get(row.holder.pk if row.holder else f"place {row.place.pk}")
        row.mail = mail_of(row.holder, mails)
    return sorted(rows.values(), key=lambda row: row.is_told)


def address_of(holder):
    """Where mail reaches a representative."""
    return (holder.user.email if holder.user else holder.email).lower() if holder else ""


def mail_of(holder, mails):
    """What became of the letter to a representative, in words; nothing where there is nobody to write to."""
    if not holder:
        return ""
    address = address_of(holder)
    return mails.get(address, "no mail about it yet") if address else ""


def why_unreached(holder, refusals):
    """Why no mail reaches a representative, or an empty text."""
    address = address_of(holder)
    if holder and not address:
        return "No account and no e-mail address: no mail reaches them"
    return "Mail refused: no mail reaches them" if address in refusals else ""


def mails_about(session):
    """What became of the letters about the last change, in words by address."""
    letters = Message.objects.about(session).filter(kind__in=KINDS, facts__alarm=session.alarm)
    return {letter.address: MAIL.get(letter.state, "mail waiting") for letter in letters.only("address", "state")}
