"""A school year in a small county: its schools and people, its days, and everybody's browser as time passes."""

from datetime import date, datetime
from pathlib import Path

from casting import LONDON, person
from journeys.walking import Doormat, Walker

REGISTER = Path(__file__).parent.parent / "data/register/edubase_830_831_140cols_cp1252.csv"
BAMFORD, CROMFORD = "Bamford Primary School", "Cromford Church of England Primary School"
OFFICE, CROMFORD_OFFICE = "office@bamford.example", "office@cromford.example"
DEPUTY, MENTOR, NEWCOMER = "Ellen Marsh", "Davy Holt", "Noor Rahman"
PASSWORD = "seven quiet mornings by the river"
DAYS = (date(2025, 9, 23), date(2025, 11, 11), date(2025, 12, 9), date(2026, 2, 3), date(2026, 3, 24), date(2026, 6, 9))
CELEBRATION = date(2026, 7, 3)
WHY = "Every child is greeted by name, by somebody who is glad that they came."


def address_of(name):
    return f"{name.lower().replace(' ', '.')}@bamford.example"


class Year:
    """The calendar, the worker that posts letters, and everybody's browser."""

    def __init__(self, browsing, outbox, clock):
        self.browsing, self.clock, self.post, self.walkers = browsing, clock, Doormat(outbox), []
        self.lead = person("Marian Osgood", is_programme_lead=True)
        self.administrator = person("Colin Batts", is_administrator=True)

    def at(self, year, month, day, hour=10):
        """Let time pass; who was signed in signs in again."""
        self.clock.move_to(datetime(year, month, day, hour, tzinfo=LONDON))
        self.deliver()

    def deliver(self):
        """What beat and worker do all the time: think of reminders, and post what waits."""
        from django.utils import timezone

        from notifications.actions import dispatch, plan

        plan(timezone.now())
        dispatch(timezone.now())

    def walker(self, user=None, **how):
        """Somebody sits down at a browser."""
        return Walker(self.browsing(user, **how))

    def enter(self, name):
        """A colleague of the school signs in with their password, by hand."""
        walker = self.walker(width=390)
        walker.open("/accounts/login/?how=password")
        walker.fill(login=address_of(name), password=PASSWORD)
        walker.press("Sign in")
        return walker


def to_the_school(walker, *links):
    """The page of the school, from wherever somebody is, and on."""
    from schools.models import School

    walker.open(School.objects.get(name=BAMFORD).get_absolute_url())
    for words in links:
        walker.follow(words)
