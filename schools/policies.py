"""Who may do what with schools: the only place that decides."""

from functools import wraps

from .models import PLAN_FLOW, RoleKind
from .models.school import IMPORT_FLOW, ImportState
from .ties import assigned_to, roles_of, trusts_of

WRITERS = (RoleKind.HEADTEACHER, RoleKind.SCHOOL_LEAD)


def can_import_register(user, upload=None):
    """Leads and administrators bring schools and their addresses in."""
    return user.is_programme_lead or user.is_administrator


def can_import_people(user):
    """Leads and administrators bring in who is at the schools."""
    return user.sees_every_school


def can_add_school(user):
    """Leads and administrators add a setting the register does not know."""
    return user.is_programme_lead or user.is_administrator


@IMPORT_FLOW.when("apply")
def can_apply_import(user, upload):
    """Those who may import, once, and only a file without errors."""
    return can_import_register(user) and (upload.state != ImportState.PREVIEWED or bool(upload.content))


def can_read_findings(user, upload):
    """Those who may import, while the file waits for their answer: afterwards it is no longer here to be read."""
    return can_import_register(user) and upload.state == ImportState.PREVIEWED and bool(upload.content)


@IMPORT_FLOW.when("abandon")
def can_abandon_import(user, upload):
    """Those who may import."""
    return can_import_register(user)


# --- who writes for a school


def holds(user, school, *kinds):
    """Whether a person has one of these roles at a school today; any role without kinds."""
    held = roles_of(user).get(school.pk, frozenset())
    return bool(held) and (not kinds or not held.isdisjoint(kinds))


def is_assigned(user, school):
    """Whether an adviser looks after a school."""
    return user.is_adviser and school.pk in assigned_to(user)


def looks_after_trust_of(user, school):
    """Whether a person reads for the trust of a school today, agreed or not."""
    return school.trust_id is not None and school.trust_id in trusts_of(user)


def reads_whole(user, school):
    """Whether somebody who sees a school reads its drafts, papers and record, too; a viewer of its trust does not."""
    return user.sees_every_school or user.is_observer or holds(user, school) or is_assigned(user, school)


def can_read_story(user, school):
    """Whoever reads the school whole: the record repeats lines of drafts and evidence."""
    return reads_whole(user, school)


def can_see_exact_counts(user, school):
    """The Virtual School's staff and the school itself; observers and trusts read "fewer than 5"."""
    return user.sees_every_school or holds(user, school) or is_assigned(user, school)


def can_write_for_school(user, school):
    """Its headteacher and leads; leads and administrators of the Virtual School on its behalf."""
    return user.sees_every_school or holds(user, school, *WRITERS)


def speaks_for_school(user, school):
    """Whether this person writes for a school without belonging to those who do: what they type is marked."""
    return user.sees_every_school and not holds(user, school, *WRITERS)


def can_see_internal(user, school):
    """The Virtual School's own business: never for anybody who holds a role at that school, whatever else they are."""
    works_here = user.sees_every_school or is_assigned(user, school)
    return works_here and not holds(user, school) and not looks_after_trust_of(user, school)


can_add_internal_note = can_see_internal


def can_change_contact(user, school):
    """Leads and administrators check the address that decisions go to."""
    return user.sees_every_school


def can_pause_reminders(user, school):
    """Whoever writes for a school may have a week without reminders, no reason asked."""
    return can_write_for_school(user, school)


can_resume_reminders = can_pause_reminders


def can_see_inset_days(user, school):
    """Whoever reads the school whole."""
    return reads_whole(user, school)


def can_add_inset_days(user, school):
    """Whoever writes for the school says when it is shut for training; leads and administrators on its behalf."""
    return can_write_for_school(user, school)


def can_remove_inset_day(user, inset):
    """The same people."""
    return can_write_for_school(user, inset.school)


def can_import_inset_days(user):
    """Leads and administrators bring the days of many schools."""
    return user.sees_every_school


# --- the people of a school


def can_invite_colleague(user, school):
    """Whoever writes for a school brings its people in."""
    return can_write_for_school(user, school)


def can_change_headteacher(user, school):
    """The headteacher who leaves, or the Virtual School."""
    return user.sees_every_school or holds(user, school, RoleKind.HEADTEACHER)


def can_end_role(user, role):
    """Whoever writes for the school; a headteacher's role only by headteachers and the Virtual School."""
    if role.kind == RoleKind.HEADTEACHER:
        return can_change_headteacher(user, role.school)
    return can_write_for_school(user, role.school)


def can_change_role(user, role):
    """From school lead to contributor and back; a headteacher is succeeded instead."""
    return role.kind != RoleKind.HEADTEACHER and can_write_for_school(user, role.school)


# --- the trust of a school


def can_see_trusts(user, trust=None):
    """Leads and administrators look after who reads for a trust."""
    return user.sees_every_school


can_add_trust_viewer = can_end_trust_viewer = can_see_trusts


def can_let_trust_read(user, school):
    """The headteacher; leads and administrators note it for one who has told them."""
    return school.trust_id is not None and (user.sees_every_school or holds(user, school, RoleKind.HEADTEACHER))


can_stop_trust_reading = can_let_trust_read


# --- the development plan


def can_start_plan(user, school):
    """Whoever writes for the school."""
    return can_write_for_school(user, school)


@PLAN_FLOW.when("revise")
def can_edit_plan(user, plan):
    """Its words change while it is open."""
    return can_write_for_school(user, plan.school)


@PLAN_FLOW.when("submit")
def can_submit_plan(user, plan):
    """Whoever writes for the school."""
    return can_write_for_school(user, plan.school)


@PLAN_FLOW.when("sign")
def can_sign_plan(user, plan):
    """The headteacher, or the Virtual School for one who has signed on paper."""
    return user.sees_every_school or holds(user, plan.school, RoleKind.HEADTEACHER)


@PLAN_FLOW.when("send_back")
def can_send_back_plan(user, plan):
    """Programme leads."""
    return user.is_programme_lead


@PLAN_FLOW.when("agree")
def can_agree_plan(user, plan):
    """Programme leads."""
    return user.is_programme_lead


@PLAN_FLOW.when("update")
def can_add_update(user, plan):
    """The school keeps an agreed plan alive."""
    return can_write_for_school(user, plan.school)


@PLAN_FLOW.when("review")
def can_review_plan(user, plan):
    """Programme leads, with the school."""
    return user.is_programme_lead


@PLAN_FLOW.when("reopen")
def can_reopen_plan(user, plan):
    """Whoever writes for the school: the agreed version is kept whole."""
    return can_write_for_school(user, plan.school)


def of_its_plan(policy):
    """The same rule for a part of a plan, so that the guard still tells "not you" from "not now"."""

    @wraps(policy)
    def about_the_part(user, part):
        return policy(user, part.plan)

    about_the_part.who = lambda user, part: policy.who(user, part.plan)
    about_the_part.step = policy.step
    return about_the_part


can_edit_priority = can_add_action = can_edit_action = of_its_plan(can_edit_plan)
can_rate_action = of_its_plan(can_review_plan)


# --- visits


def can_log_visit(user, school):
    """Leads, administrators, and the school's own adviser."""
    return user.sees_every_school or is_assigned(user, school)


def can_open_visit(user, visit):
    """Whoever reads internal records: one can be opened to the school, never the other way round."""
    return can_see_internal(user, visit.school)


def can_answer_challenge(user, challenge):
    """Whoever writes for the school, for what the school can read."""
    return not challenge.visit.is_internal and can_write_for_school(user, challenge.visit.school)
