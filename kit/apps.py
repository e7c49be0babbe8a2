"""The kit: what every app uses and no app owns."""

from django.apps import AppConfig


class KitConfig(AppConfig):
    name = "kit"
