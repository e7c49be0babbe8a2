"""Today and now, in London: the one place where the portal reads the clock outside tests of time itself."""

from django.utils import timezone


def now():
    """The current moment, aware."""
    return timezone.now()


def today():
    """The current date in Europe/London."""
    return timezone.localdate()
