"""What stands around every page of procure: the way here, and the pages beside it."""

from __future__ import annotations

from django.urls import reverse

from concordat.procure.app import addresses
from concordat.web.page import Crumb
from concordat.web.tabs import Tab, tabs

HOME = Crumb(text="Home", href="/")
PROCURE = Crumb(text="Procure", href="/procure/")


def beside(here: str) -> tuple[Tab, ...]:
    """The pages of procure, the one called `here` among them."""
    return tabs(addresses, here)


def crumbs(name: str = "", text: str = "") -> tuple[Crumb, ...]:
    """The way to a page of procure, or to one beneath the page that is named."""
    return (HOME, PROCURE, *([Crumb(text=text, href=reverse(name))] if name else []))
