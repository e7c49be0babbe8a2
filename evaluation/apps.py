"""Evaluation: the self-audit of a school, from its application to the end of its year."""

from django.apps import AppConfig


class EvaluationConfig(AppConfig):
    name = "evaluation"
