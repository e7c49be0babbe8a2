"""Addresses that exist in the demo only."""

from django.urls import path

from . import views

app_name = "demo"

urlpatterns = [
    path("sign-in/", views.sign_in, name="sign_in"),
    path("mail/", views.mail, name="mail"),
]
