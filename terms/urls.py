"""Addresses of the school calendar."""

from django.urls import path

from . import views

app_name = "terms"

urlpatterns = [
    path("", views.terms, name="terms"),
    path("add/", views.add_term, name="add_term"),
    path("import/", views.import_terms, name="import_terms"),
    path("<int:pk>/change/", views.change_term, name="change_term"),
    path("<int:pk>/remove/", views.remove_term, name="remove_term"),
    path("holidays/add/", views.add_holiday, name="add_holiday"),
    path("holidays/<int:pk>/change/", views.change_holiday, name="change_holiday"),
    path("holidays/<int:pk>/remove/", views.remove_holiday, name="remove_holiday"),
]
