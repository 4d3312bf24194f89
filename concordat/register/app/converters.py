"""How a register and a row's key stand in an address."""

from __future__ import annotations

from concordat.register.noun import Noun, nouns


def slug(noun: type[Noun]) -> str:
    """A register's name in an address, such as `contracts`."""
    return noun.SHEET.casefold().replace(" ", "-")


class SheetConverter:
    """`contracts` is the noun Contract; a name that is no register is no address."""

    regex = "[a-z0-9-]+"

    def to_python(self, value: str) -> type[Noun]:
        for noun in nouns():
            if slug(noun) == value:
                return noun
        raise ValueError(value)

    def to_url(self, value: type[Noun]) -> str:
        return slug(value)


class KeyConverter:
    """A key may hold a slash: it is written as JSON Pointer does, ~1 for / and ~0 for ~ (RFC 6901, section 3).

    A browser drops a step of only dots, so a dot that begins a key is written ~2.
    """

    regex = "[^/]+"

    def to_python(self, value: str) -> str:
        return value.replace("~1", "/").replace("~2", ".").replace("~0", "~")

    def to_url(self, value: str) -> str:
        safe = value.replace("~", "~0").replace("/", "~1")
        return f"~2{safe[1:]}" if safe.startswith(".") else safe
