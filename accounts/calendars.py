"""Where a person's calendar is served: an app above says so, since the dates are its own."""

from kit.registry import Registry

feeds = Registry()  # `(token) -> path`


def feed_url(request):
    """The whole address of this person's calendar, or nothing where they have none."""
    token = request.user.calendar_token
    paths = [feed(token) for feed in feeds] if token else []
    return request.build_absolute_uri(paths[-1]) if paths else ""
