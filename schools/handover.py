"""What stands with a person at schools, and how it passes on: schools looked after, challenges to follow up, roles."""

from accounts.handover import Work, works
from accounts.models import User
from kit.clock import today
from kit.wording import count

from .actions import people as actions
from .belonging import assignments_of, roles_held
from .models import Assignment, Challenge, Role, RoleKind


@works.register
def assignments(leaver):
    """The schools an adviser looks after."""
    mine = sorted(assignments_of([leaver.pk]).get(leaver.pk, ()), key=lambda one: one.school.name)
    if mine:
        yield Work(
            "schools",
            f"Looks after {count(mine, 'school,schools')} as adviser",
            lambda taker, by: pass_on(leaver, taker),
            [(one.school.name, one.school.get_absolute_url()) for one in mine],
        )


def pass_on(leaver, taker):
    """Move the assignments; where the other person has the school already, only the leaver's ends."""
    theirs = Assignment.objects.filter(adviser=taker).values("school")
    Assignment.objects.filter(adviser=leaver, school__in=theirs).delete()
    Assignment.objects.filter(adviser=leaver).update(adviser=taker)
    if not taker.is_adviser:
        User.objects.filter(pk=taker.pk).update(is_adviser=True)
        taker.is_adviser = True


@works.register
def challenges(leaver):
    """What was put to schools at visits and has no reply yet: somebody asks again. The visit itself stays as it was."""
    mine = Challenge.objects.followed_up_by(leaver).unanswered().select_related("visit__school")
    mine = list(mine.filter(follow_up_on__isnull=False).order_by("follow_up_on"))
    if mine:
        yield Work(
            "challenges",
            f"Follows up {count(mine, 'challenge,challenges')} put at visits",
            lambda taker, by: Challenge.objects.filter(pk__in=[one.pk for one in mine]).update(follower=taker),
            [(one.visit.school.name, one.visit.get_absolute_url()) for one in mine],
        )


@works.register
def roles(leaver):
    """What somebody is at a school: a colleague there takes it over, or it ends."""
    mine = [role for role in roles_held([leaver.pk]).get(leaver.pk, ()) if role.ends_on is None]
    for role in sorted(mine, key=lambda role: (role.school.name, role.kind)):
        colleagues = Role.objects.current().filter(school=role.school).exclude(user=leaver)
        yield Work(
            f"role-{role.pk}",
            f"{role.get_kind_display()} of {role.school}",
            role_mover(role),
            [(role.school.name, role.school.get_absolute_url())],
            takers=User.objects.active().filter(pk__in=colleagues.values("user")),
            end=role_ender(role),
            end_words="Nobody: the role ends today",
        )


def role_mover(role):
    """The role ends today; the other person has it from today, and a new headteacher is asked what belongs to it."""

    def move(taker, by):
        on = today()
        if role.kind == RoleKind.HEADTEACHER:
            actions.change_headteacher(role.school, by=by, email=taker.email, name=taker.name, on=on)
            return
        actions.invite_colleague(
            role.school, by=by, email=taker.email, name=taker.name, job_title=taker.job_title, kind=role.kind
        )
        role_ender(role)(by)

    return move


def role_ender(role):
    """The role ends today."""
    return lambda by: actions.end_role(role, by=by, on=today())
