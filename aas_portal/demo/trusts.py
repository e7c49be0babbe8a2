"""A trust of the demo: three schools of the running cohort, two of which let it read, and the person who does."""

from datetime import timedelta

from schools.actions.trusts import let_trust_read
from schools.models import Role, RoleKind, TrustViewer

from .people import user

TRUST = "Three Becks Learning Trust"
AGREED = ("Alderbrook Infant and Nursery", "Millrace Primary Academy")
NOT_AGREED = "Oakenfold School"


def build_trust(clock, schools):
    """`schools` are the county's, by name; those that agree do so by their headteachers."""
    trust = schools[NOT_AGREED].trust
    for name in AGREED:
        school = schools[name]
        school.trust, school.type_name = trust, "Academy converter"
        school.save()
        head = Role.objects.current().get(school=school, kind=RoleKind.HEADTEACHER).user
        agreement = let_trust_read(school, by=head, trust=trust.pk, name=head.name)
        type(agreement).objects.filter(pk=agreement.pk).update(agreed_at=clock.at(clock.day(-1, back=True), 9))
    viewer = user("Delia Fairbank", "trust_viewer", job_title="Director of inclusion")
    TrustViewer.objects.create(user=viewer, trust=trust, since_on=clock.today - timedelta(days=60))
