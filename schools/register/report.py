"""What an import found, line by line: the same report for the preview, the command and the record."""

import json
from collections import Counter

KINDS = ("new", "changed", "closed", "unchanged", "skipped", "warnings", "errors")
# A page must stay small: of each kind the first few are shown and all are counted. Errors are what a person must act on.
SHOWN = {"new": 30, "changed": 40, "closed": 40, "unchanged": 0, "skipped": 30, "warnings": 30, "errors": 60}


HEADINGS = {  # in the order a person should read them
    "errors": "Errors",
    "warnings": "Warnings",
    "closed": "Closed",
    "changed": "Changed",
    "new": "New",
    "skipped": "Skipped",
}


class Report:
    """Findings by kind, each (line, URN, message); `shown` caps how many are kept, never how many are counted."""

    def __init__(self, shown=None):
        self.counts = dict.fromkeys(KINDS, 0)
        self.found = {kind: [] for kind in KINDS}
        self.fields = Counter()  # how many schools a field changes in
        self.reasons = Counter()  # why lines are skipped
        self.notes = []  # sentences about the whole file
        self.shown = shown

    def add(self, kind, line, urn, message):
        self.counts[kind] += 1
        if self.shown is None or len(self.found[kind]) < self.shown[kind]:
            self.found[kind].append((line, urn, message))

    def skip(self, line, urn, reason, message):
        """A line that brings no school, with the reason it is counted under."""
        self.reasons[reason] += 1
        self.add("skipped", line, urn, message)

    @property
    def is_refused(self):
        """Whether an error stops the whole file."""
        return bool(self.counts["errors"])

    def as_lists(self):
        """Every kind as a list of {line, urn, message}."""
        return {
            kind: [{"line": line, "urn": urn, "message": message} for line, urn, message in self.found[kind]]
            for kind in KINDS
        }

    def as_json(self):
        """The same lists as pieces of one JSON object: in one piece a file for all of England would fill the memory."""
        for position, kind in enumerate(KINDS):
            yield f'{", " if position else "{"}"{kind}": ['
            for number, (line, urn, message) in enumerate(self.found[kind]):
                yield (", " if number else "") + json.dumps(
                    {"line": line, "urn": urn, "message": message}, ensure_ascii=False
                )
            yield "]"
        yield "}\n"

    def as_summary(self):
        """What is kept with an upload: all counts, the first findings."""
        return {
            "counts": self.counts,
            "fields": dict(self.fields.most_common()),
            "reasons": dict(self.reasons.most_common()),
            "found": self.as_lists(),
            "notes": self.notes,
        }


def in_words(summary):
    """The counts in a sentence: "12 new, 3 changed (name in 2, postcode in 1), 2 closed"."""
    counts, parts = summary["counts"], []
    for kind, word in (
        ("new", "new"),
        ("changed", "changed"),
        ("closed", "closed"),
        ("unchanged", "unchanged"),
        ("skipped", "skipped"),
    ):
        if counts.get(kind):
            detail = summary.get({"changed": "fields", "skipped": "reasons"}.get(kind), {})
            parts.append(f"{counts[kind]:,} {word}{in_brackets(detail)}")
    return ", ".join(parts) or "No schools"


def in_brackets(detail, most=4):
    """The commonest of what is counted, in brackets."""
    if not detail:
        return ""
    said = [
        f"{name[:1].lower() if name[1:2].islower() else name[:1]}{name[1:]}: {number:,}"
        for name, number in list(detail.items())[:most]
    ]
    if len(detail) > most:
        said.append(f"{len(detail) - most} more")
    return f" ({', '.join(said)})"


def tables(summary):
    """The findings a page shows, kind by kind: heading, how many there are, the first of them."""
    found = summary.get("found", {})
    return [
        {"kind": kind, "heading": heading, "count": summary["counts"].get(kind, 0), "found": found.get(kind, [])}
        for kind, heading in HEADINGS.items()
        if summary["counts"].get(kind)
    ]
