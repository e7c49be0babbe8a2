"""Who may do what with cohorts, applications and places, and when."""

from schools.policies import can_write_for_school
from schools.ties import roles_of, trusts_of

from .models import APPLICATION_FLOW, ASK_FLOW, COHORT_FLOW, PLACE_FLOW, REVIEW_FLOW


def can_see_board(user, cohort=None):
    """The Virtual School reads boards; advisers find only their schools on them."""
    return user.is_virtual_school


def can_see_today(user):
    """The Virtual School's own list."""
    return user.is_virtual_school


def can_see_what_next(user):
    """Whoever holds a role at a school."""
    return bool(roles_of(user))


def can_see_your_trust(user):
    """Whoever reads for a trust today."""
    return bool(trusts_of(user))


def can_change_programme(user, record=None):
    """Name, look, contact and signature are for leads and administrators."""
    return user.sees_every_school


# --- cohorts


def can_see_cohorts(user, cohort=None):
    """Leads, administrators and observers."""
    return user.sees_every_school or user.is_observer


def can_create_cohort(user, cohort=None):
    """Leads and administrators plan a year."""
    return user.sees_every_school


def can_copy_cohort(user, cohort):
    """Leads and administrators, from a cohort in any state; one from before the portal has no dates to copy."""
    return user.sees_every_school and not cohort.is_from_before


@COHORT_FLOW.when("edit")
def can_edit_cohort(user, cohort):
    """Leads and administrators, until it is closed."""
    return user.sees_every_school


@COHORT_FLOW.when("open")
def can_open_cohort(user, cohort):
    """The lead opens a draft for applications."""
    return user.is_programme_lead


@COHORT_FLOW.when("select")
def can_select_cohort(user, cohort):
    """The lead begins to decide; nobody applies from then on."""
    return user.is_programme_lead


@COHORT_FLOW.when("run")
def can_run_cohort(user, cohort):
    """The lead starts the year."""
    return user.is_programme_lead


@COHORT_FLOW.when("close")
def can_close_cohort(user, cohort):
    """The lead, when no school is at work in it any more."""
    return user.is_programme_lead


# --- the application form


def can_read_form(user, cohort):
    """Leads and administrators see what a cohort's form asks."""
    return user.sees_every_school and not cohort.is_from_before


@COHORT_FLOW.when("ask")
def can_write_form(user, cohort):
    """The lead, until the cohort runs: what was sent stays as it was asked."""
    return user.is_programme_lead


def can_write_form_part(user, part):
    """The same, for a section or a question of the form."""
    return can_write_form(user, part.cohort)


can_write_form_part.who, can_write_form_part.step = (lambda user, part: user.is_programme_lead), "ask"


# --- applications


def can_see_intake(user, cohort):
    """Leads and administrators; nobody else sees what is held."""
    return user.sees_every_school


@COHORT_FLOW.when("hold")
def can_hold_decisions(user, cohort):
    """The lead decides places."""
    return user.is_programme_lead


@COHORT_FLOW.when("hold")
def can_enter_need(user, cohort):
    """Leads and administrators: the Virtual School's own figure, never shown to schools, reviewers or observers."""
    return user.sees_every_school


def may_undo_hold(user, act):
    """The lead; an administrator what they entered themselves."""
    return user.is_programme_lead or (user.sees_every_school and act.by_id == user.pk)


def can_undo_hold(user, act):
    """The same, as long as anything is held in that cohort."""
    return may_undo_hold(user, act) and COHORT_FLOW.allows("hold", act.cohort)


can_undo_hold.who, can_undo_hold.step = may_undo_hold, "hold"


@COHORT_FLOW.when("release")
def can_release_decisions(user, cohort):
    """The lead, once applications are closed."""
    return user.is_programme_lead


def can_read_application(user, application):
    """Leads and administrators read what a school wrote."""
    return user.sees_every_school


@APPLICATION_FLOW.when("hold")
def can_decide_application(user, application):
    """The lead, until the letters are released; a reserve may be decided again."""
    return user.is_programme_lead


@APPLICATION_FLOW.when("confirm")
def can_confirm_by_code(user, application):
    """Leads and administrators, on the telephone with the headteacher."""
    return user.sees_every_school


@APPLICATION_FLOW.when("confirm")
def can_ask_headteacher(user, application):
    """Leads and administrators, until the headteacher has confirmed."""
    return user.sees_every_school


@APPLICATION_FLOW.when("accept")
def can_answer_offer_for_school(user, application):
    """Leads and administrators, when the school has told them."""
    return user.sees_every_school


@APPLICATION_FLOW.when("turn_down")
def can_turn_down_offer_for_school(user, application):
    """Leads and administrators, when the school has told them."""
    return user.sees_every_school


@APPLICATION_FLOW.when("withdraw")
def can_withdraw_application(user, application):
    """Leads and administrators, when the school asks for it."""
    return user.sees_every_school


@COHORT_FLOW.when("hold")
def can_begin_late_application(user, cohort):
    """The lead alone, while places are decided; the action refuses while schools can apply by themselves."""
    return user.is_programme_lead


@APPLICATION_FLOW.when("revise")
def can_write_application_for_school(user, application):
    """The lead alone, for a silent school, until it is sent; the actions refuse outside the time it can be written in."""
    return user.is_programme_lead


def can_carry_reserve(user, cohort):
    """The lead asks the schools that still wait, once decisions are being released."""
    return user.is_programme_lead


def may_answer_carry(user, asked):
    """Leads and administrators, when the school has told them."""
    return user.sees_every_school


def can_answer_carry_for_school(user, asked):
    """The same, until it is answered."""
    return may_answer_carry(user, asked) and asked.is_open


def can_ask_again(user, asked):
    """The lead, until it is answered."""
    return user.is_programme_lead and asked.is_open


can_answer_carry_for_school.who, can_answer_carry_for_school.step = may_answer_carry, "keep"
can_ask_again.who, can_ask_again.step = lambda user, asked: user.is_programme_lead, "ask_again"


# --- reviewers


def can_see_reviewing(user, cohort):
    """Leads and administrators see who reads what."""
    return user.sees_every_school


@COHORT_FLOW.when("edit")
def can_edit_criteria(user, cohort):
    """Leads and administrators, until the cohort is closed; the action refuses once a score is given."""
    return user.sees_every_school


@COHORT_FLOW.when("hold")
def can_give_applications(user, cohort):
    """The lead, while schools are decided on."""
    return user.is_programme_lead


@REVIEW_FLOW.when("take_back")
def can_take_back_review(user, review):
    """The lead, until it is scored."""
    return user.is_programme_lead


def can_see_reviews(user, review=None):
    """Reviewers have a list of what they were given."""
    return user.is_reviewer


def can_read_review(user, review):
    """The reviewer it was given to; visibility has already left out a school of their own."""
    return user.is_reviewer and review.reviewer_id == user.pk


def can_score_application(user, review):
    """The same person, until the school's decision is released."""
    return can_read_review(user, review) and review.takes_scores


def can_declare_conflict(user, review):
    """The same person, as long."""
    return can_read_review(user, review) and review.takes_scores


# Who and when are asked apart by the guard; here "when" looks at the application and its cohort as well.
can_score_application.who, can_score_application.step = can_read_review, "score"
can_declare_conflict.who, can_declare_conflict.step = can_read_review, "declare"


# --- places


def can_see_place(user, place):
    """Whoever may see the school."""
    return True


@PLACE_FLOW.when("change_people")
def can_change_representative(user, place):
    """The school's headteacher and leads; leads and administrators for them."""
    return can_write_for_school(user, place.school)


def can_change_seat(user, seat):
    """As for the place the seat belongs to."""
    return can_change_representative.who(user, seat.place)


def can_change_telephone(user, holder):
    """The same people, where the representative has given no number of their own."""
    return can_change_representative.who(user, holder.seat.place) and not holder.has_own_telephone


@PLACE_FLOW.when("withdraw")
def can_withdraw_place(user, place):
    """The lead."""
    return user.is_programme_lead


@PLACE_FLOW.when("defer")
def can_defer_place(user, place):
    """The lead."""
    return user.is_programme_lead


@PLACE_FLOW.when("carry_on")
def can_continue_place(user, place):
    """The lead."""
    return user.is_programme_lead


@PLACE_FLOW.when("rejoin")
def can_rejoin_place(user, place):
    """The lead, for a school that was deferred or has left."""
    return user.is_programme_lead


@PLACE_FLOW.when("change_people")
def can_cover_place(user, place):
    """Leads and administrators name who looks after a school and who steps in."""
    return user.sees_every_school


# --- papers


@COHORT_FLOW.when("edit")
def can_edit_papers(user, cohort):
    """Leads and administrators word what schools sign, until the cohort is closed."""
    return user.sees_every_school


def can_read_signed_paper(user, paper):
    """Whoever reads the school whole."""
    return True


@ASK_FLOW.when("sign")
def can_sign_commitment_for_school(user, ask):
    """Leads and administrators, when the new headteacher has told them."""
    return user.sees_every_school


@ASK_FLOW.when("remind")
def can_remind_new_headteacher(user, ask):
    """Leads and administrators."""
    return user.sees_every_school
