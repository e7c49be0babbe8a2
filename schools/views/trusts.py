"""Trusts: who reads for one, for those who look after it; and a school's word that its trust may read."""

from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import redirect, render

from kit.access import Refused, guard, say
from schools import policies
from schools.actions import trusts as actions
from schools.forms.trusts import LetTrustReadForm, TrustSearchForm, TrustViewerForm
from schools.models import School, Trust, TrustAgreement, TrustViewer

trust_rows = Trust.objects.visible_to
viewers = TrustViewer.objects.select_related("user", "trust").visible_to
in_a_trust = School.objects.filter(trust__isnull=False).select_related("trust").prefetch_related("roles").visible_to
PAGE = 50


def counted(rows, key):
    """How many of these rows belong to a trust, as a column of a list of trusts."""
    found = rows.order_by().filter(**{key: OuterRef("pk")}).values(key).annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(found), 0)


@guard(policies.can_see_trusts)
def trusts(request):
    """Every trust with schools here or somebody who reads, searched; how many have agreed."""
    form = TrustSearchForm(request.GET or None)
    found = trust_rows(request.user).annotate(
        school_number=counted(School.objects.open(), "trust"),
        agreed_number=counted(TrustAgreement.objects.in_force(), "trust"),
        viewer_number=counted(TrustViewer.objects.current(), "trust"),
    )
    words = form.cleaned_data["q"] if form.is_bound and form.is_valid() else ""
    # A trust that has lost its last school here is found by its name only
    found = found.search(words) if words else found.filter(Q(school_number__gt=0) | Q(viewer_number__gt=0))
    page = Paginator(found.order_by("name", "pk"), PAGE).get_page(request.GET.get("page"))
    return render(request, "schools/trusts.html", {"form": form, "page": page, "words": words})


@guard(policies.can_see_trusts, load=trust_rows)
def trust(request, trust):
    """The schools of a trust, which of them have agreed, and who reads."""
    page = Paginator(trust.schools.order_by("name", "pk"), PAGE).get_page(request.GET.get("page"))
    agreed = TrustAgreement.objects.in_force().filter(school__in=[school.pk for school in page])
    by_school = {agreement.school_id: agreement for agreement in agreed}
    named = list(
        TrustViewer.objects.filter(trust=trust).select_related("user", "trust").order_by("user__name", "since_on")[:200]
    )
    now_reading = set(TrustViewer.objects.current().filter(trust=trust).values_list("pk", flat=True))
    context = {
        "trust": trust,
        "page": page,
        "rows": [(school, by_school.get(school.pk)) for school in page],
        "reading": [viewer for viewer in named if viewer.pk in now_reading],
        "disabled": [viewer for viewer in named if viewer.until_on is None and viewer.pk not in now_reading],
        "past": [viewer for viewer in named if viewer.until_on is not None and viewer.pk not in now_reading],
    }
    return render(request, "schools/trust.html", context)


@guard(policies.can_add_trust_viewer, load=trust_rows)
def add_trust_viewer(request, trust):
    """Let somebody of the trust read."""
    form = TrustViewerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            viewer = actions.add_trust_viewer(trust, by=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.add_error("email", str(refusal))
        else:
            say(request, f"{viewer.user} reads the schools of {trust} that have agreed, from today")
            return redirect(trust)
    return render(request, "schools/add_trust_viewer.html", {"trust": trust, "form": form})


@guard(policies.can_end_trust_viewer, load=viewers)
def end_trust_viewer(request, viewer):
    """Somebody reads no longer, after a question."""
    if request.method == "POST":
        actions.end_trust_viewer(viewer, by=request.user)
        say(request, f"{viewer.user} reads nothing more for {viewer.trust}")
        return redirect(viewer.trust)
    return render(request, "schools/end_trust_viewer.html", {"viewer": viewer, "trust": viewer.trust})


@guard(policies.can_let_trust_read, load=in_a_trust)
def let_trust_read(request, school):
    """What the trust would read and what not; the headteacher agrees, or somebody notes it for one who has told them."""
    on_behalf = policies.speaks_for_school(request.user, school)
    initial = {"trust": school.trust_id, "name": school.head_name}
    form = LetTrustReadForm(request.POST or None, school=school, on_behalf=on_behalf, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = {"name": request.user.name} | form.cleaned_data
        actions.let_trust_read(school, by=request.user, **given)
        say(request, f"{school.trust} can read what {school} has agreed to share")
        return redirect(school)
    context = {"school": school, "form": form, "on_behalf": on_behalf, "readers": readers_of(school)}
    return render(request, "schools/let_trust_read.html", context)


@guard(policies.can_stop_trust_reading, load=in_a_trust)
def stop_trust_reading(request, school):
    """Withdraw the agreement, after a question."""
    if request.method == "POST":
        actions.stop_trust_reading(school, by=request.user)
        say(request, f"{school.trust} reads nothing more of {school}")
        return redirect(school)
    on_behalf = policies.speaks_for_school(request.user, school)
    context = {"school": school, "on_behalf": on_behalf, "readers": readers_of(school)}
    return render(request, "schools/stop_trust_reading.html", context)


def readers_of(school):
    """Who reads for a school's trust today."""
    current = TrustViewer.objects.current().filter(trust=school.trust_id).select_related("user")
    return [viewer.user for viewer in current.order_by("user__name", "pk")[:PAGE]]
