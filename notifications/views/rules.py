"""The rules by which letters go, and what they say: read by those who answer for them, changed by the programme lead."""

from datetime import timedelta

from django.db.models import Count
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kit.access import Refused, guard, say
from kit.clock import now

from .. import changes, policies
from ..actions import letter
from ..forms.rules import RuleForm, WordingForm
from ..kinds import kinds
from ..models import LetterWording, Message, MessageState
from ..rules import rules as all_rules
from ..rules import standing
from ..writing import blanks_of, in_words, musts_of, wording_of, write

MONTH = timedelta(days=30)
LAST = ("People and signing in", "The portal itself", "Other letters")
CHOICES = 40  # records offered for a preview


def kind_called(name):
    """The kind, or 404."""
    if name not in kinds:
        raise Http404
    return kinds[name]


def rule_called(name):
    """The rule of a kind, as it stands, or 404."""
    if name not in all_rules:
        raise Http404
    return standing(name)


@require_safe
@guard(policies.can_see_rules)
def rules(request):
    """Every letter there is: when it goes, to whom, how often it went within a month, and whose words it has."""
    sent = Message.objects.filter(state=MessageState.SENT, sent_at__gte=now() - MONTH).order_by()
    counts = dict(sent.values_list("kind").annotate(number=Count("pk")))
    changed = LetterWording.objects.changed_kinds()
    groups = {}
    for name, kind in kinds.items():
        if not kind.extra.get("unlisted"):
            line = {
                "kind": kind,
                "standing": standing(name) if name in all_rules else None,
                "sent": counts.get(name, 0),
                "is_reworded": name in changed,
            }
            groups.setdefault(kind.group, []).append(line)
    groups = dict(sorted(groups.items(), key=lambda group: (group[0] in LAST, group[0])))
    for lines in groups.values():
        lines.sort(key=lambda line: (line["standing"] is None, line["kind"].title))
    context = {"groups": groups, "may_change": policies.can_change_rules(request.user)}
    return render(request, "notifications/rules.html", context)


@require_safe
@guard(policies.can_see_rules)
def rule(request, kind):
    """One letter: its rule, its words, whose they were before, and the last that went."""
    found = kind_called(kind)
    subject, text = wording_of(found) if found.blanks else ("", "")
    letters = Message.objects.visible_to(request.user).filter(kind=kind)
    context = {
        "kind": found,
        "standing": standing(kind) if kind in all_rules else None,
        "subject": in_words(found, subject) if subject else "",
        "text": in_words(found, text) if text else "",
        "in_force": LetterWording.objects.in_force(kind),
        "versions": LetterWording.objects.filter(kind=kind).select_related("by")[:20],
        "letters": letters.select_related("recipient")[:5],
        "sent": letters.filter(state=MessageState.SENT, sent_at__gte=now() - MONTH).count(),
        "may_change": policies.can_change_rules(request.user),
    }
    return render(request, "notifications/rule.html", context)


@guard(policies.can_change_rules)
def change_rule(request, kind):
    """When it goes, and to whom."""
    stands = rule_called(kind)
    form = RuleForm(request.POST or None, standing=stands)
    if request.method == "POST" and form.is_valid():
        changes.change_rule(kind, by=request.user, **form.chosen)
        say(request, "Saved. Reminders planned from now on go by it")
        return redirect("notifications:rule", kind)
    return render(request, "notifications/change_rule.html", {"form": form, "standing": stands, "kind": kinds[kind]})


@require_POST
@guard(policies.can_change_rules)
def restore_rule(request, kind):
    """Back to the standard."""
    rule_called(kind)
    changes.restore_rule(kind, by=request.user)
    say(request, "The standard holds again")
    return redirect("notifications:rule", kind)


@guard(policies.can_change_rules)
def change_wording(request, kind):
    """Subject and text, looked at on a real record or sent to oneself before they are kept."""
    found = kind_called(kind)
    if not found.blanks:
        raise Http404
    subject, text = wording_of(found)
    records = list(found.records(request.user)[:CHOICES]) if found.records else []
    start = {"subject": subject, "text": text}
    form = WordingForm(request.POST or None, initial=start, kind=found, records=records)
    preview, act = None, request.POST.get("act")
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        if act == "save":
            changes.change_wording(kind, by=request.user, subject=asked["subject"], text=asked["text"])
            say(request, "Saved. Letters that go from now on say it so")
            return redirect("notifications:rule", kind)
        sample = sample_of(found, records, asked.get("record"), request.user)
        preview = write(sample, found, asked["subject"], asked["text"], shown=True)
        if act == "test":
            try:
                changes.send_test(kind, sample, by=request.user, subject=asked["subject"], text=asked["text"])
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                say(request, f"A test goes to {request.user.email} at once. Nothing is saved yet")
    context = {
        "form": form,
        "kind": found,
        "blanks": [(name, blank, name in musts_of(found)) for name, blank in blanks_of(found).items()],
        "preview": preview,
        "in_force": LetterWording.objects.in_force(kind),
    }
    return render(request, "notifications/change_wording.html", context, status=422 if form.errors else 200)


def sample_of(kind, records, key, user):
    """A letter about the chosen record, not saved: with the reader and facts of the last one that went about it, else to oneself."""
    record = next((one for one in records if str(one.pk) == key), records[0] if records else None)
    letters = Message.objects.visible_to(user).filter(kind=kind.name)
    last = (letters.about(record) if record else letters).order_by("-pk").first()
    if record is None:
        record = last and last.about
    facts = (last and last.facts) or (kind.example(record) if record else {})
    sample = letter(kind.name, user, about=record, occasion="preview", **facts)
    sample.name = last.name if last and last.name else user.name
    sample.school_key = last.school_key if last else sample.school_key
    return sample


@require_POST
@guard(policies.can_change_rules)
def restore_wording(request, kind):
    """Back to the standard wording."""
    kind_called(kind)
    changes.restore_wording(kind, by=request.user)
    say(request, "The standard wording holds again")
    return redirect("notifications:rule", kind)
