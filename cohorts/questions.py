"""What every application is asked beside its cohort's form, and what one still needs before it can be sent."""

from .parts import parts_of

RELEASE = "Both representatives will be released for all the training days"
TRUST = "Our trust agrees to this application"


def wording_now():
    """The two statements as they are signed today."""
    return {"release_confirmed": RELEASE, "trust_agreed": TRUST}


def missing_from(application):
    """What an application still needs before it can be sent, in sentences without their full stop; empty when it is whole."""
    return [sentence for part in parts_of(application) for sentence in part.missing(application)]
