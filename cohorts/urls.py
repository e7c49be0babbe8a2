"""Addresses of the cohorts app."""

from django.urls import path

from .views import (
    acceptance,
    application,
    apply,
    behalf,
    board,
    carry,
    cohort,
    deciding,
    form,
    intake,
    late,
    pages,
    paper,
    place,
    programme,
    review,
    today,
    trust,
)

app_name = "cohorts"

# Where everybody stands
where = [
    path("begin/", today.begin, name="begin"),
    path("today/", today.today_page, name="today"),
    path("next/", today.what_next, name="what_next"),
    path("your-trust/", trust.your_trust, name="your_trust"),
    path("board/", board.current_board, name="current_board"),
    path("board/<int:pk>/", board.board, name="board"),
    path("board/<int:pk>/export/", board.export_board, name="export_board"),
]

# The programme itself, and the pages that explain
itself = [
    path("settings/", programme.programme_settings, name="programme_settings"),
    path("settings/signature/", programme.signature, name="signature"),
    path("settings/signature/keep/", programme.keep_signature, name="keep_signature"),
    path("settings/signature/remove/", programme.remove_signature, name="remove_signature"),
    path("settings/logo/keep/", programme.keep_logo, name="keep_logo"),
    path("settings/logo/remove/", programme.remove_logo, name="remove_logo"),
    path("logo.png", programme.logo, name="logo"),
    path("brand.css", programme.brand_css, name="brand_css"),
    path("help/", pages.help, name="help"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("contact/", pages.contact, name="contact"),
]

# Planning a cohort
planning = [
    path("cohorts/", cohort.cohorts, name="cohorts"),
    path("cohorts/create/", cohort.create_cohort, name="create_cohort"),
    path("cohorts/<int:pk>/", cohort.cohort, name="cohort"),
    path("cohorts/<int:pk>/edit/", cohort.edit_cohort, name="edit_cohort"),
    path("cohorts/<int:pk>/copy/", cohort.copy_cohort, name="copy_cohort"),
    path("cohorts/<int:pk>/open/", cohort.open_cohort, name="open_cohort"),
    path("cohorts/<int:pk>/select/", cohort.select_cohort, name="select_cohort"),
    path("cohorts/<int:pk>/run/", cohort.run_cohort, name="run_cohort"),
    path("cohorts/<int:pk>/close/", cohort.close_cohort, name="close_cohort"),
]

# Writing the application form of a cohort
asking = [
    path("cohorts/<int:pk>/form/", form.application_questions, name="application_questions"),
    path("cohorts/<int:pk>/form/preview/", form.preview_form, name="preview_form"),
    path("cohorts/<int:pk>/form/add/", form.add_form_section, name="add_form_section"),
    path("form/sections/<int:pk>/", form.change_form_section, name="change_form_section"),
    path("form/sections/<int:pk>/move/", form.move_form_section, name="move_form_section"),
    path("form/sections/<int:pk>/remove/", form.remove_form_section, name="remove_form_section"),
    path("form/sections/<int:pk>/add/", form.add_form_question, name="add_form_question"),
    path("form/questions/<int:pk>/", form.change_form_question, name="change_form_question"),
    path("form/questions/<int:pk>/move/", form.move_form_question, name="move_form_question"),
    path("form/questions/<int:pk>/remove/", form.remove_form_question, name="remove_form_question"),
]

# Applying, without an account
applying = [
    path("", apply.home, name="home"),
    path("apply/<int:cohort_pk>/", apply.apply, name="apply"),
    path("apply/<int:cohort_pk>/find/", apply.find_application, name="find_application"),
    path("apply/<int:cohort_pk>/<int:school_pk>/", apply.begin_application, name="begin_application"),
    path("application/<str:token>/code/", apply.prove_address, name="prove_address"),
    path("application/<str:token>/resume/", apply.resume_application, name="resume_application"),
    path("application/<str:token>/", application.application_form, name="application_form"),
    path("application/<str:token>/part/<slug:key>/", application.application_section, name="application_section"),
    path("application/<str:token>/colleagues/", application.invite_colleague, name="invite_colleague"),
    path("application/<str:token>/colleagues/take-off/", application.take_colleague_off, name="take_colleague_off"),
    path("application/<str:token>/check/", application.check_application, name="check_application"),
    path("application/<str:token>/submit/", application.submit_application, name="submit_application"),
    path("application/<str:token>/withdraw/", application.withdraw_own_application, name="withdraw_own_application"),
    path("offer/<str:token>/", acceptance.answer_offer, name="answer_offer"),
    path("offer/<str:token>/no/", acceptance.turn_down_offer, name="turn_down_offer"),
    path("commitment/<str:token>/", paper.sign_commitment, name="sign_commitment"),
    path("confirm/<str:token>/", apply.confirm_application, name="confirm_application"),
]

# Deciding
deciding = [
    path("cohorts/<int:pk>/intake/", deciding.intake, name="intake"),
    path("cohorts/<int:pk>/intake/balance/", deciding.intake_balance, name="intake_balance"),
    path("cohorts/<int:pk>/intake/hold/", deciding.hold_decisions, name="hold_decisions"),
    path("cohorts/<int:pk>/intake/hold-many/", deciding.hold_many, name="hold_many"),
    path("cohorts/<int:pk>/intake/need/", deciding.enter_need, name="enter_need"),
    path("cohorts/<int:pk>/intake/order/", deciding.order_reserves, name="order_reserves"),
    path("intake-acts/<int:pk>/undo/", deciding.undo_hold, name="undo_hold"),
    path("cohorts/<int:pk>/intake/preview/", intake.preview_release, name="preview_release"),
    path("cohorts/<int:pk>/intake/release/", intake.release_decisions, name="release_decisions"),
    path("cohorts/<int:pk>/intake/offer-reserve/", intake.offer_reserve, name="offer_reserve"),
    path("cohorts/<int:pk>/intake/late/", late.begin_late_application, name="begin_late_application"),
    path("applications/<int:pk>/", intake.application, name="application"),
    path("applications/<int:pk>/decide/", intake.decide_application, name="decide_application"),
    path("applications/<int:pk>/confirm/", intake.confirm_by_code, name="confirm_by_code"),
    path("applications/<int:pk>/ask-headteacher/", intake.ask_headteacher, name="ask_headteacher"),
    path("applications/<int:pk>/answer/", acceptance.answer_offer_for_school, name="answer_offer_for_school"),
    path("applications/<int:pk>/turn-down/", acceptance.turn_down_offer_for_school, name="turn_down_offer_for_school"),
    path("applications/<int:pk>/withdraw/", intake.withdraw_application, name="withdraw_application"),
]

# Writing for a silent school
writing = [
    path("applications/<int:pk>/write/", behalf.application_form_for_school, name="application_form_for_school"),
    path("applications/<int:pk>/write/part/<slug:key>/", behalf.application_section_for_school, name="application_section_for_school"),
    path("applications/<int:pk>/write/check/", behalf.check_application_for_school, name="check_application_for_school"),
    path("applications/<int:pk>/write/submit/", behalf.submit_application_for_school, name="submit_application_for_school"),
]  # fmt: skip

# The reserve list, carried to the next cohort
carrying = [
    path("cohorts/<int:pk>/intake/carry/", carry.carry_reserve, name="carry_reserve"),
    path("carries/<int:pk>/answer/", carry.answer_carry_for_school, name="answer_carry_for_school"),
    path("carries/<int:pk>/ask-again/", carry.ask_again, name="ask_again"),
    path("keep/<str:token>/", carry.answer_carry, name="answer_carry"),
]

# Reading and scoring applications
reading = [
    path("reviews/", review.reviews, name="reviews"),
    path("reviews/<int:pk>/", review.review, name="review"),
    path("reviews/<int:pk>/score/", review.score_application, name="score_application"),
    path("reviews/<int:pk>/conflict/", review.declare_conflict, name="declare_conflict"),
    path("reviews/<int:pk>/take-back/", review.take_back_review, name="take_back_review"),
    path("cohorts/<int:pk>/criteria/", review.edit_criteria, name="edit_criteria"),
    path("cohorts/<int:pk>/reviewing/", review.reviewing, name="reviewing"),
    path("cohorts/<int:pk>/reviewing/give/", review.give_applications, name="give_applications"),
    path("cohorts/<int:pk>/reviewing/share-out/", review.share_out_applications, name="share_out_applications"),
]

# A school's place
places = [
    path("places/<int:pk>/", place.place, name="place"),
    path("places/<int:pk>/withdraw/", place.withdraw_place, name="withdraw_place"),
    path("places/<int:pk>/defer/", place.defer_place, name="defer_place"),
    path("places/<int:pk>/continue/", place.continue_place, name="continue_place"),
    path("places/<int:pk>/rejoin/", place.rejoin_place, name="rejoin_place"),
    path("places/<int:pk>/cover/", place.cover_place, name="cover_place"),
    path("cohorts/<int:pk>/papers/", paper.edit_papers, name="edit_papers"),
    path("papers/<int:pk>/", paper.signed_paper, name="signed_paper"),
    path("commitments/<int:pk>/sign/", paper.sign_commitment_for_school, name="sign_commitment_for_school"),
    path("commitments/<int:pk>/remind/", paper.remind_new_headteacher, name="remind_new_headteacher"),
    path("seats/<int:pk>/change/", place.change_representative, name="change_representative"),
    path("representatives/<int:pk>/telephone/", place.change_telephone, name="change_telephone"),
]

urlpatterns = itself + where + planning + asking + applying + deciding + writing + carrying + reading + places
