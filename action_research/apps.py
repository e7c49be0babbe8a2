"""Action research projects and their evidence."""

from django.apps import AppConfig


class ActionResearchConfig(AppConfig):
    name = "action_research"
