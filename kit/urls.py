"""Addresses of the kit: the gallery of components for staff."""

from django.urls import path

from . import views

app_name = "kit"

urlpatterns = [
    path("components/", views.component_gallery, name="component_gallery"),
]
