"""The wording of what a school signs in a cohort: the lead's own, or else the usual one."""

from hashlib import sha256

from .models import PaperKind

USUAL = {
    PaperKind.COMMITMENT: """Our school takes part in the programme for the whole year, and means it.

We release our representatives for every training day and find cover for them. If one of them cannot come, we say so beforehand and send somebody else, or make the day up.

One of our representatives belongs to senior leadership. When a representative leaves, we name another without delay.

We write a development plan, agree it with the programme lead, and review it. We carry out an action research project and share what we found, also what did not work.

All our staff hear what the representatives learn, in INSET and twilight time.

When a new headteacher comes, they are asked to confirm this commitment.""",
    PaperKind.SHARING: """We and the Virtual School share what the programme needs, and no more: names and work addresses of our representatives, their attendance, our plan, our project, our self-audits and figures about the school as a whole.

Nobody enters anything about a child by name, and no picture in which a child can be recognised. Consent papers stay in our school.

The Virtual School reads what we enter so that it can support and challenge us. Other schools read only what we agree to publish. Reports show small numbers as "fewer than 5".

What is kept, for how long, and whom to ask stands in the privacy notice. We can ask for a copy of what is kept about our school at any time.""",
}


def texts_of(cohort):
    """{kind: wording} as a school of this cohort would sign it now, in the order in which they are signed."""
    own = dict(cohort.papers.values_list("kind", "text"))
    return {kind: own.get(kind, USUAL[kind]) for kind in PaperKind}


def seal_of(texts):
    """A short mark of a wording: a form that was opened on another one is sent back to be read again."""
    return sha256("\n\n".join(texts.values()).encode()).hexdigest()[:16]


def papers_shown(cohort):
    """Pairs of (heading, wording), to be read before signing."""
    return [(PaperKind(kind).label, text) for kind, text in texts_of(cohort).items()]
