"""The intake of the access world: cohorts that take applications, and what became of a school's applications of other years."""

from datetime import timedelta

from django.utils import timezone


def a_cohort(name, state, **fields):
    """A cohort whose window is open now."""
    from cohorts.models import Cohort

    now = timezone.now()
    window = {"applications_open_at": now - timedelta(days=9), "applications_close_at": now + timedelta(days=9)}
    days = {"starts_on": now.date(), "ends_on": now.date() + timedelta(days=300), "decisions_on": now.date()}
    return Cohort.objects.create(name=name, places=17, state=state, **(window | days | fields))


def answered_for(school, word):
    """Three more applications of a school, each of a year of its own: one on the reserve list, one offered, one not yet sent."""
    from cohorts.models import Application

    now = timezone.now()
    said = {"school": school, "applicant_name": f"{word} text", "applicant_email": f"{word}@example.org"}
    people = [{"name": f"{word} text", "email": "", "job_title": "", "is_senior_leader": True}]
    late = {
        "late_reason": f"{word} text",
        "late_until": now + timedelta(days=9),
    }  # an open cohort is on the public's first page
    drafts = a_cohort(f"{word} drafts", "selecting")
    draft = Application.objects.create(cohort=drafts, representatives=people, **late, **said)
    said |= {"submitted_at": now, "confirmed_at": now, "confirmed_by_name": f"{word} text", "released_at": now}
    waiting = Application.objects.create(
        cohort=a_cohort(f"{word} reserve", "selecting"), state="reserve", reserve_rank=1, representatives=people, **said
    )
    offered = Application.objects.create(
        cohort=a_cohort(f"{word} offers", "selecting"),
        state="offered",
        offer_expires_at=now + timedelta(days=9),
        representatives=people,
        **said,
    )
    return waiting, offered, draft
