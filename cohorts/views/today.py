"""Today for the Virtual School, What next for a school: one list of what is asked of me, each a link to the act."""

from django.shortcuts import redirect, render
from django.urls import reverse

from kit.access import everyone, guard
from kit.clock import now, today
from kit.context import Door, doors
from kit.together import rows
from kit.wording import local
from schools.models import School
from schools.policies import can_write_for_school
from schools.story import acts_known_to
from schools.ties import roles_of, ties_of

from .. import standing
from ..first_hour import steps_taken
from ..known import cohorts_known
from ..middleware import COUNTED
from ..models import Cohort
from ..policies import can_see_board, can_see_reviews, can_see_today, can_see_what_next
from ..readiness import read_beforehand, shortfalls
from ..today import asked_of, beforehand, blocks_of, coming_to
from ..year import points_of
from ..yours import places_of


@doors.register
def today_door(request):
    """The first door: what is asked of this person, counted."""
    user = request.user
    if not user.is_authenticated:
        return None
    found = []
    if user.is_virtual_school:
        found.append(Door("Today", reverse("cohorts:today"), position=10, count=waiting(request)))
        found.append(
            Door("Board", reverse("cohorts:current_board"), position=20, current=request.path.startswith("/board/"))
        )
    elif ties_of(request).to_a_school:
        found.append(Door("What next", reverse("cohorts:what_next"), position=10, count=waiting(request)))
    return found


def waiting(request):
    """How many things were asked of this person when they last looked at the list, and no number once they have done something since:
    counting asks every app, so only the list itself does it."""
    return request.session.get(COUNTED, 0)


def asks(request):
    """The list itself; its number goes into the session for the navigation of other pages."""
    asked = asked_of(request.user, today())
    if request.session.get(COUNTED) != len(asked):
        request.session[COUNTED] = len(asked)
    return asked


@guard(everyone)
def begin(request):
    """Where a person who signs in begins."""
    user = request.user
    if user.is_virtual_school:
        return redirect("cohorts:today")
    if can_see_what_next(user):
        return redirect("cohorts:what_next")
    if can_see_reviews(user):
        return redirect("cohorts:reviews")
    return redirect("cohorts:your_trust" if ties_of(request).to_a_trust else "cohorts:home")


def greeting():
    """The time of day in words."""
    hour = local(now()).hour
    return "Good morning" if hour < 12 else "Good afternoon" if hour < 18 else "Good evening"


@rows
def latest_acts(user):
    """What others have done lately, as far as this person may know of it."""
    return acts_known_to(user).exclude(by=user).select_related("by")[:6]


@beforehand.register
def acts_and_first_steps(user, on):
    """What Today shows beside its list."""
    if user.is_virtual_school:
        yield latest_acts.later(user)
    if user.sees_every_school:
        yield steps_taken.later(user)


@guard(can_see_today)
def today_page(request):
    """What is asked of the Virtual School today, the flags of the running cohorts, what is coming and what has moved."""
    user, on = request.user, today()
    everything = user.sees_every_school or user.is_observer
    cohorts = cohorts_known() if everything else list(Cohort.objects.visible_to(user))
    asked = asks(request)
    live = [cohort for cohort in cohorts if cohort.is_live]
    flags = standing.flags_in(live[:2], user, on) if can_see_board(user) else []
    context = {
        "greeting": greeting(),
        "on": on,
        "acts": user.sees_every_school or user.is_adviser,  # an observer only reads
        "asks": asked,
        "flags": flags[:12],
        "more_flags": max(len(flags) - 12, 0),
        "blocks": blocks_of(user, on),
        "coming": coming_to(user, on),
        "recent": latest_acts(user),
        "is_empty": user.sees_every_school and not cohorts,
    }
    return render(request, "cohorts/today.html", context)


def schools_with(user, places):
    """The schools at which a person holds a role, by name; those with a place came along with it."""
    found = {place.school_id: place.school for place in places}
    rest = [pk for pk in roles_of(user) if pk not in found]
    return sorted([*found.values(), *(School.objects.filter(pk__in=rest) if rest else ())], key=lambda one: one.name)


@guard(can_see_what_next)
def what_next(request):
    """What is asked of the school, the next session, the latest word, and its year as a rail."""
    user, on = request.user, today()
    places = places_of(user)
    schools = schools_with(user, places)
    school = next((one for one in schools if str(one.pk) == request.GET.get("school")), schools[0])
    place = next((one for one in places if one.school_id == school.pk), None)
    read_beforehand(places)
    missing = shortfalls(places)[place.pk] if place else []
    if place:
        school.place_shown, school.missing_shown = place, missing  # for the panels that stand here, too
    mine = [duty for duty in asks(request) if duty.school_id in (None, school.pk)]
    blocks = blocks_of(user, on, school)
    begun, asked = ({one.key for one in some if one.key} for some in (blocks, mine))
    left = [one for one in missing if one.key not in asked]  # each duty is said once, where its act is
    context = {
        "greeting": greeting(),
        "on": on,
        "school": school,
        "writes": can_write_for_school(user, school),
        "schools": schools,
        "place": place,
        "asked": len(mine),
        "asks": [duty for duty in mine if duty.key not in begun],
        "first": [block for block in blocks if block.column == "first"],
        "blocks": [block for block in blocks if block.column == "main"],
        "side": [block for block in blocks if block.column == "side"],
        "missing": left,
        "is_asked_above": len(left) < len(missing),
        "rail": points_of(place.cohort, on) if place else [],
    }
    return render(request, "cohorts/what_next.html", context)
