"""Addresses of the evaluation app."""

from django.urls import path, register_converter

from . import views
from .models import Moment


class MomentConverter:
    """One of the three moments of a year."""

    regex = "|".join(Moment.values)

    def to_python(self, value):
        """The moment itself."""
        return Moment(value)

    def to_url(self, value):
        """Its plain word."""
        return str(Moment(value).value)


register_converter(MomentConverter, "moment")
app_name = "evaluation"

urlpatterns = [
    path("themes/", views.themes, name="themes"),
    path("themes/add/", views.add_theme, name="add_theme"),
    path("themes/<int:pk>/", views.edit_theme, name="edit_theme"),
    path("<int:pk>/", views.audit, name="audit"),
    path("schools/<int:pk>/", views.self_audit, name="self_audit"),
    path("schools/<int:pk>/<moment:moment>/", views.fill_in_audit, name="fill_in_audit"),
    path("apply/<str:token>/", views.application_audit, name="application_audit"),
    path("applications/<int:pk>/", views.application_audit_for_school, name="application_audit_for_school"),
]
