"""Asking converge a what-if as its user does: the form, the progress, the answer."""

from __future__ import annotations

from playwright.sync_api import Page

CONTRACT = "RZ1-EPMA-20"
_LONGEST = 150_000  # milliseconds; it was told to look for five seconds, and then writes the answer up


def suppose(page: Page, *, months: int) -> None:
    """Ask what would change if a contract ended later, and arrive at the page that shows progress."""
    page.goto("/converge/what-if/")
    page.get_by_label("A contract ends later").select_option(CONTRACT)
    page.get_by_label("How many months later it ends").fill(str(months))
    page.get_by_label("Seconds to look").fill("5")
    page.get_by_role("button", name="Work it out").click()
    page.wait_for_url("**/jobs/**")


def wait_until_done(page: Page) -> None:
    """Wait, without touching anything, until the page says by itself that it is done."""
    page.get_by_text("It is done.").wait_for(timeout=_LONGEST)
