"""Addresses of what makes a training day ready."""

from django.urls import path

from .views import prepare

the_preparation = [
    path("<int:pk>/materials/add/", prepare.add_material, name="add_material"),
    path("materials/<int:pk>/", prepare.material_file, name="material_file"),
    path("materials/<int:pk>/edit/", prepare.edit_material, name="edit_material"),
    path("materials/<int:pk>/remove/", prepare.remove_material, name="remove_material"),
    path("<int:pk>/needs/", prepare.needs, name="needs"),
    path("<int:pk>/needs/say/", prepare.say_needs, name="say_needs"),
]
