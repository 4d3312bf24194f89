"""Tests done twice, on its page: asked at the door, suppressed, qualified, and only for who was given the answer."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.http import HttpResponse
from django.urls import reverse

from concordat.data.extract import land
from concordat.data.log import Log
from concordat.data.model import shared_model
from concordat.register.app import actions
from concordat.register.app.permission import Part, Person
from concordat.register.example.three_rivers import three_rivers
from concordat.share.app import workspace
from concordat.share.app.pages.repeats import matrix
from concordat.share.duplicated import Repeated
from concordat.share.example.received import received
from concordat.share.linkage.keyed import link_lake
from concordat.share.mapping.feed_file import read_feeds
from concordat.share.out import repeat_picture
from concordat.share.standardise.workspace import map_home
from concordat.web import seats
from concordat.web.tests.fixtures import intake_of, signed_in

EXAMPLE = Path(__file__).parents[4] / "examples" / "three_rivers"
DAY, AT = date(2026, 11, 22), datetime(2026, 11, 22, 9, tzinfo=UTC)
POSTED = {
    "days": "90",
    "role": "evaluator",
    "trained_on-day": "11",
    "trained_on-month": "5",
    "trained_on-year": "2026",
}
ROWS = (
    Repeated(capability="pathology", first="RZ1", second="RZ8", repeats=40, people=25),
    Repeated(capability="radiology <b>", first="RZ8", second="RZ1", repeats=10, people=10),
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example's files, landed, mapped and linked."""
    home = tmp_path_factory.mktemp("made")
    for name in ("feeds", "opt_outs"):
        shutil.copytree(EXAMPLE / name, home / name)
    for each in received(EXAMPLE):
        land(each.path, home=home, **{key: value for key, value in vars(each).items() if key != "path"})
    map_home(home, read_feeds(home), model=shared_model(), by="the host", at=AT)
    link_lake(home, by="the host", at=AT)
    return home


@pytest.fixture
def asker(db: None, made: Path, settings: Any, tmp_path: Path) -> Person:
    settings.HOME, settings.AS_OF = tmp_path, DAY
    office = person("olwen", "RZ1", Part.OFFICE)
    actions.import_record(by=office, as_of=DAY, intake=intake_of([*three_rivers()]))
    workspace.home_of(office).parent.mkdir(parents=True)
    shutil.copytree(made, workspace.home_of(office))
    return person("ann", "QZ3", Part.EDITOR)


def person(user: str, organisation: str, part: Part) -> Person:
    return seats.give(user=user, name=user.title(), organisation=organisation, collaborative="three-rivers", part=part)


def post(by: Person, **changed: str) -> HttpResponse:
    return signed_in(by).post(reverse("share_repeats"), POSTED | changed)


def words(response: HttpResponse) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", response.content.decode()))


def test_it_is_counted_at_the_door_and_told_with_what_qualifies_it(asker: Person) -> None:
    assert "RZ1, RZ4, RZ8, Z3R4V" in words(signed_in(asker).get(reverse("share_repeats")))
    response = post(asker)
    assert response.status_code == 302 and response["Location"] == reverse("share_repeated", kwargs={"line": 1})
    shown = words(signed_in(asker).get(response["Location"]))
    assert "within 90 days" in shown and "line 1 of the log" in shown and "TR-DSA-08" in shown
    assert "No pair of members has enough people to be told" in shown, "of 40 people each pair is of a few"
    assert "too low or too high" in shown and "People are found again by likeness" in shown
    assert [each.action for each in Log(workspace.home_of(asker)).lines()] == ["asked", "answered"]


def test_nobody_else_is_shown_the_counts_nor_may_ask(asker: Person) -> None:
    post(asker)
    for by in (person("rob", "RZ1", Part.EDITOR), person("vic", "QZ3", Part.VIEWER)):
        assert signed_in(by).get(reverse("share_repeated", kwargs={"line": 1})).status_code == 404
    assert post(person("vic", "QZ3", Part.VIEWER)).status_code == 403
    unserved = words(signed_in(person("rob", "RZ1", Part.EDITOR)).get(reverse("share_repeats")))
    assert "No agreement lets your organisation count them" in unserved


@pytest.mark.parametrize(
    ("given", "status", "said"),
    [
        ({"days": "45"}, 422, "Choose within how many days"),
        ({"trained_on-month": "13"}, 422, "no such day"),
        ({"role": "porter"}, 403, "What would change it"),
        ({"trained_on-year": "2019"}, 403, "What would change it"),
    ],
)
def test_what_is_wrong_or_not_permitted_is_told(asker: Person, given: dict[str, str], status: int, said: str) -> None:
    response = post(asker, **given)
    assert response.status_code == status and said in words(response)


def test_cells_that_are_not_told_are_marked_alike() -> None:
    table = matrix(ROWS, ("RZ1", "RZ4", "RZ8"), 8)
    assert len(table.rows) == 6 and table.headings[2:] == ("pathology", "radiology <b>")
    told = {row[:2]: row[2:] for row in table.rows}
    assert told["RZ1", "RZ8"] == ("40, of 25 people", "–") and told["RZ4", "RZ1"] == ("–", "–")


def test_the_picture_tells_the_same_and_runs_nothing() -> None:
    drawn = repeat_picture.svg(ROWS, 30)
    assert "<b>" not in drawn and "RZ8 repeated RZ1’s pathology" in drawn and "40" in drawn
    assert "too few people to be told" in repeat_picture.svg((), 30)
