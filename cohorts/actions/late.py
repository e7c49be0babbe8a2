"""Lets a school in after the window: the lead begins its application, or gives a draft that was not sent more time."""

from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from audit.actions import record
from kit.access import Refused
from notifications.actions import notify

from ..intake import recipients
from ..models import COHORT_FLOW, Application, ApplicationState
from ..questions import wording_now


@transaction.atomic
def begin_late_application(cohort, school, *, name, email, reason, until, by, at):
    """A draft for a school after the window, to be written by its applicant until the end of a day; the school is told at once.

    A draft that was not sent in time is given that day as well, with its own applicant. Refused while schools can apply themselves,
    and for a school whose application was sent. Why it is let in is for the Virtual School alone.
    """
    COHORT_FLOW.take("hold", cohort)
    if cohort.takes_applications(at):
        raise Refused("Applications are still open: the school can apply by itself.")
    late = {
        "late_reason": reason,
        "late_until": timezone.make_aware(datetime.combine(until, time(23, 59, 59))),
    }
    theirs = Application.objects.exclude(state=ApplicationState.WITHDRAWN).filter(cohort=cohort, school=school)
    application = theirs.select_for_update().first()
    if application and application.state != ApplicationState.DRAFT:
        raise Refused(f"{school} has sent an application already.")
    if application:
        Application.objects.filter(pk=application.pk).update(**late)
        application = Application.objects.select_related("school", "cohort").get(pk=application.pk)
    else:
        application = Application.objects.create(
            cohort=cohort,
            school=school,
            applicant_name=name,
            applicant_email=email.lower(),
            head_name=school.head_name,
            wording=wording_now(),
            started_at=at,
            **late,
        )
    record(by, "let in late", application, on_behalf=True, until=until.isoformat())
    record(by, "noted why it is late on", application, internal=True, reason=reason)
    for address in recipients(application):
        occasion = f"application:{application.pk}:late:{until.isoformat()}"
        notify("late_application_begun", address, about=application, occasion=occasion, school=school)
    return application
