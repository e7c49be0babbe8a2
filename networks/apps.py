"""Clusters, meetings and mentoring."""

from django.apps import AppConfig


class NetworksConfig(AppConfig):
    name = "networks"
