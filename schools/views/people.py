"""The people of a school, its contact address and the Virtual School's own notes about it."""

from django.shortcuts import redirect, render

from accounts.reach import with_refusals
from kit.access import Refused, guard, say
from kit.clock import today
from schools import policies
from schools.actions import people as actions
from schools.forms.people import ChangeRoleForm, ContactForm, EndRoleForm, HeadteacherForm, InternalNoteForm, InviteForm
from schools.models import InternalNote, Role, RoleKind, School

schools = School.objects.visible_to
roles = Role.objects.filter(ends_on=None).select_related("school", "user").visible_to


@guard(policies.can_invite_colleague, load=schools)
def people(request, school):
    """Everybody who has or had a role at a school."""
    held = sorted(
        Role.objects.of(school).order_by("user__name", "starts_on"), key=lambda role: RoleKind.values.index(role.kind)
    )
    with_refusals([role.user for role in held])
    context = {
        "school": school,
        "present": [role for role in held if role.is_current],
        "coming": [role for role in held if role.starts_on > today()],
        "past": [role for role in held if role.ends_on and role.ends_on < today()],
        "may_change_headteacher": policies.can_change_headteacher(request.user, school),
    }
    return render(request, "schools/people.html", context)


@guard(policies.can_invite_colleague, load=schools)
def invite_colleague(request, school):
    """Give somebody a role here."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            role = actions.invite_colleague(school, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            say(request, f"{role.user} is {role.get_kind_display().lower()} of {school} from today")
            return redirect("schools:people", school.pk)
    return render(request, "schools/invite_colleague.html", {"school": school, "form": form})


@guard(policies.can_change_headteacher, load=schools)
def change_headteacher(request, school):
    """Who follows, and from when."""
    form = HeadteacherForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            role = actions.change_headteacher(school, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            say(request, f"{role.user} is named headteacher")
            return redirect(school)
    return render(request, "schools/change_headteacher.html", {"school": school, "form": form})


@guard(policies.can_end_role, load=roles)
def end_role(request, role):
    """The last day of a role."""
    form = EndRoleForm(request.POST or None, initial={"on": today()})
    if request.method == "POST" and form.is_valid():
        actions.end_role(role, by=request.user, **form.cleaned_data)
        say(request, f"The role of {role.user} ends")
        return redirect(role.school)
    return render(request, "schools/end_role.html", {"school": role.school, "role": role, "form": form})


@guard(policies.can_change_role, load=roles)
def change_role(request, role):
    """Another role at the same school."""
    form = ChangeRoleForm(request.POST or None, initial={"kind": role.kind, "on": today()})
    if request.method == "POST" and form.is_valid():
        changed = actions.change_role(role, by=request.user, **form.cleaned_data)
        say(request, f"{changed.user} is {changed.get_kind_display().lower()} of {role.school}")
        return redirect(role.school)
    return render(request, "schools/change_role.html", {"school": role.school, "role": role, "form": form})


@guard(policies.can_change_contact, load=schools)
def change_contact(request, school):
    """The address that offers and confirmations go to."""
    form = ContactForm(request.POST or None, initial={"email": school.contact_email, "checked_on": today()})
    if request.method == "POST" and form.is_valid():
        actions.change_contact(school, by=request.user, **form.cleaned_data)
        say(request, "The contact address is saved")
        return redirect(school)
    return render(request, "schools/change_contact.html", {"school": school, "form": form})


@guard(policies.can_add_internal_note, load=schools)
def add_internal_note(request, school):
    """Keep what nobody of the school reads."""
    form = InternalNoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.add_internal_note(school, by=request.user, **form.cleaned_data)
        say(request, "The internal note is kept")
        return redirect(school)
    notes = InternalNote.objects.visible_to(request.user).filter(school=school).select_related("by")[:50]
    return render(request, "schools/add_internal_note.html", {"school": school, "form": form, "notes": notes})
