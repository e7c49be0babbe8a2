"""Heathervale's project, and Oakenfold's for what must not leak."""

import pytest


@pytest.fixture
def project(place):
    from action_research.models import Project

    return Project.objects.create(
        place=place,
        title="The door",
        question="Does a named adult help?",
        ethics_confirmed=True,
        anonymity_confirmed=True,
    )


@pytest.fixture
def foreign_project(other_place):
    from action_research.models import Project

    return Project.objects.create(place=other_place, title="A canary of a project", question="Canary?")
