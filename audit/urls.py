"""Addresses of the record."""

from django.urls import path

from . import views

app_name = "audit"

urlpatterns = [
    path("", views.record, name="record"),
    path("out-of-sight/<int:kind>/<int:pk>/", views.take_out_of_sight, name="take_out_of_sight"),
    path("out-of-sight/<int:kind>/<int:pk>/put-back/", views.put_back, name="put_back"),
]
