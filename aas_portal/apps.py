"""Wires everything, and holds the demo, which knows every app."""

from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "aas_portal"
