"""What stands around every page of converge: the way here, the pages beside this one, and links to what is named."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from concordat.register.noun import Noun, noun_named
from concordat.web.page import Crumb

HOME = Crumb(text="Home", href="/")
_PAGES = (
    ("Plan", "converge"),
    ("Fit and leverage", "converge_fit"),
    ("What if", "converge_what_if"),
    ("Findings", "converge_findings"),
)


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A page beside this one."""

    text: str
    href: str
    here: bool


def tabs(here: str, run: int | None = None) -> tuple[Tab, ...]:
    """The pages of converge, of the plan that stands or of a `run` that was asked for."""
    return tuple(Tab(text=text, href=f"{reverse(name)}{of(run)}", here=name == here) for text, name in _PAGES)


def crumbs(run: int | None = None) -> tuple[Crumb, ...]:
    """The way to a page beneath the plan's."""
    return (HOME, Crumb(text="Converge", href=f"{reverse('converge')}{of(run)}"))


def of(run: int | None) -> str:
    """The end of an address that asks for a run."""
    return f"?plan={run}" if run else ""


def asked(text: str | None) -> int | None:
    """The run an address asks for; what is no number asks for one that is not there."""
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def row_href(noun: str | type[Noun], key: str) -> str:
    """The address of a register row; blank for none."""
    kind = noun_named(noun) if isinstance(noun, str) and noun else noun
    return reverse("row", kwargs={"noun": kind, "key": key}) if kind and key else ""


def move_href(system: str, run: int | None) -> str:
    """The address of a system's own page in a plan."""
    return f"{reverse('converge_move', kwargs={'system': system})}{of(run)}"
