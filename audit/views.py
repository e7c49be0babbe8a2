"""The record, and taking what a school wrote out of sight."""

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from kit.access import guard, say

from . import actions, naming, policies
from .forms import OutOfSightForm, RecordFilter
from .models import Activity, Hideable

PAGE = 50


@guard(policies.can_read_record)
def record(request):
    """Who did what when, newest first."""
    form = RecordFilter(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    found = Activity.objects.select_related("by")
    for word in asked.get("q", "").split():
        found = found.filter(Q(verb__icontains=word) | Q(subject__icontains=word))
    if person := asked.get("person"):
        named = Q(details__applicant__icontains=person) | Q(details__headteacher__icontains=person)
        found = found.filter(Q(by__name__icontains=person) | Q(by__email__icontains=person) | named)
    if school := asked.get("school"):
        found = found.filter(school_key__in=naming.keys_of(school))
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    names = naming.names_of(one.school_key for one in page)
    rows = [(one, names.get(one.school_key)) for one in page]
    return render(request, "audit/record.html", {"form": form, "page": page, "rows": rows})


@guard(policies.can_take_out_of_sight)
def take_out_of_sight(request, kind, pk):
    """Hide one text or file, with a reason. What it is follows from its kind, so its own guard stands inside."""
    return guard(policies.can_take_out_of_sight, load=rows_of(kind))(hide)(request, pk=pk)


@guard(policies.can_put_back)
def put_back(request, kind, pk):
    """Show it again."""
    return guard(policies.can_put_back, load=rows_of(kind))(show)(request, pk=pk)


def rows_of(kind):
    """The rows of a kind that a person may see, for kinds that can be hidden at all."""
    content_type = ContentType.objects.filter(pk=kind).first()
    model = content_type and content_type.model_class()
    if model is None or not issubclass(model, Hideable) or model not in apps.get_models():
        raise Http404
    return model._default_manager.visible_to


def hide(request, thing):
    """The form with the reason, and the act."""
    form = OutOfSightForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.take_out_of_sight(thing, by=request.user, **form.cleaned_data)
        say(request, "Out of sight. You still see it, marked; nobody else does")
        return redirect(back_to(request, thing))
    context = {"form": form, "thing": thing, "next": request.POST.get("next") or request.GET.get("next", "")}
    return render(request, "audit/take_out_of_sight.html", context)


def show(request, thing):
    """Why it went, and the act of putting back."""
    if request.method != "POST":
        return render(request, "audit/put_back.html", {"thing": thing, "next": request.GET.get("next", "")})
    actions.put_back(thing, by=request.user)
    say(request, "It can be seen again")
    return redirect(back_to(request, thing))


def back_to(request, thing):
    """The page one came from, if it is ours; else the thing's own, else the record."""
    asked = request.POST.get("next", "")
    if asked and url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure()):
        return asked
    return thing.get_absolute_url() if hasattr(thing, "get_absolute_url") else "audit:record"
