"""The language in which a letter's wording is kept: plain text with blanks, and parts that stand only where a blank is filled.

`{{ school }}` is a blank; `{% if venue %}, at {{ venue }}{% else %}…{% endif %}` stands only where there is something to say. There is
nothing else: no attributes, no filters, no loops. What fills a blank is text and is never read as wording again, so that a wording
can neither show what its letter does not offer nor fail when it is sent.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache

PIECES = re.compile(r"(\{\{.*?\}\}|\{%.*?%\})", re.DOTALL)
BLANK = re.compile(r"\{\{\s*([a-z_]+)\s*\}\}")
CONDITION = re.compile(r"\{%\s*if\s+([a-z_]+)\s*%\}")
OTHERWISE, END = re.compile(r"\{%\s*else\s*%\}"), re.compile(r"\{%\s*endif\s*%\}")
LOOSE = re.compile(r"\{\{|\}\}|\{%|%\}")
DEEPEST = 5


@dataclass
class Part:
    """A part that stands only where its blank is filled, and what stands otherwise."""

    blank: str
    line: int
    then: list = field(default_factory=list)
    otherwise: list | None = None

    @property
    def open_list(self):
        """Where the next piece goes."""
        return self.then if self.otherwise is None else self.otherwise


@dataclass(frozen=True)
class Gap:
    """A place for a blank."""

    blank: str


class Wording:
    """A text with its blanks: what is wrong with it, which blanks it names, and how it reads once they are filled."""

    def __init__(self, text):
        self.pieces, self.problems, self.names = [], [], {}
        self.read(text.replace("\r\n", "\n"))

    def read(self, text):
        """Take the text apart; what makes no sense is noted with its line and otherwise left out."""
        stack, line = [], 1

        def put(piece):
            (stack[-1].open_list if stack else self.pieces).append(piece)

        for piece in PIECES.split(text):
            if match := BLANK.fullmatch(piece):
                self.name(match[1], line)
                put(Gap(match[1]))
            elif match := CONDITION.fullmatch(piece):
                self.name(match[1], line)
                if len(stack) == DEEPEST:
                    self.wrong(line, f"no more than {DEEPEST} parts may stand in one another")
                part = Part(match[1], line)
                put(part)
                stack.append(part)
            elif OTHERWISE.fullmatch(piece):
                if not stack or stack[-1].otherwise is not None:
                    self.wrong(line, "{% else %} stands outside a part that begins with {% if … %}")
                else:
                    stack[-1].otherwise = []
            elif END.fullmatch(piece):
                if stack:
                    stack.pop()
                else:
                    self.wrong(line, "{% endif %} ends a part that was never begun")
            elif piece.startswith("{{") and piece.endswith("}}"):
                self.wrong(
                    line, f"“{piece}” is no blank. A blank is one name between the brackets, like {{{{ school }}}}"
                )
            elif piece.startswith("{%") and piece.endswith("%}"):
                self.wrong(line, f"“{piece}” is not known here. Only {{% if … %}}, {{% else %}} and {{% endif %}} are")
            else:
                if loose := LOOSE.search(piece):
                    where = line + piece.count("\n", 0, loose.start())
                    self.wrong(where, f"“{loose[0]}” has no partner. A blank is written like {{{{ school }}}}")
                put(piece)
            line += piece.count("\n")
        for part in stack:
            self.wrong(part.line, f"the part that begins with {{% if {part.blank} %}} has no {{% endif %}}")

    def name(self, blank, line):
        """Remember where a blank is first named."""
        self.names.setdefault(blank, line)

    def wrong(self, line, words):
        """Note what is wrong."""
        self.problems.append((line, words))

    def check(self, known, must=()):
        """Everything that is wrong, as sentences with their line: broken marks, unknown blanks, blanks that must not be left out."""
        found = list(self.problems)
        for blank, line in self.names.items():
            if blank not in known:
                found.append((line, f"there is no blank called “{blank}” in this letter"))
        said = [f"Line {line}: {words}." for line, words in sorted(found)]
        always = {piece.blank for piece in self.pieces if isinstance(piece, Gap)}
        named = self.names.keys()
        for blank in must:
            if blank not in named:
                said.append(
                    f"Keep {{{{ {blank} }}}} in the text: without it the reader cannot do what the letter asks."
                )
            elif blank not in always and not self.in_both(blank):
                said.append(f"Keep {{{{ {blank} }}}} outside any {{% if … %}}, so that no reader goes without it.")
        return said

    def in_both(self, blank):
        """Whether a blank stands in some part whatever its condition: in `then` and in `otherwise`, or inside its own condition."""

        def holds(pieces):
            return any(
                (isinstance(piece, Gap) and piece.blank == blank)
                or (
                    isinstance(piece, Part)
                    and holds(piece.then)
                    and (piece.blank == blank or (piece.otherwise is not None and holds(piece.otherwise)))
                )
                for piece in pieces
            )

        return holds(self.pieces)

    def fill(self, read):
        """The text with every blank filled by `read(name)`; where a line or part is empty, no gap is left."""
        text = "".join(self.filled(self.pieces, read))
        lines = [line.rstrip() for line in text.split("\n")]
        return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()

    def filled(self, pieces, read):
        """The pieces, one after another."""
        for piece in pieces:
            if isinstance(piece, Gap):
                yield read(piece.blank)
            elif isinstance(piece, Part):
                yield from self.filled(piece.then if read(piece.blank) else piece.otherwise or (), read)
            else:
                yield piece


@lru_cache(maxsize=200)
def wording(text):
    """A text taken apart; the same text only once."""
    return Wording(text)
