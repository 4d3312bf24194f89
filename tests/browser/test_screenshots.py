"""The pictures in docs/screenshots, taken of the demo; written there when asked for: `make screenshots`."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import Visit
from tests.browser.palette import with_palette
from tests.browser.planted import write_wrong
from tests.browser.test_asking import signed_in
from tests.browser.test_upload import upload

SCREENSHOTS = Path(__file__).resolve().parents[2] / "docs/screenshots"
LARGEST = 300_000  # bytes: a README shows all of them
SMALLEST = 10_000  # an empty page makes a smaller picture


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where pictures go: to the manual when they are asked for, else nowhere that lasts."""
    return SCREENSHOTS if os.environ.get("SCREENSHOTS") == "1" else tmp_path


def test_home(visit: Visit, browser: Browser, folder: Path) -> None:
    page = visit()
    page.goto("/")
    keep(browser, page.screenshot(full_page=True), folder / "home.png")


def test_a_register(visit: Visit, browser: Browser, folder: Path) -> None:
    page = visit()
    page.goto("/register/contracts/")
    keep(browser, _top(page, 1100), folder / "register.png")


def test_an_upload_with_errors(visit: Visit, browser: Browser, folder: Path, workbooks: Path) -> None:
    page = visit()
    upload(page, write_wrong(workbooks / "new sites and suppliers.xlsx"))
    page.get_by_role("table", name="Everything that is wrong").wait_for()
    keep(browser, page.screenshot(full_page=True), folder / "upload.png")


def test_the_roadmap(visit: Visit, browser: Browser, folder: Path) -> None:
    page = visit()
    page.goto("/converge/")
    roadmap = page.get_by_role("region", name="The roadmap as a picture")
    keep(browser, roadmap.screenshot(), folder / "roadmap.png")


def test_the_fields(visit: Visit, browser: Browser, folder: Path) -> None:
    page = visit()
    page.goto("/share/fields/?table=patient")
    keep(browser, _top(page, 1000), folder / "fields.png")


def test_the_route(visit: Visit, browser: Browser, folder: Path) -> None:
    page = visit()
    page.goto("/govern/route/converge-phr/")
    keep(browser, page.get_by_role("region", name="The route as a picture").screenshot(), folder / "route.png")


def test_the_gates(visit: Visit, browser: Browser, folder: Path) -> None:
    page = visit()
    page.goto("/procure/gates/PROC-01/")
    keep(browser, page.get_by_role("region", name="The gates as a picture").screenshot(), folder / "gates.png")


def test_the_tests_done_twice(visit: Visit, browser: Browser, folder: Path) -> None:
    page = signed_in(visit)
    page.goto("/share/repeats/1/")
    keep(browser, _top(page, 1500), folder / "repeats.png")


def keep(browser: Browser, picture: bytes, path: Path) -> None:
    """Write the picture with a palette, if it is one worth showing."""
    with browser.new_context() as context:
        small = with_palette(context.new_page(), picture)
    assert SMALLEST < len(small) < LARGEST, f"{path.name} is {len(small):,} bytes"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(small)


def _top(page: Page, height: int) -> bytes:
    """The first part of a long page."""
    page.set_viewport_size({"width": 1280, "height": height})
    return page.screenshot()
