"""What a form of output is, and how every one is found (no central list)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import concordat.converge.out as package
from concordat.core.discovery import found

if TYPE_CHECKING:
    from concordat.converge.roadmap import Roadmap


@dataclass(frozen=True, kw_only=True)
class Form:
    """A file a roadmap can become: `name` is its ending too; `made(roadmap, reader)` gives its bytes.

    `reader` is the ODS code of the organisation the copy is for, or None for the programme office.
    """

    name: str
    what: str
    media_type: str
    made: Callable[[Roadmap, str | None], bytes]


def forms() -> tuple[Form, ...]:
    """The forms that the modules of this package declare in `FORMS`, by name."""
    return tuple(sorted(found(package, "FORMS"), key=lambda form: form.name))
