"""The names of schools, which stand above: whoever knows them registers how to find and to name them."""

from kit.registry import Registry

finders = Registry()  # `(words) -> queryset or list of school keys`
namers = Registry()  # `(keys) -> {key: (name, url)}`


def keys_of(words):
    """Keys of the schools that a search finds."""
    found = [finder(words) for finder in finders]
    return found[-1] if found else []


def names_of(keys):
    """Name and page of schools by key, asked once for many."""
    keys = {key for key in keys if key is not None}
    return {key: name for namer in namers for key, name in namer(keys).items()} if keys else {}
