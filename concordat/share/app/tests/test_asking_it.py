"""Question, permit, result: what is permitted is answered with its audit line; a second person lets it out; the log."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from concordat.data import durable
from concordat.data.checkpoint import read_checkpoint
from concordat.data.log import Log, verify_log
from concordat.data.question import from_json
from concordat.data.tests.workspace import DAY
from concordat.register.app.permission import Part, Person
from concordat.share.app import ending
from concordat.share.app.asking import Asked
from concordat.share.app.tests.shared_data import CANARY, COUNT, HERE, STAYING, Shared, shared
from concordat.web import jobs, seats
from concordat.web.tests.fixtures import signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db: None, settings: Any, tmp_path: Path) -> Iterator[Shared]:
    settings.HOME, settings.AS_OF = tmp_path, DAY
    yield shared()


def address(here: Shared, name: str = "share_ask", day: date = DAY, **changes: Any) -> str:
    question = from_json({**here.question, **changes})
    return f"{reverse(name)}?{Asked(question=question, as_of=day).address()}"


def ask(here: Shared, sql: str = COUNT, by: Person | None = None, **changes: Any) -> HttpResponse:
    return signed_in(by or here.asker).post(address(here, **changes), {"sql": sql})


def page(by: Person, name: str, **parts: int) -> HttpResponse:
    return signed_in(by).get(reverse(name, kwargs=parts))


def text(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


def test_a_permit_leads_to_asking_and_to_an_answer_with_its_audit_line(here: Shared) -> None:
    may = text(signed_in(here.asker).get(address(here, "share_may")))
    assert "Ask for the data" in may
    form = text(signed_in(here.asker).get(address(here)))
    assert "treatment_function_code" in form and "site_code" not in form
    response = ask(here)
    assert response.status_code == 302
    shown = text(page(here.asker, "share_answer", line=1))
    assert "4 rows" in shown and "Snapshot" in shown and "of the log" in shown
    outcome = Log(here.home).lines()[-1]
    assert outcome.seal in shown and outcome.facts["result_sha256"] in shown
    assert CANARY not in shown and STAYING not in shown


@pytest.mark.parametrize("sql", ["", "SELECT family_name FROM patient", "SELECT * FROM read_csv('x')", "DROP TABLE x"])
def test_sql_that_is_not_allowed_is_told_beside_it_and_is_on_the_log(here: Shared, sql: str) -> None:
    response = ask(here, sql)
    assert response.status_code == 422 and "There is a problem" in text(response)
    actions = [each.action for each in Log(here.home).lines()]
    assert actions == (["asked", "refused"] if sql else [])


def test_without_a_permit_one_is_led_to_why(here: Shared) -> None:
    response = ask(here, purpose="research")
    assert response.status_code == 302 and response["Location"].startswith(reverse("share_may"))
    assert Log(here.home).lines() == ()


def test_what_the_door_refuses_is_told_with_its_line(here: Shared) -> None:
    for each in here.home.glob("opt_outs/*/reply-*.dat"):
        each.rename(each.with_name("reply-2026-01-02.dat"))
    response = ask(here)
    assert response.status_code == 403
    assert "line 1 of" in re.sub(r"<[^>]*>", "", text(response))


def test_nobody_asks_for_another_nor_without_a_part_in_it(here: Shared) -> None:
    for by in (here.viewer, here.other):
        assert ask(here, by=by).status_code == 403
        assert "Ask for the data" not in text(signed_in(by).get(address(here, "share_may")))
    assert Log(here.home).lines() == ()


def test_data_are_given_on_todays_answer_alone_and_for_nobodys_own_care(here: Shared) -> None:
    for response in (
        signed_in(here.asker).get(address(here, day=date(2026, 11, 1))),
        signed_in(here.asker).get(address(here, purpose="individual care")),
        signed_in(here.asker).get(reverse("share_ask")),
    ):
        assert response.status_code == 422


def test_a_second_person_releases_it_small_numbers_left_out(here: Shared) -> None:
    ask(here)
    assert "Release it" not in text(page(here.asker, "share_answer", line=1))
    assert "Release it" in text(page(here.colleague, "share_answer", line=1))
    place = reverse("share_answer", kwargs={"line": 1})
    assert page(here.colleague, "share_released", line=1).status_code == 404
    assert signed_in(here.asker).post(place, {"counts": "people"}).status_code == 422
    unnamed = signed_in(here.colleague).post(place, {})
    assert unnamed.status_code == 422 and "No column of it is said to count people" in text(unnamed)
    assert signed_in(here.colleague).post(place, {"counts": "people"}).status_code == 302
    csv = page(here.asker, "share_released", line=1).content.decode("utf-8-sig")
    assert csv.splitlines() == ['"code","people"', '"110",31', '"120",17']
    assert "released" in [each.action for each in Log(here.home).lines()]


def test_an_answer_stays_with_those_who_asked(here: Shared) -> None:
    ask(here)
    for by in (here.other, here.viewer):
        assert page(by, "share_answer", line=1).status_code == 404
        assert signed_in(by).post(reverse("share_answer", kwargs={"line": 1}), {"counts": "people"}).status_code == 404
        assert "Answer 1" not in text(page(by, "share_answers"))
    assert "Answer 1" in text(page(here.asker, "share_answers"))
    assert "second person may release" in text(page(here.colleague, "share_answers"))


def test_no_row_is_shown_once_its_agreement_is_not_in_force(here: Shared, settings: Any) -> None:
    ask(here)
    place = reverse("share_answer", kwargs={"line": 1})
    assert signed_in(here.colleague).post(place, {"counts": "people"}).status_code == 302
    settings.AS_OF = date(2099, 1, 1)
    for name in ("share_answer", "share_released", "share_repeated"):
        response = page(here.asker, name, line=1)
        assert response.status_code == 403 and "not in force any more" in text(response)
        assert page(here.other, name, line=1).status_code == 404, "nor does anybody else learn of it"


def test_a_controller_sees_all_use_of_its_data_and_others_nothing(here: Shared) -> None:
    ask(here)
    seen = text(page(here.other, "share_log"))
    assert "Ann (QZ3)" in seen and "Answered" in seen and "Verified" in seen
    outsider = seats.give(user="out", name="Out", organisation="RX9", collaborative=HERE, part=Part.EDITOR)
    hidden = text(page(outsider, "share_log"))
    assert "Ann" not in hidden and "Nothing concerns RX9 yet" in hidden
    elsewhere = seats.give(user="far", name="Far", organisation="QZ3", collaborative="elsewhere", part=Part.EDITOR)
    assert "Ann" not in text(page(elsewhere, "share_log"))


def test_a_changed_log_is_seen_and_a_checkpoint_holds_it_to_its_word(here: Shared) -> None:
    ask(here)
    taken = signed_in(here.other).post(reverse("share_checkpoint"))
    assert taken.status_code == 200 and verify_log(here.home, read_checkpoint(taken.content)) == ()
    file = Log(here.home).file
    file.write_bytes(file.read_bytes().replace(b'"rows":4', b'"rows":5'))
    assert "Not as it was sealed" in text(page(here.other, "share_log"))


def test_there_is_no_checkpoint_of_nothing(here: Shared) -> None:
    assert signed_in(here.other).post(reverse("share_checkpoint")).status_code == 404
    assert "Take a checkpoint" not in text(page(here.other, "share_log"))


def test_an_answer_that_was_altered_is_nobodys(here: Shared) -> None:
    ask(here)
    head = here.home / "answers" / "000000001" / "answer.json"
    said = json.loads(head.read_bytes())
    head.chmod(0o600)
    head.write_text(json.dumps(said | {"by": "bea"}))
    assert page(here.asker, "share_answer", line=1).status_code == 404


def kept(here: Shared) -> tuple[int, int]:
    return len(list(here.home.glob("stores/*/store.duckdb"))), len(list(here.home.glob("answers/*/rows.arrow")))


def test_what_is_kept_goes_as_its_agreement_is_suspended_once_that_is_told(
    here: Shared, django_capture_on_commit_callbacks: Any
) -> None:
    ask(here)
    asked: dict[str, Any] = {"by": here.asker, "as_of": DAY, "key": "DSA-01 / 2"}
    with django_capture_on_commit_callbacks(execute=True):
        ending.terminate(**asked, day=DAY + timedelta(days=9), reason="No longer needed")
    assert kept(here) == (1, 1), "its day has not come"
    with django_capture_on_commit_callbacks() as told:
        ending.suspend(**asked, day=DAY, reason="A breach is looked into")
    assert kept(here) == (1, 1), "what is not told yet may still not come to be"
    for each in told:
        each()
    assert kept(here) == (0, 0) and "Answer 1" not in text(page(here.asker, "share_answers"))


def test_what_is_over_by_its_day_goes_with_nobody_there_and_no_reader_has_it_go(here: Shared, settings: Any) -> None:
    ask(here)
    jobs.do_chores()
    signed_in(here.asker).get(address(here, "share_may", day=date(2099, 1, 1)))
    assert kept(here) == (1, 1), "a day that is asked about is not today"
    settings.AS_OF = date(2099, 1, 1)
    jobs.do_chores()
    assert kept(here) == (0, 0)


def test_what_cannot_be_deleted_is_logged_and_tried_again(
    here: Shared, settings: Any, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def stuck(folder: Path) -> None:
        raise OSError(f"{'no'} {'space'} for {folder}")

    ask(here)
    settings.AS_OF = date(2099, 1, 1)
    with monkeypatch.context() as broken:
        broken.setattr(durable, "discard", stuck)
        jobs.do_chores()
    assert "OSError" in caplog.text and "no space" not in caplog.text and kept(here) == (1, 1)
    jobs.do_chores()
    assert kept(here) == (0, 0)
