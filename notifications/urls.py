"""Addresses of the notifications app."""

from django.urls import path

from .views import letters, muting, rules

app_name = "notifications"

urlpatterns = [
    path("", letters.messages, name="messages"),
    path("release/", letters.release_mail, name="release_mail"),
    path("rules/", rules.rules, name="rules"),
    path("rules/<slug:kind>/", rules.rule, name="rule"),
    path("rules/<slug:kind>/change/", rules.change_rule, name="change_rule"),
    path("rules/<slug:kind>/standard/", rules.restore_rule, name="restore_rule"),
    path("rules/<slug:kind>/wording/", rules.change_wording, name="change_wording"),
    path("rules/<slug:kind>/wording/standard/", rules.restore_wording, name="restore_wording"),
    path("mine/", muting.my_letters, name="my_letters"),
    path("stop/<str:token>/", muting.stop_letters, name="stop_letters"),
    path("<int:pk>/", letters.message, name="message"),
    path("<int:pk>/again/", letters.try_again, name="try_again"),
]
