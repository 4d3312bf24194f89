"""The job of a plan: read the roadmap, open a move for its reasons, ask what if, and see the difference."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.conftest import Visit
from tests.browser.suppose import CONTRACT, suppose, wait_until_done


def test_from_the_menu_to_the_difference_a_fact_would_make(visit: Visit) -> None:
    page = visit()
    page.goto("/")
    page.get_by_role("link", name="What should we share, when must we decide, and what does it save?").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The convergence plan")
    expect(page.get_by_role("region", name="The roadmap as a picture")).to_be_visible()
    page.get_by_text("The roadmap as a table").first.click()
    page.get_by_role("table", name="The roadmap as a table").get_by_role("link").first.click()
    for heading in ("When", "Why", "What it costs"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    assert page.locator(".app-reasons li").count() > 1, "a move has its reasons"

    suppose(page, months=6)
    wait_until_done(page)
    page.get_by_role("button", name="See what came of it").click()
    expect(page.locator(".app-lead")).to_contain_text(CONTRACT)
    costs = page.get_by_role("table", name="Costs at today's value")
    assert costs.locator("tbody tr").count() > 1
    expect(page.get_by_role("heading", name="What would change", exact=True).last).to_be_visible()


def test_the_papers_of_a_plan_can_be_taken_away(visit: Visit) -> None:
    page = visit()
    page.goto("/converge/")
    links = page.locator(".app-downloads a").all()
    assert len(links) > 3
    for link in links:
        with page.expect_download() as found:
            link.click()
        assert found.value.path().stat().st_size > 500, f"{found.value.suggested_filename} is all but empty"
