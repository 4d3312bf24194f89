"""The pages of a verb beside each other: each module of its `addresses` states its own as TABS, and all are found."""

from __future__ import annotations

from dataclasses import dataclass
from types import ModuleType

from django.urls import reverse

from concordat.core.discovery import found


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A page beside this one."""

    text: str
    href: str
    here: bool


def tabs(addresses: ModuleType, here: str) -> tuple[Tab, ...]:
    """The pages of a verb. A module of `addresses` states TABS: (place in the row, text, name of the address)."""
    stated = sorted(found(addresses, "TABS"))
    return tuple(Tab(text=text, href=reverse(name), here=name == here) for _, text, name in stated)
