"""Fixtures: the demo, started once, and pages of it that are watched for what no page may do."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Browser, Page, StorageState

from tests.browser.served import demo
from tests.browser.watch import Watch

os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")  # Playwright's event loop runs in the tests' own thread

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
_FLAGS = (
    "--no-sandbox",  # in a container there is no user to drop to
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",  # nothing could come from outside if it were asked for
)
DIRECTOR = "programme director"


class Visit(Protocol):
    """Opens a page of its own as somebody of the demo, or as nobody yet."""

    def __call__(self, person: str | None = DIRECTOR, *, scripts: bool = True, width: int = 1280) -> Page: ...


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Debian's own chromium, and not one that Playwright would download."""
    found = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if found is None:
        pytest.skip("chromium is not here: apt-get install chromium fonts-liberation")
    return browser_type_launch_args | {"executable_path": found, "args": list(_FLAGS)}


@pytest.fixture(scope="session")
def site(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the demo; `browser` is asked for first, so that nothing is started in vain without one."""
    with demo(tmp_path_factory.mktemp("home")) as address:
        yield address


@pytest.fixture(scope="session")
def cookies(browser: Browser, site: str) -> dict[str, StorageState]:
    """The sign-in of one person of each office that the tests act from, kept so that it is done once."""
    kept: dict[str, StorageState] = {}
    for office in (DIRECTOR, "Caldicott Guardian", "data protection officer"):
        with browser.new_context() as context:
            page = context.new_page()
            page.goto(site)
            page.get_by_role("button", name=office).last.click()
            page.wait_for_url(f"{site}/")
            kept[office] = context.storage_state()
    return kept


@pytest.fixture
def visit(browser: Browser, site: str, cookies: dict[str, StorageState]) -> Iterator[Visit]:
    """Opens watched pages; fails the test afterwards for anything that no page may do."""
    watches: list[Watch] = []
    contexts = []

    def open_page(person: str | None = DIRECTOR, *, scripts: bool = True, width: int = 1280) -> Page:
        context = browser.new_context(
            storage_state=cookies[person] if person else None,
            java_script_enabled=scripts,
            viewport={"width": width, "height": 800},
            base_url=site,
            accept_downloads=True,
        )
        context.set_default_timeout(20_000)
        contexts.append(context)
        watches.append(Watch(context, site))
        return context.new_page()

    yield open_page
    for each in contexts:
        each.close()
    assert not [fault for each in watches for fault in each.faults]


@pytest.fixture(scope="session")
def workbooks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for workbooks that are sent and fetched."""
    return tmp_path_factory.mktemp("workbooks")
