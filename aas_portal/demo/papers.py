"""Documents that are made already, so that a newcomer finds one of each kind to open."""

from cohorts.models import Cohort, CohortState
from kit.clock import now
from portfolios.actions.documents import ask_for_portfolio, ask_for_print_file, build_next


def build_papers(school, lead):
    """A school's portfolio and the printer's file of last year's certificates."""
    ask_for_portfolio(school, by=lead)
    ask_for_print_file(Cohort.objects.get(state=CohortState.CLOSED), by=lead)
    while build_next(now()):
        pass
