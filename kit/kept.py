"""What somebody wrote and the portal did not take: shown again on the page that says so, so that it can be copied."""

import re

LONG = 20  # shorter answers are quickly given again
NEVER = ("password", "csrf", "credential", "next")


def kept_of(request):
    """(label, text) of the longer texts of a form, never a password."""
    return [
        (label_of(name), text.strip())
        for name, texts in request.POST.lists()
        for text in texts
        if len(text.strip()) > LONG and not any(word in name for word in NEVER)
    ]


def label_of(name):
    """A field's name as words: "reason_9" is "Reason"."""
    words = re.sub(r"[\W_\d]+", " ", name).strip()
    return words[:1].upper() + words[1:]
