"""Where a session is held, on a map that opens elsewhere: nothing of it is loaded into our pages."""

from urllib.parse import urlencode

MAP = "https://www.openstreetmap.org/search?"


def map_link(session):
    """The search for the address of a session, or an empty text where there is none."""
    address = session.postal_address
    return MAP + urlencode({"query": address}) if address else ""
