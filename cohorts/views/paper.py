"""The papers of a cohort: worded by the lead, signed by schools, read and printed, and confirmed by a new headteacher."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kit.access import Refused, everyone, guard, say
from kit.clock import now, today

from .. import policies
from ..actions import paper as actions
from ..forms.paper import CommitmentForm, PapersForm
from ..models import AskState, Cohort, CommitmentAsk, PaperKind, SignedPaper
from ..papers import USUAL, seal_of, texts_of

cohorts = Cohort.objects.visible_to
papers = SignedPaper.objects.select_related("place__school", "place__cohort", "typed_in_by").visible_to
asks = CommitmentAsk.objects.select_related("place__school", "place__cohort", "place__lead", "head").visible_to


@guard(policies.can_edit_papers, load=cohorts)
def edit_papers(request, cohort):
    """The wording that schools of this cohort sign."""
    form = PapersForm(request.POST or None, initial=texts_of(cohort))
    if request.method == "POST" and form.is_valid():
        actions.edit_papers(cohort, by=request.user, texts=form.texts)
        say(request, "Saved. Whoever signs from now on signs this wording")
        return redirect("cohorts:edit_papers", cohort.pk)
    signed = SignedPaper.objects.filter(place__cohort=cohort).values("place").distinct().count()
    own = [kind.label for kind, text in texts_of(cohort).items() if text != USUAL[kind]]
    context = {"cohort": cohort, "form": form, "signed": signed, "own": own}
    return render(request, "cohorts/edit_papers.html", context)


@require_safe
@guard(policies.can_read_signed_paper, load=papers)
def signed_paper(request, paper):
    """A paper as it was signed, to read and to print."""
    return render(request, "cohorts/signed_paper.html", {"paper": paper, "place": paper.place})


def commitment_form(request, ask, on_behalf=False):
    """The new headteacher's name is there already; the wording is the cohort's of today."""
    initial = {"signed_name": ask.head.name, "signed_role": "Headteacher", "seen": seal_of(texts_of(ask.place.cohort))}
    return CommitmentForm(request.POST or None, on_behalf=on_behalf, initial=initial)


def signed(ask, form, by=None):
    """Sign; whether it was signed. What stands in the way is said in the form."""
    try:
        actions.sign_commitment(ask, form.signing, by=by, at=now())
    except Refused as refusal:
        form.add_error(None, str(refusal))
        form.show_again(seal_of(texts_of(ask.place.cohort)))
        return False
    return True


def page_of(ask, form):
    """What both pages of a commitment show."""
    return {
        "ask": ask,
        "place": ask.place,
        "school": ask.place.school,
        "form": form,
        "is_open": ask.state == AskState.OPEN and ask.place.is_at_work,
        "text": texts_of(ask.place.cohort)[PaperKind.COMMITMENT],
    }


@guard(everyone, public=True)
def sign_commitment(request, token):
    """A new headteacher confirms. Opening the page changes nothing: the name and the button sign."""
    ask = CommitmentAsk.objects.find(token)
    if ask is None:
        raise Http404
    form = commitment_form(request, ask)
    context = page_of(ask, form)
    if request.method == "POST" and context["is_open"] and form.is_valid() and signed(ask, form):
        say(request, "Thank you. The commitment is signed")
        return redirect("cohorts:sign_commitment", token)
    return render(request, "cohorts/sign_commitment.html", context)


@guard(policies.can_sign_commitment_for_school, load=asks)
def sign_commitment_for_school(request, ask):
    """Type in that the new headteacher has confirmed."""
    form = commitment_form(request, ask, on_behalf=True)
    if request.method == "POST" and form.is_valid() and signed(ask, form, by=request.user):
        say(request, f"Typed in for {ask.place.school}: the commitment is signed")
        return redirect(ask.place)
    return render(request, "cohorts/sign_commitment_for_school.html", page_of(ask, form))


@require_POST
@guard(policies.can_remind_new_headteacher, load=asks)
def remind_new_headteacher(request, ask):
    """Write to the new headteacher again."""
    actions.remind_new_headteacher(ask, by=request.user, on=today())
    say(request, f"A letter goes to {ask.head.email}")
    return redirect(ask.place)
