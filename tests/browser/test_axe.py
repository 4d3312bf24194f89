"""axe finds nothing on any page of the demo, whatever its state: walked to, refused, in error, previewed, at work."""

from __future__ import annotations

from pathlib import Path

from tests.browser.axe import violations
from tests.browser.conftest import Visit
from tests.browser.planted import write_wrong
from tests.browser.suppose import suppose, wait_until_done
from tests.browser.walk import walk

EXPECTED = {"home", "due", "registers", "sheet", "row", "add", "update", "retire", "upload", "manual", "about_access"}
EXPECTED |= {"converge", "converge_move", "converge_fit", "converge_findings", "converge_what_if"}
EXPECTED |= {"share_may", "share_coverage", "share_health", "share_departure", "share_openings", "share_opening"}
EXPECTED |= {"share_rules", "share_papers", "share_bring_in"}
EXPECTED |= {"share_feeds", "share_feed", "share_fields", "share_field", "share_send"}
EXPECTED |= {"share_mapping", "share_mapping_text", "share_mapping_version"}
EXPECTED |= {"govern", "govern_route", "govern_meetings"}
EXPECTED |= {"procure", "procure_gates", "procure_fit", "procure_requirements", "procure_advice"}
EXPECTED |= {"share_linkage", "share_repeats", "share_answers", "share_log"}


def test_axe_finds_nothing_on_any_page_that_links_lead_to(visit: Visit, site: str) -> None:
    page, found, kinds = visit(), [], set()
    for kind, response in walk(page, site):
        assert response.status == 200, f"{response.url} answered {response.status}"
        found += violations(page)
        kinds.add(kind[0])
    assert not found, "\n".join(found)
    assert kinds >= EXPECTED, "the walk missed pages that it is known to lead to"


def test_axe_finds_nothing_where_somebody_may_only_look(visit: Visit) -> None:
    page = visit("data protection officer")
    for path in ("/", "/register/", "/register/contracts/", "/register/contracts/RZ4-PAS-20/", "/converge/"):
        page.goto(path)
        assert not violations(page)


def test_axe_finds_nothing_before_signing_in_and_on_refusals(visit: Visit) -> None:
    page = visit(None)
    for path in ("/", "/accessibility/"):
        page.goto(path)
        assert not violations(page)
    signed_in = visit()
    for path in ("/nowhere/", "/register/systems/nothing/", "/converge/plan/1/agree/", "/register/systems/?q=zzz"):
        signed_in.goto(path)
        assert not violations(signed_in)


def test_axe_finds_nothing_on_forms_in_error(visit: Visit) -> None:
    page = visit()
    for path, button in (
        ("/register/add/systems/", "Save"),
        ("/register/add/contracts/", "Save"),
        ("/register/upload/", "Look at it"),
        ("/converge/what-if/", "Work it out"),
        ("/share/may/", "Ask"),
        ("/share/bring-in/", "Look at it"),
        ("/share/feeds/send/", "Send it"),
    ):
        page.goto(path)
        page.get_by_role("button", name=button).click()
        page.get_by_role("alert").wait_for()
        assert not violations(page)


def test_axe_finds_nothing_on_an_upload_with_errors(visit: Visit, workbooks: Path) -> None:
    page = visit()
    page.goto("/register/upload/")
    page.get_by_label("Workbook or CSV files").set_input_files(write_wrong(workbooks / "axe.xlsx"))
    page.get_by_role("button", name="Look at it").click()
    page.get_by_role("heading", name="wrong with it").wait_for()
    assert not violations(page)


def test_axe_finds_nothing_while_a_what_if_is_worked_out_nor_on_its_answer(visit: Visit) -> None:
    page = visit()
    suppose(page, months=9)
    assert not violations(page)
    wait_until_done(page)
    assert not violations(page)
    page.get_by_role("button", name="See what came of it").click()
    page.get_by_role("heading", name="What would change").first.wait_for()
    assert not violations(page)
