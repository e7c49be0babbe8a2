"""The log of letters: what went to whom, what waits, and what did not arrive."""

import logging

from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from audit.naming import names_of
from kit.access import guard, say
from kit.clock import today

from .. import actions, mornings, policies
from ..forms.letters import LettersFilter, ReleaseForm
from ..kinds import kinds
from ..models import MailHold, Message, MessageState
from ..writing import wording_of, write

PAGE = 50
log = logging.getLogger(__name__)


@guard(policies.can_read_letters)
def messages(request):
    """All letters, newest first."""
    form = LettersFilter(request.GET)
    letters = Message.objects.visible_to(request.user)
    page = Paginator(form.choose(letters), PAGE).get_page(request.GET.get("page"))
    names = names_of(letter.school_key for letter in page)
    context = {
        "form": form,
        "page": page,
        "rows": [(letter, names.get(letter.school_key)) for letter in page],
        "hold": MailHold.standing(),
        "has_terms": mornings.knows_terms(today()),
        "troubled": letters.filter(state__in=(MessageState.REFUSED, MessageState.UNKNOWN)).count(),
    }
    return render(request, "notifications/messages.html", context)


@guard(policies.can_read_letters, load=Message.objects.select_related("recipient", "content_type").visible_to)
def message(request, message):
    """One letter: as it went, or as it would go now."""
    subject, text = (message.subject, message.body) if message.state == MessageState.SENT else preview(message)
    context = {
        "letter": message,
        "subject": subject or message.title,
        "text": text,
        "school": names_of([message.school_key]).get(message.school_key),
        "about": message.about,
        "may_try_again": policies.can_try_again(request.user, message),
        "is_uncertain": message.state == MessageState.UNKNOWN,
        "together": message.together,
    }
    return render(request, "notifications/message.html", context)


def preview(message):
    """How a letter would read if it went now; nothing for what is meant for one reader, or whose record or kind is gone.

    What cannot be read stands in square brackets: the log is where people look for what went wrong.
    """
    kind = kinds.get(message.kind)
    if kind is None or message.is_secret or message.about is None:
        return "", ""
    try:
        return actions.render(message)
    except Exception as fault:  # the same that puts a letter aside when it is sent
        log.warning("letter_unreadable", extra={"letter": message.pk, "fault": str(fault)})
    return write(message, kind, *wording_of(kind), shown=True) if kind.blanks else ("", "")


@require_POST
@guard(policies.can_try_again, load=Message.objects.visible_to)
def try_again(request, message):
    """Send it once more."""
    actions.try_again(message, by=request.user)
    say(request, f"The letter to {message.address} goes again")
    return redirect(message)


@guard(policies.can_release_mail)
def release_mail(request):
    """After a restore: what waits goes or is dropped, and mail leaves again."""
    hold = MailHold.standing()
    if hold is None:
        say(request, "No mail is held")
        return redirect("notifications:messages")
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        drop = form.cleaned_data["what"] == "drop"
        actions.release_mail(by=request.user, drop_waiting=drop)
        say(request, "Mail leaves again")
        return redirect("notifications:messages")
    waiting = Message.objects.visible_to(request.user).waiting()
    context = {"form": form, "hold": hold, "waiting": waiting.count(), "sample": waiting.order_by("-planned_at")[:10]}
    return render(request, "notifications/release_mail.html", context, status=422 if form.errors else 200)
