"""Addresses of the training app."""

from django.urls import path

from .after_urls import the_days_after
from .attendance_urls import the_attendance
from .money_urls import the_money
from .prepare_urls import the_preparation
from .views import changes, claims, doors, planning, registers, sessions

app_name = "training"

the_sessions = [
    path("", sessions.sessions, name="sessions"),
    path("feed/<str:token>.ics", sessions.feed, name="feed"),
    path("cohorts/<int:pk>/plan/", planning.plan_sessions, name="plan_sessions"),
    path("<int:pk>/", sessions.session, name="session"),
    path("<int:pk>/edit/", changes.edit_session, name="edit_session"),
    path("<int:pk>/cancel/", changes.cancel_session, name="cancel_session"),
    path("<int:pk>/another-day/", changes.hold_on_another_day, name="hold_on_another_day"),
    path("<int:pk>/ring-round/", changes.ring_round, name="ring_round"),
    path("<int:pk>/remove/", planning.remove_session, name="remove_session"),
    path("<int:pk>/calendar.ics", sessions.session_calendar, name="session_calendar"),
    path("<int:pk>/claim/", claims.claim, name="claim"),
]

the_registers = [
    path("<int:pk>/register/", registers.register, name="register"),
    path("<int:pk>/register/mark/", registers.mark_seat, name="mark_seat"),
    path("<int:pk>/register/save/", registers.save_register, name="save_register"),
    path("<int:pk>/register/confirm/", registers.confirm_claims, name="confirm_claims"),
    path("<int:pk>/register/close/", registers.close_register, name="close_register"),
    path("<int:pk>/register/reopen/", registers.reopen_register, name="reopen_register"),
    path("<int:pk>/register/export/", registers.export_register, name="export_register"),
    path("<int:pk>/catch-up/", registers.record_catch_up, name="record_catch_up"),
]

the_doors = [
    path("door/", doors.find_door, name="find_door"),
    path("door/<str:code>/", doors.sign_in_at_door, name="sign_in_at_door"),
    path("<int:pk>/door/", doors.door_code, name="door_code"),
    path("<int:pk>/door/renew/", doors.renew_door_code, name="renew_door_code"),
]

urlpatterns = the_sessions + the_registers + the_doors
urlpatterns += the_attendance
urlpatterns += the_days_after
urlpatterns += the_money
urlpatterns += the_preparation
