"""Refusal: the one exception a user may see, printed as a sentence and never as a traceback."""

from __future__ import annotations

BAD_INPUT = 2


def as_sentence(text: str) -> str:
    """`text` trimmed, with a capital if it begins with a plain word, and a full stop if nothing ends it."""
    text = text.strip()
    first = text.partition(" ")[0]
    if first.isalpha() and first.islower():  # not a file name, an address or ePMA
        text = text[0].upper() + text[1:]
    return text if not text or text[-1] in ".!?" else f"{text}."


class Refusal(Exception):
    """What could not be done, where, and what would change it.

    `what` and `remedy` are sentences, `where` is a place such as "contracts.xlsx, row 14";
    `exit_code` is what the command line ends with (2: bad input, 3: infeasible). `line` is where it stands on the log
    of the door, if it does.
    """

    line: int = 0

    def __init__(self, what: str, *, where: str = "", remedy: str = "", exit_code: int = BAD_INPUT) -> None:
        super().__init__(what)
        self.what = what
        self.where = where
        self.remedy = remedy
        self.exit_code = exit_code

    def __str__(self) -> str:
        place = f" ({self.where})" if self.where else ""
        what = as_sentence(self.what.strip().rstrip(".") + place) if place else as_sentence(self.what)
        return " ".join(part for part in (what, as_sentence(self.remedy)) if part)
