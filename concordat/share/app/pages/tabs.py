"""The pages beside each other, of agreements and of data, and the way to what is beneath them."""

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
    ("Health", "share_health"),
    ("If one leaves", "share_departure"),
    ("Openings", "share_openings"),
    ("Rules", "share_rules"),
)
_DATA = (
    ("Feeds", "share_feeds"),
    ("Fields", "share_fields"),
    ("Linkage", "share_linkage"),
    ("Repeats", "share_repeats"),
    ("Answers", "share_answers"),
    ("Log", "share_log"),
)


@dataclass(frozen=True, kw_only=True)
class Tab:
    """A page beside this one; `data`: it is of what agreements let be used, and not of them."""

    text: str
    href: str
    here: bool
    data: bool


def tabs(here: str) -> tuple[Tab, ...]:
    """Agreements and every page that answers from them, then the pages of the data that they let be used."""
    return tuple(
        Tab(text=text, href=reverse(name), here=name == here, data=pages is _DATA)
        for pages in (_PAGES, _DATA)
        for text, name in pages
    )


def crumbs(name: str = "", text: str = "") -> tuple[Crumb, ...]:
    """The way to a page of share, or to one beneath the page that is named."""
    return (HOME, SHARE, *([Crumb(text=text, href=reverse(name))] if name else []))
