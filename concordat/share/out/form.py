"""What a form of output is, and how every one is found (no central list)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

import concordat.share.out as package
from concordat.core.discovery import found
from concordat.core.refusal import Refusal
from concordat.register.record import Record
from concordat.share.out.source import Source

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_OWN = Path(__file__).parent / "templates"


class About(StrEnum):
    """What a form is made of, and so what its key names."""

    AGREEMENT = "an agreement and version, such as DSA-01 / 2"
    ORGANISATION = "the ODS code of an organisation"


@dataclass(frozen=True, kw_only=True)
class Form:
    """A file that leaves the tool: `made(record, key, as_of)` gives its bytes, the same for the same three.

    The record is the one its reader may see. A form with a `template` also takes another: `made(…, template=Source)`.
    One that is `of_all` is about every agreement where the key is blank.
    """

    name: str
    what: str
    ending: str
    media_type: str
    made: Callable[..., bytes]
    about: About = About.AGREEMENT
    template: str = ""
    of_all: bool = False


def forms() -> tuple[Form, ...]:
    """The forms that the modules of this package declare in `FORMS`, by name."""
    return tuple(sorted(found(package, "FORMS"), key=lambda form: form.name))


def made(name: str, record: Record, key: str, as_of: date, template: Source | None = None) -> bytes:
    """The bytes of the form of this name. Raises Refusal for an unknown name, or a template where none is taken."""
    form = next((each for each in forms() if each.name == name), None)
    if form is None:
        known = ", ".join(each.name for each in forms())
        raise Refusal(f"There is no document called '{name}'", remedy=f"ask for one of {known}")
    if template is None:
        return form.made(record, key, as_of)
    if not form.template:
        taking = ", ".join(each.name for each in forms() if each.template)
        raise Refusal(f"The {form.what} is not written by a template", remedy=f"give a template for one of {taking}")
    return form.made(record, key, as_of, template=template)


def own(name: str) -> Source:
    """A template that comes with Concordat: a start for anybody's own."""
    return Source(name=name, text=(_OWN / name).read_text(encoding="utf-8"))
