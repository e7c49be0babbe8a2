"""The practice library: a school's entry on its way, and the public pages."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from cohorts.models import Place
from kit.access import everyone, guard, say

from .. import policies
from ..actions import entries as actions
from ..forms import CommentForm, ConsentForm, EntryForm, LibraryFilter
from ..models import Consent, PortfolioEntry

mine = PortfolioEntry.objects.select_related("place__school", "place__cohort", "consent").visible_to
TEXTS = (
    "title",
    "summary",
    "theme",
    "why",
    "what_we_did",
    "what_changed",
    "what_did_not_work",
    "quote",
    "visits_welcome",
)


@require_POST
@guard(policies.can_start_entry, load=Place.objects.select_related("school").visible_to)
def start_entry(request, place):
    """Begin the school's entry."""
    return redirect(actions.start_entry(place, by=request.user))


@guard(policies.can_see_entry, load=mine)
def entry(request, entry):
    """The entry as its school and the lead work on it, with what stands between it and the library."""
    user = request.user
    consent = Consent.objects.filter(entry=entry).first()
    context = {
        "entry": entry,
        "consent": consent,
        "consent_form": ConsentForm(),
        "comment_form": CommentForm(),
        "may": {
            name: getattr(policies, f"can_{name}")(user, entry)
            for name in (
                "edit_entry",
                "submit_entry",
                "give_consent",
                "withdraw_consent",
                "ask_for_changes",
                "check_anonymity",
                "approve_entry",
                "publish_entry",
                "withdraw_entry",
            )
        },
    }
    return render(request, "portfolios/entry.html", context)


@guard(policies.can_edit_entry, load=mine)
def edit_entry(request, entry):
    """Write the entry; two people at once both keep their text."""
    form = EntryForm(request.POST or None, initial={name: getattr(entry, name) for name in TEXTS})
    if request.method == "POST" and form.is_valid():
        seen = request.POST.get("version", "")
        actions.edit_entry(entry, by=request.user, seen=int(seen) if seen.isdecimal() else -1, **form.cleaned_data)
        say(request, "Saved.")
        return redirect(entry)
    return render(
        request, "portfolios/edit_entry.html", {"entry": entry, "form": form}, status=422 if form.errors else 200
    )


@require_POST
@guard(policies.can_give_consent, load=mine)
def give_consent(request, entry):
    """The school says what may be shown."""
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return render(request, "portfolios/give_consent.html", {"entry": entry, "form": form}, status=422)
    agreed = form.cleaned_data["agreed"]
    actions.give_consent(
        entry, by=request.user, **{name: name in agreed for name in ("school_named", "images", "childrens_words")}
    )
    say(request, "Consent is noted. You can withdraw it at any time.")
    return redirect(entry)


@require_POST
@guard(policies.can_withdraw_consent, load=mine)
def withdraw_consent(request, entry):
    """Take the entry and the documents with it out of sight at once."""
    actions.withdraw_consent(entry, by=request.user)
    say(request, "Consent is withdrawn. The entry and every document that held it are gone from the public.")
    return redirect(entry)


@require_POST
@guard(policies.can_submit_entry, load=mine)
def submit_entry(request, entry):
    """Hand it to the lead."""
    return take(request, entry, actions.submit_entry, "Submitted. Your programme lead reads it next.")


@require_POST
@guard(policies.can_ask_for_changes, load=mine)
def ask_for_changes(request, entry):
    """Send it back with a word."""
    form = CommentForm(request.POST)
    if not form.is_valid():
        return render(request, "portfolios/ask_for_changes.html", {"entry": entry, "form": form}, status=422)
    actions.ask_for_changes(entry, by=request.user, comment=form.cleaned_data["comment"])
    say(request, "Sent back to the school with your words.")
    return redirect(entry)


@require_POST
@guard(policies.can_check_anonymity, load=mine)
def check_anonymity(request, entry):
    """Say, by name, that no child can be recognised."""
    return take(request, entry, actions.check_anonymity, "You have checked that no child can be recognised.")


@require_POST
@guard(policies.can_approve_entry, load=mine)
def approve_entry(request, entry):
    """Approve it."""
    return take(request, entry, actions.approve_entry, "Approved. It can be published.")


@require_POST
@guard(policies.can_publish_entry, load=mine)
def publish_entry(request, entry):
    """Put it into the public library."""
    return take(request, entry, actions.publish_entry, "Published in the practice library.")


@require_POST
@guard(policies.can_withdraw_entry, load=mine)
def withdraw_entry(request, entry):
    """Take it out of the library."""
    return take(request, entry, actions.withdraw_entry, "Withdrawn. The texts stay with the school.")


def take(request, entry, action, sentence):
    """Perform a step and say so; where consent or the check is missing, say what would settle it."""
    try:
        action(entry, by=request.user)
    except actions.ConsentMissing:
        messages.error(request, "Not yet: the school’s consent and a check that no child can be recognised come first.")
    else:
        say(request, sentence)
    return redirect(entry)


@require_safe
@guard(everyone, public=True)
def library(request):
    """The public practice library: search, and filter by theme and phase."""
    found = (
        PortfolioEntry.objects.public()
        .select_related("place__school", "place__cohort", "consent")
        .order_by("-published_at")
    )
    form = LibraryFilter(request.GET)
    if form.is_valid():
        chosen = form.cleaned_data
        for word in chosen["q"].split():
            from django.db.models import Q

            found = found.filter(Q(title__icontains=word) | Q(summary__icontains=word) | Q(what_we_did__icontains=word))
        if chosen["theme"]:
            found = found.filter(theme=chosen["theme"])
        if chosen["phase"]:
            found = found.filter(place__school__phase=chosen["phase"])
        if chosen["welcome"]:
            found = found.filter(visits_welcome=True)
    page = Paginator(found, 12).get_page(request.GET.get("page"))
    return render(request, "portfolios/library.html", {"page": page, "form": form})


@require_safe
@guard(everyone, public=True)
def library_entry(request, entry_pk):
    """One published entry, for everybody."""
    found = PortfolioEntry.objects.public().select_related("place__school", "place__cohort", "consent")
    return render(request, "portfolios/library_entry.html", {"entry": get_object_or_404(found, pk=entry_pk)})
