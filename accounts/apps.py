"""People, invitations and sign-in."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class AccountsConfig(AppConfig):
    name = "accounts"

    def ready(self):
        """Put the admin's own login behind everybody's sign-in; collect what the apps above say of people."""
        from . import doors  # noqa: F401

        autodiscover_modules("handover", "belonging")
        from allauth.account.decorators import secure_admin_login
        from django.contrib import admin

        admin.site.login = secure_admin_login(admin.site.login)
