"""N03: one record gives the verdict, the documents and, on any day, the reasons; and a changed word unsigns it."""

from __future__ import annotations

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from concordat.register.bundle import bundle_of
from concordat.register.intake import read_record
from concordat.register.outtake import write_record
from concordat.register.record import Record
from concordat.register.sharing import DataItem
from tests.acceptance.conftest import AS_OF, EXAMPLE, concordat

KEY = "TR-DSA-01 / 2"
QUESTION = EXAMPLE / "questions" / "may-icb-plan-waiting-lists.json"


def may(record: Path, on: date, exit_code: int) -> dict[str, Any]:
    asked = ("--record", record, "--question", QUESTION, "--as-of", on.isoformat(), "--json")
    found: dict[str, Any] = json.loads(concordat("share", "may", *asked, exit_code=exit_code))
    return found


def test_the_verdict_stands_to_its_last_day_and_not_beyond_it() -> None:
    until = date.fromisoformat(may(EXAMPLE, AS_OF, 0)["until"])
    assert may(EXAMPLE, until, 0)["verdict"] == "PERMIT"
    after = may(EXAMPLE, until + timedelta(days=1), 4)
    lapsed = [each["rule"] for each in after["reasons"] if not each["holds"]]
    assert lapsed == ["IG-18"], "the fee of one of them: a person looks, and it is paid or not"


def test_a_past_day_is_judged_by_what_was_in_force_then() -> None:
    asked = json.loads(QUESTION.read_text(encoding="utf-8"))
    march = may(EXAMPLE, date(2025, 3, 3), 5)
    assert march["version"] == 1, "version 2 had not been signed"
    assert any(each["rule"] == "IG-29" and not each["holds"] for each in march["reasons"]), asked["trained_on"]


def test_one_record_gives_every_paper(tmp_path: Path, record: Record) -> None:
    bundle = bundle_of(record, KEY, AS_OF)
    assert bundle
    path = tmp_path / "dsa.docx"
    concordat("share", "document", "dsa", EXAMPLE, "--agreement", KEY, "--as-of", AS_OF.isoformat(), "--to", path)
    text = ZipFile(path).read("word/document.xml").decode()
    items = [each for found in bundle.items.values() for each in found]
    assert items and all(each.name in text for each in items), "every column is in the schedule"
    assert all(each.name in text for each in bundle.signatures), "and everybody who signed"


@pytest.fixture
def altered(tmp_path: Path) -> Path:
    """Three Rivers, in which somebody has put one more column into a signed agreement."""
    record = read_record(EXAMPLE).record
    item = next(each for each in record.all(DataItem) if each.flow.startswith(KEY))
    more = DataItem(
        flow=item.flow, table="patient", item="religion", organisation=item.organisation, justification="We want it"
    )
    write_record(Record.of([*record, more]), tmp_path / "altered.xlsx")
    return tmp_path / "altered.xlsx"


def test_a_column_added_to_a_signed_agreement_unsigns_it(altered: Path) -> None:
    found = may(altered, AS_OF, 5)
    assert any(each["rule"] == "IG-28" and "not those that were signed" in each["fact"] for each in found["reasons"])
