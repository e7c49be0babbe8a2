"""The letters of graduation."""

from django.urls import reverse

from cohorts.models import Place, PlaceState
from notifications.kinds import Blank, Kind, page, page_of, register

from .models import PortfolioEntry

LINK = Blank("the page of what the letter is about", lambda message: page_of(message.about), must=True)
ENTRY = {"title": Blank("the title of the entry", lambda message: message.about.title)}
IN_THE_LIBRARY = Blank(
    "the entry’s page in the library",
    lambda message: page(reverse("portfolios:library_entry", args=[message.about.pk])),
    must=True,
)
OF_PLACE = {
    "school": Blank("the name of the school", lambda message: message.about.school.name),
    "cohort": Blank("the name of the cohort", lambda message: message.about.cohort.name),
    "link": LINK,
}
COMMENT = Blank("what the lead wrote", lambda message: message.about.lead_comment)


def graduated(user):
    """For previews: places that have graduated, newest first."""
    found = Place.objects.visible_to(user).filter(state=PlaceState.GRADUATED)
    return found.select_related("school", "cohort").order_by("-graduated_on")


def entries(user):
    """For previews: the entries that somebody may see, newest first."""
    return PortfolioEntry.objects.visible_to(user).order_by("-pk")


register(
    Kind(
        name="certificate_ready",
        title="Certificates ready",
        subject="{{ school }} has graduated: your certificates are ready",
        template="portfolios/letters/certificate_ready.txt",
        group="Graduation and practice library",
        blanks=OF_PLACE,
        records=graduated,
        essential=True,
        wanted=lambda message: message.about is not None and message.about.state == "graduated",
        rule="your school graduated",
    )
)
register(
    Kind(
        name="entry_published",
        title="Practice entry published",
        subject="Your entry “{{ title }}” is in the practice library",
        template="portfolios/letters/entry_published.txt",
        group="Graduation and practice library",
        blanks=ENTRY | {"link": IN_THE_LIBRARY},
        records=entries,
        wanted=lambda message: message.about is not None and message.about.state == "published",
        rule="your school wrote an entry for the practice library",
    )
)
register(
    Kind(
        name="entry_changes_requested",
        title="Changes asked to a practice entry",
        subject="A word on your entry “{{ title }}”",
        template="portfolios/letters/entry_changes_requested.txt",
        group="Graduation and practice library",
        blanks=ENTRY | {"comment": COMMENT, "link": LINK},
        records=entries,
        wanted=lambda message: message.about is not None and message.about.state == "changes",
        rule="your school wrote an entry for the practice library",
    )
)
