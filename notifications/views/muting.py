"""Where people choose which letters reach them: signed in, or by the link in a letter."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt

from kit.access import everyone, guard, say

from .. import changes, policies
from ..forms.muting import ChooseLettersForm
from ..muting import behind, choices_for, person_at


@guard(policies.can_choose_letters)
def my_letters(request):
    """One's own letters: what each is, when it last came, and whether it may come again."""
    user = request.user
    form = ChooseLettersForm(request.POST if request.method == "POST" else None, choices=choices_for(user.email, user))
    if request.method == "POST" and form.is_valid():
        changes.keep_stopped(user.email, user, offered=form.offered, stopped=form.stopped)
        say(request, "Saved")
        return redirect("notifications:my_letters")
    return render(request, "notifications/my_letters.html", {"form": form, "are_all_off": user.reminders_muted})


@csrf_exempt  # a mail program that stops letters with one click brings no cookie; the signed address is the key
@guard(everyone, public=True)
def stop_letters(request, token):
    """The link in a letter: opening it changes nothing, a button does, or one click in the mail program."""
    found = behind(token)
    if found is None:
        raise Http404
    address, names = found
    user = person_at(address)
    done = ""
    if request.method == "POST" and ("List-Unsubscribe" in request.POST or "stop" in request.POST):
        changes.stop(address, user, names)
        done = "stopped"
    choices = choices_for(address, user, names)
    form = ChooseLettersForm(request.POST if "save" in request.POST and not done else None, choices=choices)
    if form.is_bound and form.is_valid():
        changes.keep_stopped(address, user, offered=form.offered, stopped=form.stopped)
        done = "saved"
    context = {
        "form": form,
        "address": address,
        "named": [choice for choice in choices if choice.name in names],
        "to_stop": [choice for choice in choices if choice.name in names and choice.is_wanted],
        "done": done,
        "are_all_off": user is not None and user.reminders_muted,
    }
    return render(request, "notifications/stop_letters.html", context)
