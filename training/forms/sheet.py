"""The signed sheet typed back: a letter a person, in the order of the sheet."""

from ..actions.marks import Said
from ..models import MarkState
from .register import NAME_IT, RegisterForm

LETTERS = {
    "P": MarkState.PRESENT,
    "H": MarkState.HALF,
    "A": MarkState.APOLOGIES,
    "X": MarkState.ABSENT,
    "S": MarkState.SUBSTITUTE,
}
LETTER_OF = {state: letter for letter, state in LETTERS.items()}
ALSO = {"PRESENT": "P", "HALF": "H", "½": "H", "1/2": "H", "APOLOGIES": "A", "ABSENT": "X", "SUBSTITUTE": "S"}


class SheetForm(RegisterForm):
    """What was typed from the sheet. An empty box leaves its row as it is, and so does a letter that stood there already.

    Sent twice it says the same as once.
    """

    def read(self, row):
        """The mark of a row, or None."""
        key = row.seat.pk
        typed = (self.data.get(f"mark-{key}") or "").strip()
        name = (self.data.get(f"substitute-{key}") or "").strip()
        letter = ALSO.get(typed.upper(), typed.upper())
        row.typed, row.typed_name = typed, name
        row.seen = self.data.get(f"seen-{key}", letter_of(row))
        before = row.mark.substitute_name if row.mark else ""
        if name and name != before and letter in ("", row.seen):
            letter = "S"
        if not letter or (letter == row.seen and (letter != "S" or name == before)):
            return None
        if letter not in LETTERS:
            return self.fault_in_letter(row, f"No. {row.number}, {row.name}: write P, H, A, X or S")
        if letter == "S":
            if not name:
                return self.fault(row, f"{NAME_IT} for {row.name}")
            if len(name) > 150:
                return self.fault(row, f"The name of the substitute for {row.name} is longer than 150 characters")
            return Said(row.seat, MarkState.SUBSTITUTE, substitute_name=name)
        if row.holder is None:
            return self.fault_in_letter(
                row, f"No. {row.number}: nobody holds this seat. Write S and who came, or leave it empty"
            )
        return Said(row.seat, LETTERS[letter])

    def fault_in_letter(self, row, words):
        """Note what is wrong with the letter of a row; there is no mark then."""
        row.letter_error = self.errors[f"mark-{row.seat.pk}"] = words


def letter_of(row):
    """The letter in a row's box: of a claim there is none, for the sheet is what confirms it."""
    return "" if row.is_claim else LETTER_OF.get(row.state, "")
