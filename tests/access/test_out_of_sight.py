"""Every text and file that can be taken out of sight, through the one act that does it."""

import re

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from audit.models import Activity, Hideable

pytestmark = pytest.mark.django_db

KINDS = sorted((model for model in apps.get_models() if issubclass(model, Hideable)), key=lambda model: model.__name__)
LINK = re.compile(r'href="(/record/out-of-sight/(\d+)/\d+/)((?:\?[^"]*)?)"')


def address(name, thing):
    return reverse(f"audit:{name}", args=[ContentType.objects.get_for_model(thing).pk, thing.pk])


@pytest.mark.parametrize("model", KINDS, ids=lambda model: model.__name__)
def test_every_kind_is_hidden_and_put_back(world, client_of, model):
    thing, lead = world.own[model], client_of(world.cast.lead)
    hide, show = address("take_out_of_sight", thing), address("put_back", thing)
    assert client_of(world.cast.school_lead).post(hide, {"reason": "Mine"}).status_code in (403, 404)
    assert lead.get(hide).status_code == 200
    assert lead.post(hide, {"reason": "It names a child"}).status_code == 302
    hidden = model._base_manager.get(pk=thing.pk)
    assert (hidden.is_hidden, hidden.hidden_reason) == (True, "It names a child")
    asked = lead.get(show)
    assert (asked.status_code, "It names a child" in asked.text) == (200, True)
    assert lead.post(show).status_code == 302
    assert not model._base_manager.get(pk=thing.pk).is_hidden
    assert set(Activity.objects.about(thing).values_list("verb", flat=True)) >= {"took out of sight", "put back"}


def test_every_link_on_a_page_leads_to_the_act_and_back_to_that_page(world, client_of):
    """The pages that show texts of a school offer the act for each kind, and afterwards one stands there again."""
    from action_research.models import Project
    from cohorts.models import Application
    from evaluation.models import Audit
    from networks.models import Cluster, Meeting, Pairing
    from portfolios.models import PortfolioEntry
    from schools.models import DevelopmentPlan, Visit
    from training.models import Inset, Session

    lead, kinds = client_of(world.cast.lead), set()
    pairing = Pairing.objects.get(visits__isnull=False, mentor=world.cast.school)
    shown = [world.own[model] for model in (Application, Project, Audit, Cluster, Meeting, DevelopmentPlan, Visit)]
    pages = [thing.get_absolute_url() for thing in [*shown, pairing]]
    pages.append(reverse("training:feedback", args=[world.own[Session].pk]))
    pages.append(world.own[Inset].get_absolute_url())
    pages.append(reverse("training:catch_up", args=[world.place.pk]))
    pages.append(reverse("training:gap_task", args=[world.place.cohort.sessions.get(number=2).pk]))
    for page in pages:
        for link, kind, query in set(LINK.findall(lead.get(page).text)):
            assert lead.get(link + query).status_code == 200
            answer = lead.post(link, {"reason": "It names a child", "next": page})
            assert (answer.status_code, answer.url) == (302, page)
            put_back = f'href="{link}put-back/?next={page}"'
            assert put_back in lead.get(page).text, f"{page} does not offer to put back what was hidden from it"
            answer = lead.post(f"{link}put-back/", {"next": page})
            assert (answer.status_code, answer.url) == (302, page)
            kinds.add(ContentType.objects.get_for_id(int(kind)).model_class())
    assert kinds == set(KINDS) - {PortfolioEntry}  # that is withdrawn from the library instead
