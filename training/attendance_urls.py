"""Addresses of the sheet, the attendance table, personal records, catch-ups, gap tasks and shared calendars."""

from django.urls import path

from .views import attendance, calendars, catch_ups, gap_tasks, sheets

the_sheets = [
    path("<int:pk>/register/print/", sheets.print_register, name="print_register"),
    path("<int:pk>/register/type/", sheets.type_sheet, name="type_sheet"),
    path("<int:pk>/register/all-present/", sheets.mark_all_present, name="mark_all_present"),
    path("<int:pk>/register/all-present/undo/", sheets.undo_all_present, name="undo_all_present"),
    path("<int:pk>/register/trail/", sheets.register_trail, name="register_trail"),
]

the_catch_ups = [
    path("cohorts/<int:pk>/catch-ups/", catch_ups.catch_ups, name="catch_ups"),
    path("cohorts/<int:pk>/catch-ups/rule/", catch_ups.edit_catch_up_rule, name="edit_catch_up_rule"),
    path("places/<int:pk>/catch-up/", catch_ups.catch_up, name="catch_up"),
    path("places/<int:pk>/catch-up/say/", catch_ups.say_catch_up, name="say_catch_up"),
    path("places/<int:pk>/catch-up/due/", catch_ups.set_catch_up_due, name="set_catch_up_due"),
    path("catch-ups/<int:pk>/sign-off/", catch_ups.sign_off_catch_up, name="sign_off_catch_up"),
    path("catch-ups/<int:pk>/send-back/", catch_ups.send_back_catch_up, name="send_back_catch_up"),
    path("catch-ups/<int:pk>/reopen/", catch_ups.reopen_catch_up, name="reopen_catch_up"),
    path("catch-ups/notes/<int:pk>/undo/", catch_ups.undo_catch_up_note, name="undo_catch_up_note"),
]

the_gap_tasks = [
    path("<int:pk>/gap-task/", gap_tasks.gap_task, name="gap_task"),
    path("<int:pk>/gap-task/done/", gap_tasks.finish_gap_task, name="finish_gap_task"),
    path("gap-tasks/<int:pk>/undo/", gap_tasks.undo_gap_task, name="undo_gap_task"),
]

the_calendars = [
    path("calendars/<str:token>.ics", calendars.shared_feed, name="shared_feed"),
    path("schools/<int:pk>/calendar/", calendars.school_calendar, name="school_calendar"),
    path("schools/<int:pk>/calendar/renew/", calendars.renew_school_calendar, name="renew_school_calendar"),
    path("schools/<int:pk>/calendar/stop/", calendars.stop_school_calendar, name="stop_school_calendar"),
    path("cohorts/<int:pk>/calendar/", calendars.cohort_calendar, name="cohort_calendar"),
    path("cohorts/<int:pk>/calendar/renew/", calendars.renew_cohort_calendar, name="renew_cohort_calendar"),
    path("cohorts/<int:pk>/calendar/stop/", calendars.stop_cohort_calendar, name="stop_cohort_calendar"),
]

the_attendance = [
    *the_calendars,
    *the_gap_tasks,
    *the_catch_ups,
    *the_sheets,
    path("cohorts/<int:pk>/attendance/", attendance.attendance, name="attendance"),
    path("cohorts/<int:pk>/attendance/export/", attendance.export_attendance, name="export_attendance"),
    path("my-attendance/", attendance.own_attendance, name="own_attendance"),
    path("representatives/<int:pk>/attendance/", attendance.attendance_record, name="attendance_record"),
]
