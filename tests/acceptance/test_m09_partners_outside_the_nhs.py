"""M09: a council shares for care and under section 75, in its own standard and without joining anybody's tool."""

from __future__ import annotations

import json
from pathlib import Path

from concordat.core.rows import read_tables
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.record import Record
from tests.acceptance.conftest import AS_OF, EXAMPLE, concordat

DAY = ("--as-of", AS_OF.isoformat())
QUESTIONS = EXAMPLE / "questions"
COUNCIL, PARTNERSHIP = "098", "TR-S75-01 / 1"


def word(question: str, exit_code: int) -> str:
    asked = ("--record", EXAMPLE, "--question", QUESTIONS / f"{question}.json")
    return str(json.loads(concordat("share", "may", *asked, *DAY, "--json", exit_code=exit_code))["verdict"])


def test_a_social_worker_sees_what_the_section_75_agreement_allows(record: Record) -> None:
    council = record.get(Organisation, COUNCIL)
    assert council and council.kind is OrganisationKind.LOCAL_AUTHORITY
    assert word("may-social-worker-see-discharge", 0) == "PERMIT"


def test_the_same_council_may_not_plan_on_named_patients() -> None:
    assert word("may-council-plan-on-named-patients", 5) == "DENY"


def test_care_is_never_refused_to_it_for_want_of_an_agreement() -> None:
    assert word("may-council-see-allergies-in-an-emergency", 4) == "REVIEW"


def test_the_agreement_goes_to_the_council_in_its_own_standard_and_comes_back_whole(tmp_path: Path) -> None:
    out, back = tmp_path / "s75.json", tmp_path / "back.xlsx"
    asked = ("--agreement", PARTNERSHIP, "--form", "mais", "--to", out)
    concordat("share", "agreements", "export", EXAMPLE, *asked, *DAY)
    policy = json.loads(out.read_text(encoding="utf-8"))
    keeper = next(row["organisation"] for row in walk(policy) if row.get("agreement") and row.get("version"))
    concordat("share", "agreements", "import", out, "--form", "mais", "--kept-by", str(keeper), "--to", back)
    sheets = {table.sheet for table in read_tables(back)}
    assert {"Agreements", "Agreement parties", "Section 75 arrangements", "Data flows"} <= sheets


def test_its_schedule_is_a_paper_it_can_sign(tmp_path: Path) -> None:
    path = tmp_path / "s75.docx"
    concordat("share", "document", "dsa", EXAMPLE, "--agreement", PARTNERSHIP, *DAY, "--to", path)
    assert path.read_bytes().startswith(b"PK")


def walk(value: object) -> list[dict[str, object]]:
    """Every object in a JSON value."""
    inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
    return [*([value] if isinstance(value, dict) else []), *(found for each in inner for found in walk(each))]
