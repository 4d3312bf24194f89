"""BadPath: a FHIRPath expression that is not understood, or that is not answered here rather than answered wrongly."""

from __future__ import annotations

from concordat.core.refusal import Refusal


class BadPath(Refusal):
    """What is wrong with a path, and what to write instead; `where` is the path itself, shortened."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what, remedy=remedy)

    def of(self, path: str) -> BadPath:
        """The same, naming the path it is in."""
        self.where = self.where or shown(path)
        return self


def shown(text: str, most: int = 120) -> str:
    """A text from a stranger as it may be repeated: one line, printable, and not long."""
    clean = "".join(each if each.isprintable() else "�" for each in text[: most + 1])
    return clean if len(clean) <= most else f"{clean[:most]}…"
