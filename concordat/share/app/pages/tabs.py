"""The pages beside each other that answer from agreements, and the way to what is beneath them."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from concordat.web.page import Crumb

HOME = Crumb(text="Home", href="/")
SHARE = Crumb(text="Share", href="/share/")
_PAGES = (
    ("Agreements", "share"),
    ("May …?", "share_may"),
    ("Coverage", "share_coverage"),
    ("Feeds", "share_feeds"),
    ("Fields", "share_fields"),
    ("Health", "share_health"),
    ("If one leaves", "share_departure"),
    ("Openings", "share_openings"),
    ("Rules", "share_rules"),
    ("Linkage", "share_linkage"),
    ("Answers", "share_answers"),
    ("Log", "share_log"),
)


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A page beside this one."""

    text: str
    href: str
    here: bool


def tabs(here: str) -> tuple[Tab, ...]:
    """Agreements, and every page that answers from them."""
    return tuple(Tab(text=text, href=reverse(name), here=name == here) for text, name in _PAGES)


def crumbs(name: str = "", text: str = "") -> tuple[Crumb, ...]:
    """The way to a page of share, or to one beneath the page that is named."""
    return (HOME, SHARE, *([Crumb(text=text, href=reverse(name))] if name else []))
