"""Keeps the wording of what schools sign, their signatures, and what a new headteacher is asked."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from audit.actions import record
from kit.access import Refused
from kit.clock import now
from kit.icalendar import LONDON
from notifications.actions import notify
from notifications.mornings import MORNING
from schools.actions.behalf import tell_school

from ..models import ASK_FLOW, COHORT_FLOW, AskState, CommitmentAsk, Paper, PaperKind, Place, SignedPaper
from ..papers import USUAL, seal_of, texts_of

CHANGED = "The wording has been changed since you opened this page. Read it again, then sign."


@dataclass(frozen=True)
class Signing:
    """Whose hand is under a paper: `seen` is the seal of the wording that was read, `told_how` where it was typed in."""

    name: str
    role: str
    seen: str
    told_how: str = ""


@transaction.atomic
def edit_papers(cohort, *, by, texts):
    """Change what schools of this cohort sign from now on; what has been signed stays as it was. The usual wording keeps no row."""
    COHORT_FLOW.take("edit", cohort)
    before, changed = texts_of(cohort), []
    for kind, text in texts.items():
        if text == before[kind]:
            continue
        changed.append(str(PaperKind(kind).label))
        if text == USUAL[kind]:
            Paper.objects.filter(cohort=cohort, kind=kind).delete()
        else:
            Paper.objects.update_or_create(cohort=cohort, kind=kind, defaults={"text": text})
    if changed:
        record(by, "changed the papers of", cohort, papers=changed)
    return changed


def sign_papers(place, kinds, signing, *, by, at):
    """Keep these papers as they are signed now; Refused when the wording is not the one that was read."""
    texts = texts_of(place.cohort)
    if signing.seen != seal_of(texts):
        raise Refused(CHANGED)
    signed = []
    for kind in kinds:
        paper = SignedPaper.objects.create(
            place=place,
            kind=kind,
            text=texts[kind],
            name=signing.name,
            role=signing.role,
            signed_at=at,
            typed_in_by=by,
            told_how=signing.told_how,
        )
        record(by, "signed", paper, on_behalf=by is not None, headteacher=signing.name, how=signing.told_how)
        signed.append(paper)
    return signed


@transaction.atomic
def ask_new_headteacher(role, *, by):
    """A school at work in a cohort has a new headteacher: they are asked to confirm its commitment, from their first day on."""
    for place in Place.objects.live().filter(school=role.school_id).select_related("school"):
        for earlier in CommitmentAsk.objects.select_for_update().filter(place=place, state=AskState.OPEN):
            ASK_FLOW.take("overtake", earlier)
        ask = CommitmentAsk.objects.create(place=place, head=role.user, from_on=role.starts_on)
        record(by, f"asked {role.user} to confirm the commitment of", place)
        write_to_new_headteacher(ask, occasion=f"commitment:{ask.pk}")


def write_to_new_headteacher(ask, *, occasion):
    """The letter with the link, not before their first morning."""
    first = datetime.combine(ask.from_on, MORNING, LONDON)
    notify("commitment_wanted", ask.head, about=ask, occasion=occasion, not_before=max(now(), first))


@transaction.atomic
def remind_new_headteacher(ask, *, by, on):
    """Write again, once a day at most."""
    ASK_FLOW.take("remind", ask)
    write_to_new_headteacher(ask, occasion=f"commitment:{ask.pk}:{on.isoformat()}")
    record(by, f"wrote to {ask.head} again about", ask.place)


@transaction.atomic
def sign_commitment(ask, signing, *, by=None, at):
    """The new headteacher confirms the commitment; `by` is whoever types it in for them, or None."""
    place = Place.objects.select_for_update().select_related("school", "cohort").get(pk=ask.place_id)
    if not place.is_at_work:
        raise Refused(f"{place.school} is no longer at work in {place.cohort}. Nothing is asked of you.")
    [paper] = sign_papers(place, [PaperKind.COMMITMENT], signing, by=by, at=at)
    ASK_FLOW.take("sign", ask, paper_id=paper.pk)
    if by:
        tell_school(by, paper, school=place.school, occasion=f"signed:{paper.pk}")
    elif place.lead:
        notify("commitment_signed", place.lead, about=paper, occasion=f"signed:{paper.pk}")
    return paper
