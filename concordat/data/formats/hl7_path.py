"""A path to a value in an HL7 v2 message, as PID-3[4=NHS].1, and how it is taken from the text of a segment.

HL7 v2.5.1 chapter 2: a field has repeats, a repeat components, a component subcomponents. Where a path names none the
first is meant, which is also how a receiver of an older version reads a newer message (2.8).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

_PATH = re.compile(
    r"(?P<segment>[A-Z][A-Z0-9]{2})-(?P<field>[1-9]\d?)"
    r"(?:\[(?:(?P<repeat>[1-9]\d?)|(?P<where>[1-9]\d?)=(?P<equals>[^\]]+))\])?"
    r"(?:\.(?P<component>[1-9]\d?)(?:\.(?P<subcomponent>[1-9]\d?))?)?"
)
_NUMBERS = ("field", "repeat", "where", "component", "subcomponent")
_ESCAPED = {"F": 0, "S": 1, "R": 2, "E": 3, "T": 4}
_FORMATTED = {".br": "\n", ".sp": "\n", "H": "", "N": ""}  # 2.7.6: line breaks; highlighting, which text has not
_NULL = '""'  # 2.5.3: the sender says that there is no value

Take: TypeAlias = Callable[[Sequence[str]], str | None]


@dataclass(frozen=True, slots=True)
class Marks:
    """What parts a message, as its own MSH says: field, component, repeat, escape, subcomponent; "" for none."""

    field: str = "|"
    component: str = "^"
    repeat: str = "~"
    escape: str = "\\"
    subcomponent: str = "&"


@dataclass(frozen=True, kw_only=True)
class Place:
    """A parsed path. `repeat` counts from 1; or the first repeat whose component `where` is `equals`."""

    segment: str
    field: int
    repeat: int = 1
    where: int = 0
    equals: str = ""
    component: int = 1
    subcomponent: int = 1

    @classmethod
    def of(cls, path: str) -> Place:
        """The place a path names. Raises ValueError."""
        found = _PATH.fullmatch(path.strip())
        if not found:
            raise ValueError("a segment, a field and perhaps a component, such as PID-3[4=NHS].1 or PV1-19.1")
        numbers = {name: int(found[name]) for name in _NUMBERS if found[name]}
        return cls(segment=found["segment"], equals=found["equals"] or "", **numbers)

    def take(self, marks: Marks) -> Take:
        """What takes its value from the fields of a segment that `marks` part; blank and null are None."""
        at = self.field - (self.segment in ("MSH", "FHS", "BHS"))  # whose first field is the mark after their name
        first, second = self.component - 1, self.subcomponent - 1
        component, repeat, escape, sub = marks.component, marks.repeat, marks.escape, marks.subcomponent
        choose = self._chosen(marks) if self.where or self.repeat > 1 else None
        plain = not (choose or first or second)

        def taking(fields: Sequence[str]) -> str | None:
            text = fields[at] if at < len(fields) else ""
            if not text:
                return None
            if plain and text.isalnum():  # then nothing in it parts or escapes, and most values are so
                return text
            if choose:
                text = choose(text)
            elif repeat and repeat in text:
                text = text[: text.index(repeat)]
            if first or (component and component in text):
                text = _part(text, component, first)
            if second or (sub and sub in text):
                text = _part(text, sub, second)
            if escape and escape in text:
                return unescaped(text, marks) or None
            return None if text == _NULL else text or None

        return taking

    def _chosen(self, marks: Marks) -> Callable[[str], str]:
        where, wanted, number = self.where - 1, self.equals, self.repeat - 1

        def chosen(text: str) -> str:
            repeats = text.split(marks.repeat) if marks.repeat else [text]
            if not self.where:
                return repeats[number] if number < len(repeats) else ""
            for each in repeats:
                if _part(_part(each, marks.component, where), marks.subcomponent, 0) == wanted:
                    return each
            return ""

        return chosen


def _part(text: str, mark: str, index: int) -> str:
    if mark and mark in text:
        parts = text.split(mark, index + 1)
        return parts[index] if index < len(parts) else ""
    return "" if index else text


def unescaped(text: str, marks: Marks) -> str:
    """The text with its escapes undone (2.7); one that is unknown or not closed is left as it stands."""
    parted = (marks.field, marks.component, marks.repeat, marks.escape, marks.subcomponent)

    def meant(found: re.Match[str]) -> str:
        code = found[1]
        if code in _ESCAPED:
            return parted[_ESCAPED[code]] or found[0]
        if code in _FORMATTED:
            return _FORMATTED[code]
        return _hexadecimal(code[1:]) or found[0] if code.startswith("X") else found[0]

    mark = re.escape(marks.escape)
    return re.sub(f"{mark}([^{mark}]{{1,64}}){mark}", meant, text)


def _hexadecimal(digits: str) -> str:
    """What hexadecimal stands for, where that is text that can be kept; else ""."""
    try:
        text = bytes.fromhex(digits).decode()
    except ValueError:
        return ""
    return "" if "\0" in text else text
