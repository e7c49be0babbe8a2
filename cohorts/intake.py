"""The intake as it stands: what is held, and what a release would send."""

from dataclasses import dataclass, field

from django.db.models import Max

from kit.wording import count, day

from .models import Application, ApplicationState, Decision, PlaceState

S = ApplicationState


def applicants(cohort):
    """Every application that counts, the first to arrive first."""
    return Application.objects.counting().filter(cohort=cohort).select_related("school").order_by("submitted_at", "pk")


def counts_as_offer(application):
    """Whether it takes a place, or would by what is held."""
    if application.state in (S.OFFERED, S.ACCEPTED):
        return True
    return application.state in (S.SUBMITTED, S.RESERVE) and application.decision == Decision.OFFER


def places_to_give(cohort, found, free):
    """Places this intake has: those free and those its offers take. Less than the cohort's where one is kept for a deferred school."""
    return max(min(free + sum(one.state in (S.OFFERED, S.ACCEPTED) for one in found), cohort.places), 0)


def held(cohort, found, free):
    """What is held, in figures, against the places this intake has."""
    places = places_to_give(cohort, found, free)
    open_ones = [one for one in found if one.state in (S.SUBMITTED, S.RESERVE)]
    offers = sum(counts_as_offer(one) for one in found)
    return {
        "offers": offers,
        "over": max(offers - places, 0),
        "places": places,
        "kept": cohort.places - places,
        "reserve": sum(one.decision == Decision.RESERVE for one in open_ones),
        "not_offered": sum(one.decision == Decision.NOT_OFFERED for one in open_ones)
        + sum(one.state == S.NOT_OFFERED for one in found),
        "undecided": sum(one.state == S.SUBMITTED and one.decision == Decision.UNDECIDED for one in found),
    }


def recipients(application):
    """Where a decision goes: to the applicant and to the school's own address, each once."""
    addresses = [application.applicant_email.lower(), application.school.contact_email.lower()]
    return list(dict.fromkeys(address for address in addresses if address))


@dataclass
class Release:
    """What would go out, and what stands in the way."""

    offers: list = field(default_factory=list)
    reserves: list = field(default_factory=list)
    refusals: list = field(default_factory=list)
    undecided: list = field(default_factory=list)
    unconfirmed: list = field(default_factory=list)
    unreasoned: list = field(default_factory=list)
    free: int = 0
    waiting: int = 0  # told of their place on the reserve list before, and still on it

    @property
    def decided(self):
        """Those that get letters."""
        return [*self.offers, *self.reserves, *self.refusals]

    @property
    def letters(self):
        """How many letters would go."""
        return sum(len(recipients(application)) for application in self.decided)

    @property
    def too_many(self):
        """How many offers are held beyond the places that are free."""
        return max(len(self.offers) - self.free, 0)

    @property
    def obstacle(self):
        """The first reason why nothing can be released, as a sentence, or nothing."""
        if self.undecided:
            return f"{count(self.undecided, 'school is,schools are')} not decided."
        if self.too_many:
            return f"{count(self.offers, 'offer is,offers are')} held for {count(self.free, 'free place,free places')}."
        if self.unconfirmed:
            return f"{self.unconfirmed[0].school} is held for an offer, but its headteacher has not confirmed."
        if self.unreasoned:
            return f"{self.unreasoned[0].school} is not offered a place, and no reason is written yet."
        return "" if self.decided else "No decision is held."


def taken_places(cohort):
    """Places that schools hold, however they came by them, those on offer, and those kept for schools deferred to this cohort.

    A school that left gives its place back.
    """
    waiting = Application.objects.filter(cohort=cohort, place=None).taking_a_place()
    kept = cohort.deferred_here.filter(state=PlaceState.DEFERRED, went_on=None)
    kept = kept.exclude(school__in=cohort.taken.values("school"))
    taken, *others = (found.order_by().values("pk") for found in (cohort.taken.taking_a_place(), waiting, kept))
    return taken.union(*others, all=True).count()


def free_places(cohort):
    """Places neither held nor on offer."""
    return cohort.places - taken_places(cohort)


def release_of(cohort):
    """The release as it would be now. A reserve whose letter has gone is in it again only when held for something else."""
    release = Release(free=free_places(cohort))
    for application in applicants(cohort).filter(state__in=(S.SUBMITTED, S.RESERVE)):
        decision = application.decision
        if application.state == S.RESERVE and decision in (Decision.RESERVE, Decision.UNDECIDED):
            release.waiting += 1
            continue
        if decision == Decision.OFFER:
            release.offers.append(application)
            if not application.confirmed_at:
                release.unconfirmed.append(application)
        elif decision == Decision.RESERVE:
            release.reserves.append(application)
        elif decision == Decision.NOT_OFFERED:
            release.refusals.append(application)
            if not application.decision_reason.strip():
                release.unreasoned.append(application)
        else:
            release.undecided.append(application)
    release.reserves.sort(key=reserve_key)
    return release


def reserve_key(application):
    """The order the lead gave the held reserve list, the rest in the order they came."""
    order = application.reserve_order
    return (order is None, order or 0, application.submitted_at, application.pk)


def held_reserves(cohort):
    """The reserve list as it is held, first to last: those whose letter has not gone."""
    found = applicants(cohort).filter(state=S.SUBMITTED, decision=Decision.RESERVE)
    return sorted(found, key=reserve_key)


def first_reserve(cohort):
    """Who is offered the next free place, or None."""
    reserves = Application.objects.filter(cohort=cohort, state=S.RESERVE, reserve_rank__isnull=False)
    return reserves.select_related("school", "cohort").order_by("reserve_rank").first()


def still_waiting(cohort):
    """Those on the reserve list who have not been asked yet whether their application is kept, first to last."""
    waiting = Application.objects.filter(cohort=cohort, state=S.RESERVE, carry=None)
    return list(waiting.select_related("school", "cohort").order_by("reserve_rank", "pk"))


def missing_to_start(cohort, at):
    """What still stands before the start of the year, as sentences; empty when it makes sense to start it.

    A school that was let in late is decided on while the year runs, so it holds nobody up.
    """
    found = []
    if cohort.takes_applications(at):
        closes = cohort.applications_close_at
        found.append(f"Schools can still apply until {day(closes)}. Close applications and decide first.")
    waiting = Application.objects.filter(cohort=cohort, state=S.SUBMITTED, late_until=None).count()
    if waiting:
        found.append(f"{count(waiting, 'school waits,schools wait')} for a decision. Release the decisions first.")
    if not cohort.taken.live().exists():
        found.append("No school has taken a place yet.")
    return found


def last_rank(cohort):
    """The highest position on the reserve list whose letter has gone."""
    reserves = Application.objects.filter(cohort=cohort, state=S.RESERVE)
    return reserves.aggregate(last=Max("reserve_rank"))["last"] or 0
