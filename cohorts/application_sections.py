"""Parts of an application that an app above asks for, on a page of their own: shown, checked and read with the rest.

A section is a class with static methods, registered with `@sections.register`; an app keeps it in its own `application_sections.py`.
"""

from kit.registry import Registry

NOT_STARTED, IN_PROGRESS, DONE = "not started", "in progress", "done"


class Section:
    """What every section says of one application. A section that a cohort does not ask for is not `asked`, and says nothing."""

    key = ""  # "self_audit": stable, for addresses and ids
    title = ""  # "Self-audit"

    @staticmethod
    def asked(application):
        """Whether this application has the section at all."""
        return True

    @staticmethod
    def url(application, writer):
        """The page of it for whoever writes: `writer.address` knows the way behind their link, or inside the portal."""
        raise NotImplementedError

    @staticmethod
    def state(application):
        """NOT_STARTED, IN_PROGRESS or DONE."""
        raise NotImplementedError

    @staticmethod
    def missing(application):
        """What is still to do before the application can be sent, as sentences without their full stop."""
        return []

    @staticmethod
    def read_url(application):
        """A page on which the Virtual School reads it whole, or nothing."""
        return ""

    @staticmethod
    def summary(application):
        """Pairs of question and answer, as they were asked and answered; empty when nothing was."""
        return []


sections = Registry()  # subclasses of Section


def sections_of(application):
    """The sections this application has."""
    return [section for section in sections if section.asked(application)]


def pages_of(application):
    """Where the Virtual School reads the sections whole: title and address."""
    return [(one.title, url) for one in sections if (url := one.read_url(application))]
