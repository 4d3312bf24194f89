"""The checks themselves: each finds what is done on purpose to a page that is otherwise right."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Error

from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.watch import Watch


def test_axe_and_the_width_of_a_phone_tell_of_a_page_that_is_spoilt(visit: Visit) -> None:
    page = visit()
    page.goto("/register/upload/")
    page.evaluate("document.querySelector('label[for=files]').remove()")
    page.evaluate("document.querySelector('h1').style.width = '3000px'")
    found = "\n".join(violations(page))
    assert "label: " in found and "scrolls sideways" in found


def test_the_watch_tells_of_another_host_a_blocked_style_and_a_missing_file(browser: Browser, site: str) -> None:
    with browser.new_context() as context:
        watch = Watch(context, site)
        page = context.new_page()
        page.goto(f"{site}/accessibility/")
        assert not watch.faults
        page.evaluate("document.body.setAttribute('style', 'color: red')")
        page.evaluate("fetch('/static/nowhere.css').then(() => 0)")
        with pytest.raises(Error):
            page.goto("http://another.example/")
    found = "\n".join(watch.faults)
    assert "Content Security Policy" in found and "answered 404" in found and "another host" in found, found
