"""Whom the portal does not reach, each with the act that settles it."""

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from audit.naming import names_of
from kit.access import Refused, guard, say
from kit.clock import now

from .. import actions, belonging, policies
from ..forms.people import AddressForm
from ..models import User
from ..reach import never_signed_in, refused_letters, with_refusals

PAGE = 25


@require_safe
@guard(policies.can_manage_people)
def not_reached(request):
    """Addresses that refuse mail, and people who have never signed in."""
    refused = Paginator(refused_letters(), PAGE).get_page(request.GET.get("refused"))
    names = names_of(letter.school_key for letter in refused)
    people = Paginator(never_signed_in().with_open_invitation(now()), PAGE).get_page(request.GET.get("page"))
    with_refusals(people.object_list)
    lines = belonging.lines_of(people.object_list)
    context = {
        "refused": refused,
        "letters": [(letter, names.get(letter.school_key)) for letter in refused],
        "people": people,
        "rows": [(person, lines[person.pk]) for person in people.object_list],
    }
    return render(request, "accounts/not_reached.html", context)


@guard(policies.can_change_address, load=User.objects.visible_to)
def change_address(request, person):
    """Put an address right, and invite the person there."""
    with_refusals([person])
    form = AddressForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_address(person, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            say(request, f"An invitation goes to {person.email}; older links have stopped working")
            return redirect(person)
    return render(request, "accounts/change_address.html", {"form": form, "person": person})
