"""Nothing of the NHS's identity, which is not ours to wear: no logo, no Frutiger, no file of its site."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import DIRECTOR, Visit

_FONTS = "[...new Set([...document.querySelectorAll('body, body *')].map(each => getComputedStyle(each).fontFamily))]"
_SHEETS = "[...document.querySelectorAll('link[rel=stylesheet]')].map(each => each.href)"


@pytest.mark.parametrize(("person", "path"), [(None, "/"), (DIRECTOR, "/"), (DIRECTOR, "/converge/")])
def test_no_logo_and_no_frutiger(visit: Visit, person: str | None, path: str) -> None:
    page = visit(person)
    page.goto(path)
    families = page.evaluate(_FONTS)
    assert families and all("frutiger" not in each.casefold() for each in families), families
    assert all("arial" in each.casefold() or "monospace" in each for each in families), families
    assert page.locator("[class*=logo], [src*=logo], [href*=logo], .nhsuk-header").count() == 0
    assert "Frutiger" not in _styles(page) and "assets.nhs.uk" not in _styles(page) + page.content()
    assert page.locator("footer").get_by_text("Not a service of the NHS").is_visible()


def _styles(page: Page) -> str:
    sheets = [page.request.get(each).text() for each in page.evaluate(_SHEETS)]
    assert sheets
    return "".join(sheets)
