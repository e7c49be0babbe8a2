"""Addresses of the action research app."""

from django.urls import path

from . import views

app_name = "action_research"

urlpatterns = [
    path("", views.projects_of_mine, name="projects_of_mine"),
    path("start/<int:pk>/", views.start_project, name="start_project"),
    path("<int:pk>/", views.project, name="project"),
    path("<int:pk>/edit/", views.edit_project, name="edit_project"),
    path("<int:pk>/measures/", views.add_measure, name="add_measure"),
    path("measures/<int:pk>/", views.edit_measure, name="edit_measure"),
    path("<int:pk>/cycles/", views.add_cycle, name="add_cycle"),
    path("cycles/<int:pk>/", views.edit_cycle, name="edit_cycle"),
    path("<int:pk>/evidence/", views.add_evidence, name="add_evidence"),
    path("evidence/<int:pk>/file/", views.evidence_file, name="evidence_file"),
    path("<int:pk>/comment/", views.add_comment, name="add_comment"),
    path("<int:pk>/propose/", views.propose_project, name="propose_project"),
    path("<int:pk>/agree/", views.agree_question, name="agree_question"),
    path("<int:pk>/return/", views.return_question, name="return_question"),
    path("<int:pk>/write-up/", views.write_up_project, name="write_up_project"),
    path("<int:pk>/return-write-up/", views.return_write_up, name="return_write_up"),
    path("<int:pk>/approve/", views.approve_project, name="approve_project"),
]
