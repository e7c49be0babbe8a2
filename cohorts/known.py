"""Every cohort with what its applications wait for, read once a page: Today, its duties and the days ahead all begin with them."""

from django.db.models import Count, Q

from kit.once import once

from .models import ApplicationState, Cohort

S = ApplicationState


@once
def cohorts_known():
    """All of them, the latest first: how many applications are `waiting` for a decision, are `reserves`, and are `unasked` whether they are
    kept."""
    return list(
        Cohort.objects.annotate(
            waiting=Count("applications", filter=Q(applications__state=S.SUBMITTED)),
            reserves=Count("applications", filter=Q(applications__state=S.RESERVE)),
            unasked=Count("applications", filter=Q(applications__state=S.RESERVE, applications__carry=None)),
        ).order_by("-starts_on")
    )
