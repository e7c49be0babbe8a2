"""What a page asks of the database once: the same read, of the same records, while one GET is answered.

Doors, duties, blocks and rules are written apart and each ask for what they need; on one page they ask for the same rows. Nothing is
kept while something is written, or from one request or task to the next.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps

from django.db.models import Model

_kept = ContextVar("kept", default=None)


class OncePerPage:
    """Lets reads be kept while a page is read; a request that may write keeps none."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        with keeping():
            return self.get_response(request)


@contextmanager
def keeping():
    """Keeps reads for as long as nothing is written: while a page is read, or while a task gathers what it will do."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(read):
    """Keep what a read gives, by its arguments: records and lists of records count by their keys. Don't change what it gives."""

    @wraps(read)
    def kept(*asked):
        memory = _kept.get()
        if memory is None:
            return read(*asked)
        key = (read, *map(_identity, asked))
        if key not in memory:
            memory[key] = read(*asked)
        return memory[key]

    def put(asked, found):
        """Keep what was read in another way."""
        if (memory := _kept.get()) is not None:
            memory[(read, *map(_identity, asked))] = found

    kept.put = put
    return kept


def once_each(read):
    """The same for a read `ids -> {id: what}` of many records: an id is read once, whichever list it stands in. Ids without an
    answer are left out."""

    @wraps(read)
    def kept(ids):
        memory = _kept.get()
        if memory is None:
            return read(list(ids))
        known, ids = memory.setdefault((read,), {}), list(ids)
        if missing := [one for one in ids if one not in known]:
            found = read(missing)
            known.update((one, found.get(one)) for one in missing)
        return {one: known[one] for one in ids if known[one] is not None}

    def put(ids, found):
        """Keep what was read in another way, for all of these ids."""
        if (memory := _kept.get()) is not None:
            memory.setdefault((read,), {}).update((one, found.get(one)) for one in ids)

    kept.put = put
    return kept


def is_keeping():
    """Whether reads are kept just now."""
    return _kept.get() is not None


def _identity(asked):
    if isinstance(asked, Model):
        return (asked.__class__, asked.pk)  # not type(): the user of a request is a lazy object
    if isinstance(asked, list | tuple | set | frozenset):
        return (len(asked), *map(_identity, asked))
    return asked
