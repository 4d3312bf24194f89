"""Goes to the pages of the demo by its links alone, from home, to a few of each kind."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from urllib.parse import parse_qs, urlsplit

from django.urls import resolve
from playwright.sync_api import Page, Response

Kind = tuple[str, ...]
_TELLING = ("noun", "verb")  # what of an address makes it another kind of page: a register, a chapter
_ALIKE = ("update", "retire")  # a register's form is met when adding to it


def walk(page: Page, site: str, *, most: int = 1) -> Iterator[tuple[Kind, Response]]:
    """Each page with its kind, once it is open: breadth first, at most so many of a kind, no downloads."""
    waiting, met, seen = deque([f"{site}/"]), {f"{site}/"}, Counter[Kind]()
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if seen[kind] == most:
            continue
        seen[kind] += 1
        response = page.goto(address)
        assert response, address
        yield kind, response
        fresh = [each for each in dict.fromkeys(_links(page)) if each not in met and _is_page(each, site)]
        met.update(fresh)
        waiting.extend(fresh)


def kind_of(address: str) -> Kind:
    """The name of its view, the register or chapter it is of, and which questions it asks."""
    parts = urlsplit(address)
    match = resolve(parts.path)
    told = (match.kwargs.get(each) for each in _TELLING if match.view_name not in _ALIKE)
    return (match.view_name, *(getattr(each, "SHEET", each) for each in told if each), *sorted(parse_qs(parts.query)))


def _links(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all("a[href]", "links => links.map(each => each.href.split('#')[0])")
    return found


def _is_page(address: str, site: str) -> bool:
    return address.startswith(f"{site}/") and urlsplit(address).path.endswith("/")
