"""Addresses of the schools app."""

from django.urls import path

from .views import inset, pause, people, people_list, plan, plan_parts, register, school, trusts, visit

app_name = "schools"

register_file = [
    path("import/", register.import_register, name="import_register"),
    path("import/contacts/", register.import_contacts, name="import_contacts"),
    path("import/people/", people_list.import_people, name="import_people"),
    path("import/people/template/", people_list.people_template, name="people_template"),
    path("import/<int:pk>/", register.register_import, name="register_import"),
    path("import/<int:pk>/findings/", register.import_findings, name="import_findings"),
    path("import/<int:pk>/apply/", register.apply_import, name="apply_import"),
    path("import/<int:pk>/abandon/", register.abandon_import, name="abandon_import"),
    path("add/", register.add_school, name="add_school"),
]

the_schools = [
    path("", school.schools, name="schools"),
    path("<int:pk>/", school.school, name="school"),
    path("<int:pk>/story/", school.story, name="story"),
    path("<int:pk>/reminders/pause/", pause.pause_reminders, name="pause_reminders"),
    path("<int:pk>/reminders/resume/", pause.resume_reminders, name="resume_reminders"),
    path("<int:pk>/contact/", people.change_contact, name="change_contact"),
    path("<int:pk>/notes/add/", people.add_internal_note, name="add_internal_note"),
    path("<int:pk>/people/", people.people, name="people"),
    path("<int:pk>/people/invite/", people.invite_colleague, name="invite_colleague"),
    path("<int:pk>/people/headteacher/", people.change_headteacher, name="change_headteacher"),
    path("roles/<int:pk>/end/", people.end_role, name="end_role"),
    path("roles/<int:pk>/change/", people.change_role, name="change_role"),
]

plans = [
    path("plans/", plan.plans_of_mine, name="plans_of_mine"),
    path("<int:pk>/plan/start/", plan.start_plan, name="start_plan"),
    path("plans/<int:pk>/", plan.plan, name="plan"),
    path("plans/<int:pk>/edit/", plan.edit_plan, name="edit_plan"),
    path("plans/<int:pk>/submit/", plan.submit_plan, name="submit_plan"),
    path("plans/<int:pk>/sign/", plan.sign_plan, name="sign_plan"),
    path("plans/<int:pk>/send-back/", plan.send_back_plan, name="send_back_plan"),
    path("plans/<int:pk>/agree/", plan.agree_plan, name="agree_plan"),
    path("plans/<int:pk>/review/", plan.review_plan, name="review_plan"),
    path("plans/<int:pk>/reopen/", plan.reopen_plan, name="reopen_plan"),
    path("plans/<int:pk>/compare/", plan.compare_plans, name="compare_plans"),
    path("plans/<int:pk>/updates/add/", plan_parts.add_update, name="add_update"),
    path("plans/<int:pk>/priorities/add/", plan_parts.add_priority, name="add_priority"),
    path("plans/versions/<int:pk>/", plan.plan_version, name="plan_version"),
    path("plans/priorities/<int:pk>/edit/", plan_parts.edit_priority, name="edit_priority"),
    path("plans/priorities/<int:pk>/remove/", plan_parts.remove_priority, name="remove_priority"),
    path("plans/priorities/<int:pk>/actions/add/", plan_parts.add_action, name="add_action"),
    path("plans/actions/<int:pk>/edit/", plan_parts.edit_action, name="edit_action"),
    path("plans/actions/<int:pk>/remove/", plan_parts.remove_action, name="remove_action"),
    path("plans/actions/<int:pk>/rate/", plan_parts.rate_action, name="rate_action"),
]

the_trusts = [
    path("trusts/", trusts.trusts, name="trusts"),
    path("trusts/<int:pk>/", trusts.trust, name="trust"),
    path("trusts/<int:pk>/viewers/add/", trusts.add_trust_viewer, name="add_trust_viewer"),
    path("trusts/viewers/<int:pk>/end/", trusts.end_trust_viewer, name="end_trust_viewer"),
    path("<int:pk>/trust/agree/", trusts.let_trust_read, name="let_trust_read"),
    path("<int:pk>/trust/withdraw/", trusts.stop_trust_reading, name="stop_trust_reading"),
]

visits = [
    path("<int:pk>/visits/", visit.visits, name="visits"),
    path("<int:pk>/visits/log/", visit.log_visit, name="log_visit"),
    path("visits/<int:pk>/", visit.visit, name="visit"),
    path("visits/<int:pk>/open/", visit.open_visit, name="open_visit"),
    path("visits/challenges/<int:pk>/answer/", visit.answer_challenge, name="answer_challenge"),
]

inset_days = [
    path("inset/import/", inset.import_inset_days, name="import_inset_days"),
    path("<int:pk>/inset/", inset.inset_days, name="inset_days"),
    path("<int:pk>/inset/add/", inset.add_inset_days, name="add_inset_days"),
    path("inset/<int:pk>/remove/", inset.remove_inset_day, name="remove_inset_day"),
]

urlpatterns = inset_days + register_file + the_schools + the_trusts + plans + visits
