"""The people of the programme: who they are, what they may do, and how they come and go."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from audit.models import Activity
from kit.access import Refused, guard, say
from kit.clock import now
from notifications.models import Message

from .. import actions, belonging, policies
from ..forms.people import HandOverForm, InviteForm, PeopleFilter, PersonForm
from ..handover import work_of
from ..models import ROLE_LABELS, Invitation, User
from ..reach import not_reached_count, with_refusals

PAGE = 25


@guard(policies.can_manage_people)
def people(request):
    """Everybody with an account, searched and filtered."""
    at = now()
    form = PeopleFilter(request.GET)
    found = form.choose(User.objects.visible_to(request.user), at).with_open_invitation(at)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    lines = belonging.lines_of(page.object_list)
    with_refusals(page.object_list)
    context = {
        "not_reached": not_reached_count(),
        "form": form,
        "page": page,
        "rows": [(person, lines[person.pk]) for person in page.object_list],
    }
    return render(request, "accounts/people.html", context)


@guard(policies.can_manage_people)
def invite_person(request):
    """Invite somebody to work for the Virtual School."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        roles = dict.fromkeys(given.pop("roles"), True)
        try:
            person = actions.invite_person(given.pop("email"), by=request.user, **given, **roles)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            say(
                request,
                f"{person} is invited"
                if person.last_login is None
                else f"{person} has an account already; the role is added",
            )
            return redirect(person)
    return render(request, "accounts/invite_person.html", {"form": form})


@guard(policies.can_manage_people, load=User.objects.visible_to)
def person(request, person):
    """One person: roles, schools, ways in, letters, and what happened."""
    with_refusals([person])
    invitations = [(one, one.state_at(now())) for one in person.invitations.select_related("invited_by")[:5]]
    person.is_invited = any(state == "Open" for _, state in invitations)  # a fresh one ends those before it
    context = {
        "person": person,
        "may_change_address": policies.can_change_address(request.user, person),
        "lines": belonging.lines_of([person])[person.pk],
        "works": work_of(person),
        "invitations": invitations,
        "sessions": person.usersession_set.order_by("-last_seen_at")[:10],
        "letters": Message.objects.filter(recipient=person)[:10],
        "happenings": Activity.objects.about(person).select_related("by")[:10],
        "may_disable": policies.can_disable_person(request.user, person),
    }
    return render(request, "accounts/person.html", context)


@guard(policies.can_manage_people, load=User.objects.visible_to)
def change_person(request, person):
    """Change a name, a job, or what somebody may do."""
    held = [role for role in ROLE_LABELS if getattr(person, role)]
    start = {"name": person.name, "job_title": person.job_title, "telephone": person.telephone, "roles": held}
    form = PersonForm(request.POST or None, initial=start)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        roles = dict.fromkeys(given.pop("roles"), True)
        try:
            actions.change_person(person, by=request.user, **given, **roles)
        except Refused as refusal:
            form.add_error("roles", str(refusal))
        else:
            say(request, "Saved. It takes effect at once")
            return redirect(person)
    return render(request, "accounts/change_person.html", {"form": form, "person": person})


@require_POST
@guard(policies.can_manage_people, load=User.objects.visible_to)
def invite_again(request, person):
    """Post a fresh link."""
    actions.invite_again(person, by=request.user)
    say(request, f"A fresh invitation goes to {person.email}; older links have stopped working")
    return redirect(person)


@require_POST
@guard(policies.can_manage_people, load=Invitation.objects.visible_to)
def revoke_invitation(request, invitation):
    """Make a link worthless."""
    actions.revoke_invitation(invitation, by=request.user)
    say(request, "The invitation is withdrawn")
    return redirect(invitation.user)


@guard(policies.can_manage_people, load=User.objects.visible_to)
def disable_person(request, person):
    """Say what will happen, then shut the account."""
    if person.pk == request.user.pk:
        raise Refused("Nobody disables their own account. Ask another lead or administrator.")
    if not policies.can_disable_person(request.user, person):
        raise Refused("This account is disabled already.")
    works = work_of(person)
    if request.method == "POST" and not works:
        actions.disable_person(person, by=request.user)
        say(request, f"The account of {person} is disabled and every session has ended")
        return redirect(person)
    return render(request, "accounts/disable_person.html", {"person": person, "works": works})


@require_POST
@guard(policies.can_enable_person, load=User.objects.visible_to)
def enable_person(request, person):
    """Open an account again."""
    actions.enable_person(person, by=request.user)
    say(request, f"The account of {person} is open again")
    return redirect(person)


@guard(policies.can_manage_people, load=User.objects.visible_to)
def hand_over(request, person):
    """Pass a leaver's work to somebody else in one act."""
    may_disable = policies.can_disable_person(request.user, person)
    works = work_of(person)
    form = HandOverForm(request.POST or None, person=person, works=works, may_disable=may_disable)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.hand_over(
                person, by=request.user, to=given.get("to"), takers=form.takers, disable=given.get("disable", False)
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            say(request, f"The work of {person} is handed over")
            return redirect(person)
    return render(request, "accounts/hand_over.html", {"form": form, "person": person, "works": works})
