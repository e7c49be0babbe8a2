"""Addresses of what comes after a training day: feedback, and what is passed on in school."""

from django.urls import path

from .views import attended, feedback, insets, packs, reflections

the_feedback = [
    path("feedback/", feedback.find_feedback, name="find_feedback"),
    path("feedback/<str:code>/", feedback.give_feedback, name="give_feedback"),
    path("feedback-questions/", feedback.edit_programme_feedback_questions, name="edit_programme_feedback_questions"),
    path("cohorts/<int:pk>/feedback-questions/", feedback.edit_feedback_questions, name="edit_feedback_questions"),
    path(
        "cohorts/<int:pk>/feedback-questions/restore/",
        feedback.restore_feedback_questions,
        name="restore_feedback_questions",
    ),
    path("<int:pk>/feedback/", feedback.feedback, name="feedback"),
    path("<int:pk>/feedback/code/", feedback.feedback_code, name="feedback_code"),
    path("<int:pk>/feedback/type/", feedback.type_feedback, name="type_feedback"),
    path("<int:pk>/feedback/paper.pdf", feedback.feedback_paper, name="feedback_paper"),
    path("<int:pk>/feedback/export/", feedback.export_feedback, name="export_feedback"),
]

the_insets = [
    path("schools/<int:pk>/log/", insets.insets, name="insets"),
    path("schools/<int:pk>/log/add/", insets.log_inset, name="log_inset"),
    path("schools/<int:pk>/log/export/", insets.export_insets, name="export_insets"),
    path("schools/<int:pk>/staff/", insets.count_staff, name="count_staff"),
    path("log/<int:pk>/edit/", insets.edit_inset, name="edit_inset"),
    path("log/<int:pk>/remove/", insets.remove_inset, name="remove_inset"),
    path("cohorts/<int:pk>/reach/", insets.cohort_reach, name="cohort_reach"),
    path("cohorts/<int:pk>/reach/export/", insets.export_reach, name="export_reach"),
]

the_rest = [
    path("attendance/import/", attended.import_attendance, name="import_attendance"),
    path("attendance/import/template/", attended.attendance_template, name="attendance_template"),
    path("reflections/", reflections.reflections, name="reflections"),
    path("<int:pk>/reflect/", reflections.write_reflection, name="write_reflection"),
    path("<int:pk>/reflections/", reflections.shared_reflections, name="shared_reflections"),
    path("reflections/<int:pk>/keep/", reflections.stop_sharing_reflection, name="stop_sharing_reflection"),
    path("reflections/<int:pk>/remove/", reflections.remove_reflection, name="remove_reflection"),
    path("<int:pk>/pack/", packs.pack, name="pack"),
    path("<int:pk>/pack/edit/", packs.edit_pack, name="edit_pack"),
    path("<int:pk>/pack/remove/", packs.remove_pack, name="remove_pack"),
    path("<int:pk>/pack/pack.pdf", packs.download_pack, name="download_pack"),
]

the_days_after = the_feedback + the_insets + the_rest
