"""The list of schools, a school's page and its story."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse

from kit.access import everyone, guard
from kit.context import Door, doors
from kit.together import read_together, rows
from schools import policies
from schools.forms.people import SchoolFilterForm
from schools.listing import graduate_schools, schools_at_work
from schools.models import (
    Assignment,
    Challenge,
    InternalNote,
    Role,
    RoleKind,
    School,
    SchoolUrn,
    TrustAgreement,
    Visit,
)
from schools.panels import State, beforehand, is_read_whole, panels_of, states_of
from schools.plan_words import agreed_versions, plan_status, plans_at, status_for_a_trust
from schools.story import acts_at, tell
from schools.ties import ties_of

school_rows = School.objects.select_related("trust").visible_to
PAGE, STORY = 50, 12


@doors.register
def school_doors(request):
    """The list for the Virtual School; the plan for the people of a school; a trust's people and reviewers have pages of their own."""
    user = request.user
    if not user.is_authenticated:
        return None
    if user.is_virtual_school:
        return Door("Schools", reverse("schools:schools"), position=30)
    ties = ties_of(request)
    if not ties.to_a_school and (user.is_reviewer or ties.to_a_trust):
        return None
    return [
        Door("Plan", reverse("schools:plans_of_mine"), position=40),
        Door("School", reverse("schools:schools"), position=80),
    ]


@guard(everyone)
def schools(request):
    """The schools a person may see, searched and filtered; whoever sees one only is led to it."""
    seen = School.objects.visible_to(request.user)
    if not request.user.is_virtual_school:
        mine = list(seen[:2])
        if len(mine) == 1:
            return redirect(mine[0])
    districts = seen.exclude(district="").order_by("district").values_list("district", flat=True).distinct()
    form = SchoolFilterForm(request.GET or None, districts=list(districts))
    page = Paginator(chosen(seen, form).order_by("name", "pk"), PAGE).get_page(request.GET.get("page"))
    ids = [school.pk for school in page]
    context = {
        "form": form,
        "page": page,
        "at_work": {
            pk
            for at_work in schools_at_work()
            for pk in at_work.filter(school__in=ids).values_list("school", flat=True)
        },
        "may_import": policies.can_import_register(request.user),
        "may_see_trusts": policies.can_see_trusts(request.user),
        "is_filtered": form.is_bound and any(form.data.get(name) for name in form.fields),
    }
    return render(request, "schools/schools.html", context)


def chosen(rows, form):
    """The rows a filter lets through; a filter that makes no sense lets nothing through."""
    if not form.is_bound:
        return rows
    if not form.is_valid():
        return rows.none()
    asked = form.cleaned_data
    if asked["q"]:
        rows = rows.search(asked["q"])
    rows = rows.filter(**{name: asked[name] for name in ("phase", "district", "status") if asked[name]})
    if asked["joined"] == "graduated":
        for ids in graduate_schools():
            rows = rows.filter(pk__in=ids)
    elif asked["joined"]:
        for at_work in schools_at_work():
            rows = rows.filter(pk__in=at_work) if asked["joined"] == "yes" else rows.exclude(pk__in=at_work)
    return rows


@rows
def urns_of(school_id):
    """The school's URNs with their dates."""
    return SchoolUrn.objects.filter(school=school_id)


@rows
def roles_at(school_id):
    """Everybody who has or had a role at the school."""
    return Role.objects.filter(school=school_id).select_related("user").order_by("kind", "user__name")


@rows
def advisers_of(school_id):
    """Who looks after the school."""
    return Assignment.objects.filter(school=school_id).select_related("adviser").order_by("is_cover", "since")


@rows
def agreements_of(school_id):
    """The school's word that its trust may read, while it stands."""
    return TrustAgreement.objects.in_force().filter(school=school_id).select_related("trust")


@rows
def visits_of(school_id, user):
    """The latest visits that this person may read."""
    return Visit.objects.visible_to(user).filter(school=school_id)[:5]


@rows
def challenges_of(school_id, user):
    """What was put to the school, as far as this person may see it."""
    seen = Challenge.objects.all() if user.sees_every_school else Challenge.objects.in_sight()
    return seen.filter(visit__school=school_id)


@rows
def notes_on(school_id, user):
    """The Virtual School's latest notes to itself."""
    return InternalNote.objects.visible_to(user).filter(school=school_id).select_related("by")[:5]


@rows
def latest_acts_at(school, user):
    """The newest lines of the school's story."""
    return acts_at(school, user)[:STORY]


@beforehand.register
def what_the_page_shows(school, user):
    """What the page itself reads beside its panels."""
    yield from (one.later(school.pk) for one in (urns_of, roles_at, advisers_of))
    yield from (one.later(school.pk, user) for one in (visits_of, challenges_of))
    if school.trust_id:
        yield agreements_of.later(school.pk)
    if policies.can_see_internal(user, school):
        yield notes_on.later(school.pk, user)
    if is_read_whole(school, user):
        yield latest_acts_at.later(school, user)


@guard(everyone, load=school_rows)
def school(request, school):
    """Who they are, where they stand, what would settle graduation, and the story so far."""
    user = request.user
    read_together(wanted for name in beforehand for wanted in name(school, user))
    inside = policies.can_see_internal(user, school)
    writes = policies.can_write_for_school(user, school)
    whole = is_read_whole(school, user)
    shown = panels_of(school, user)
    roles = sorted(roles_at(school.pk), key=lambda role: RoleKind.values.index(role.kind))
    context = {
        "school": school,
        "past_urns": [urn for urn in urns_of(school.pk) if urn.urn != school.urn],
        "states": sorted(
            [*states_of(school, user), plan_state(school, user, roles, writes)], key=lambda state: state.place
        ),
        "first_panels": [panel for panel in shown if panel.column == "main" and panel.tone],
        "main_panels": [panel for panel in shown if panel.column == "main" and not panel.tone],
        "side_panels": [panel for panel in shown if panel.column == "side"],
        "whole": whole,
        "story": tell(latest_acts_at(school, user), school) if whole else [],
        "people": people_of(roles),
        "advisers": advisers_of(school.pk),
        "inside": inside,
        "notes": notes_on(school.pk, user) if inside else [],
        "visits": visits_at(school, user),
        "writes": writes,
        "may_log": policies.can_log_visit(user, school),
        "may_change_contact": policies.can_change_contact(user, school),
        "agreement": agreement_of(school),
        "may_let_trust_read": policies.can_let_trust_read(user, school),
        "may_see_trusts": policies.can_see_trusts(user),
    }
    return render(request, "schools/school.html", context)


def agreement_of(school):
    """The school's word that its trust may read, or None."""
    return next(iter(agreements_of(school.pk)), None) if school.trust_id else None


def people_of(roles):
    """The people who hold a role today, each once, with everything they are here."""
    found = {}
    for role in roles:
        if role.is_current:
            entry = found.setdefault(role.user_id, {"user": role.user, "kinds": [], "since": role.starts_on})
            entry["kinds"].append(role.get_kind_display())
            entry["since"] = min(entry["since"], role.starts_on)
    for entry in found.values():
        title = entry["user"].job_title
        said = title.casefold() in {kind.casefold() for kind in entry["kinds"]}  # a headteacher is not one twice
        entry["title"] = "" if said else title
    return list(found.values())


def plan_state(school, user, roles, writes):
    """The plan among the strands' states."""
    plan = plans_at([school.pk]).get(school.pk)
    if not is_read_whole(school, user):
        said = status_for_a_trust(plan, agreed_versions([plan] if plan else []).get(getattr(plan, "pk", None)))
        return State("Plan", said.word, said.mark, said.fresh, said.url, place=20)
    mine = {role.kind for role in roles if role.user_id == user.pk and role.is_current}
    status = plan_status(plan, user, writes=bool(mine & set(policies.WRITERS)), signs=RoleKind.HEADTEACHER in mine)
    url = plan.get_absolute_url() if plan else reverse("schools:start_plan", args=[school.pk]) if writes else ""
    return State("Plan", status.word, "yours" if status.yours else status.mark, status.fresh, url, place=20)


def visits_at(school, user):
    """The latest visits that this person may read, each with its challenges `put`."""
    visits = visits_of(school.pk, user)
    for visit in visits:
        visit.put = [one for one in challenges_of(school.pk, user) if one.visit_id == visit.pk]
    return visits


@guard(policies.can_read_story, load=school_rows)
def story(request, school):
    """The whole record of a school."""
    page = Paginator(acts_at(school, request.user), PAGE).get_page(request.GET.get("page"))
    return render(request, "schools/story.html", {"school": school, "page": page, "story": tell(page, school)})
