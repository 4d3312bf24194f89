"""What stands around every page: the menu, found from the verbs that are there, and who is signed in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from concordat.capability import capabilities
from concordat.register.app.permission import Person
from concordat.web.today import today


@dataclass(frozen=True, kw_only=True)
class Item:
    """One entry of the menu; `here` where the reader is in it."""

    text: str
    href: str
    here: bool = False


@dataclass(frozen=True, kw_only=True)
class Shell:
    """What `web/base.jinja` shows on every page: menu, person (None if not signed in), the day, whether a demo."""

    menu: tuple[Item, ...]
    person: Person | None
    as_of: date
    demo: bool
    set_day: bool


def shell_of(request: HttpRequest) -> Shell:
    """The shell around the page of a request."""
    person = getattr(request, "person", None)
    menu = _menu(request.path) if person else ()
    return Shell(menu=menu, person=person, as_of=today(), demo=settings.DEMO, set_day=settings.AS_OF is not None)


def _menu(path: str) -> tuple[Item, ...]:
    verbs = [(each.verb.capitalize(), f"/{each.verb}/") for each in capabilities()]
    entries = [("Registers", reverse("registers")), *verbs, ("Manual", reverse("manual"))]
    return tuple(Item(text=text, href=href, here=path.startswith(href)) for text, href in entries)
