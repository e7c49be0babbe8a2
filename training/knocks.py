"""How often somebody at the door may be wrong: a code or a name that fits nothing counts against the address it came from."""

from allauth.account.adapter import get_adapter
from django.core.cache import cache

from kit.clock import now

MOST = 30  # a hall shares one address: room for the slips of a whole cohort, none for trying out 880 million codes
SPAN = 600  # seconds


def key_of(request, what):
    """Where the wrong ones of the last minutes are counted; the adapter knows about the proxies before us."""
    return f"knocks:{what}:{get_adapter().get_client_ip(request)}:{int(now().timestamp()) // SPAN}"


def are_too_many(request, what, most=None):
    """Whether this address has been wrong too often; a right one is not looked at either, until the time is over."""
    return cache.get(key_of(request, what), 0) >= (most or MOST)


def count_one(request, what):
    """One more was wrong."""
    key = key_of(request, what)
    cache.set(key, cache.get(key, 0) + 1, SPAN)
