"""The school year: terms, half-terms and bank holidays."""

from django.apps import AppConfig
from django.db import connections
from django.db.models.signals import post_migrate


class TermsConfig(AppConfig):
    name = "terms"

    def ready(self):
        post_migrate.connect(first_bank_holidays, sender=self)


def first_bank_holidays(sender, using="default", **about):
    """England's bank holidays where none are kept yet, so that a new portal counts school days rightly from the start."""
    from .holidays import bank_holidays

    kept = sender.get_model("BankHoliday").objects.using(using)
    if kept.model._meta.db_table not in connections[using].introspection.table_names():
        return  # migrated back to nothing
    if not kept.exists():
        kept.bulk_create(kept.model(day=day, name=name[:80]) for day, name in bank_holidays().items())
