"""Drafts of notices: open contracting data as the standard wants it, and nothing made up."""

from __future__ import annotations

import json
from copy import deepcopy
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import jsonschema_rs
import pytest

from concordat.procure.notice_draft import NoSuchNotice, drafts, package, when
from concordat.procure.out.notice_paper import notice_paper
from concordat.procure.tests.purchase import AS_OF, record
from concordat.procure.tests.release_schema import PACKAGE, RELEASE
from concordat.register.contract import Regime
from concordat.register.ocds.regime import ruling
from concordat.register.procurement import BuyingRoute, GateDone, GateKind, PublishedNotice

SHARED = Path(__file__).resolve().parents[4] / "shared" / "data" / "ocds"
REAL = SHARED / "contracts_finder_releases.json"
PUBLISHED = SHARED / "release-schema.json"
ROUTES = [
    (Regime.PA2023, BuyingRoute.OPEN), (Regime.PA2023, BuyingRoute.DIRECT), (Regime.PA2023, BuyingRoute.EXTEND),
    (Regime.PCR2015, BuyingRoute.CALL_OFF), (Regime.PCR2015, BuyingRoute.DIRECT), (Regime.PSR, BuyingRoute.PSR_C),
    (Regime.PSR, BuyingRoute.PSR_COMPETITIVE), (Regime.PSR, BuyingRoute.PSR_MOST_SUITABLE),
]  # fmt: skip


def _purchase(regime: Regime, route: BuyingRoute) -> dict[str, Any]:
    return {"regime": regime, "route": route, "cpv": "48180000", "value": 960_000_00, "months": 48}


def _wrong(schema: dict[str, Any], given: Any) -> list[str]:
    found = jsonschema_rs.validator_for(schema, validate_formats=True).iter_errors(given)
    return [f"{'/'.join(map(str, each.instance_path))}: {each.message}" for each in found]


@pytest.mark.parametrize(("regime", "route"), ROUTES)
def test_every_draft_is_a_release_of_the_standard(regime: Regime, route: BuyingRoute) -> None:
    made = drafts(record(purchase=_purchase(regime, route)), "P1", AS_OF)
    assert made
    for each in made:
        assert not _wrong(PACKAGE, json.loads(json.dumps(package(each, AS_OF))))


def test_every_draft_meets_the_schema_as_published() -> None:
    if not PUBLISHED.is_file():
        pytest.skip("The published OCDS release schema is not here; what drafts use of it is tested from its facts")
    schema = json.loads(PUBLISHED.read_text("utf-8"))
    for regime, route in ROUTES:
        for each in drafts(record(purchase=_purchase(regime, route)), "P1", AS_OF):
            assert not _wrong(schema, json.loads(json.dumps(each.release)))


def test_real_releases_meet_the_schema_written_here() -> None:
    if not REAL.is_file():
        pytest.skip("The releases of real notices are not here")
    for each in json.loads(REAL.read_text("utf-8"))["releases"]:
        release = {name: held for name, held in each.items() if name in RELEASE["properties"]}
        assert not [wrong for wrong in _wrong(RELEASE, release) if "currency" not in wrong], each["ocid"]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("ocid",), None), (("tag",), []), (("tag",), ["awarded"]), (("initiationType",), "contract"),
        (("date",), "22 November 2026"), (("tender", "status"), "open"), (("tender", "id"), None),
        (("tender", "procurementMethod"), "framework"), (("awards", 0, "status"), "won"),
        (("contracts", 0, "awardID"), None), (("tender", "value", "currency"), "pounds"),
    ],
)  # fmt: skip
def test_the_schema_refuses_what_the_standard_does(path: tuple[Any, ...], value: Any) -> None:
    made = drafts(record(purchase=_purchase(Regime.PA2023, BuyingRoute.OPEN)), "P1", AS_OF, "UK7")
    release = deepcopy(made[0].release)
    held = release
    for step in path[:-1]:
        held = held[step]
    held[path[-1]] = value
    assert not _wrong(RELEASE, made[0].release)
    assert _wrong(RELEASE, release)


def test_what_the_record_does_not_say_is_left_to_write_and_not_made_up() -> None:
    bare = drafts(record(purchase={"regime": Regime.PA2023, "cpv": "", "value": 0, "months": 0}), "P1", AS_OF, "UK6")[0]
    assert {"CPV code", "value with VAT", "term in months"} <= set(bare.to_write)
    assert "items" not in bare.release["tender"] and "value" not in bare.release["tender"]
    assert "endDate" not in bare.release["tender"]["contractPeriod"]
    assert "suppliers" not in bare.release["awards"][0]


def test_a_notice_that_is_published_is_not_drafted_again() -> None:
    told = PublishedNotice(procurement="P1", notice="UK4", published_on=date(2026, 11, 2))
    codes = [each.due.notice.code for each in drafts(record(told, purchase={"regime": Regime.PA2023}), "P1", AS_OF)]
    assert "UK4" not in codes and "UK6" in codes
    with pytest.raises(NoSuchNotice, match="UK4"):
        drafts(record(told, purchase={"regime": Regime.PA2023}), "P1", AS_OF, "UK4")


def test_everybody_it_is_bought_for_is_a_party() -> None:
    made = drafts(record(purchase={"regime": Regime.PA2023, "on_behalf_of": ("RZ4", "RZ8")}), "P1", AS_OF)[0]
    roles = {each["id"]: each["roles"] for each in made.release["parties"]}
    assert roles == {"GB-NHS-RZ1": ["buyer", "procuringEntity"], "GB-NHS-RZ4": ["buyer"], "GB-NHS-RZ8": ["buyer"]}


@pytest.mark.parametrize("regime", list(Regime))
def test_whoever_reads_a_draft_finds_its_law(regime: Regime) -> None:
    """As notices of others are read when they are brought in."""
    made = drafts(record(purchase={"regime": regime, "value": 90_000_00, "route": None}), "P1", AS_OF)
    assert made
    for each in made:
        assert ruling(each.release, {}).regime is regime


def test_when_a_notice_is_published_is_told_in_words() -> None:
    below = {"regime": Regime.BELOW_THRESHOLD, "value": 90_000_00, "route": BuyingRoute.DIRECT}
    (details,) = drafts(record(purchase=below), "P1", AS_OF)
    assert when(details).endswith("without delay")
    decided = GateDone(procurement="P1", gate=GateKind.EVALUATION, done_on=date(2026, 11, 2))
    missed = drafts(record(decided, purchase={"regime": Regime.PA2023}), "P1", AS_OF, "UK4")[0]
    assert when(missed) == "by 7 October 2026, so it is late"


def test_a_draft_in_word_is_written_for_people() -> None:
    given = {**_purchase(Regime.PA2023, BuyingRoute.OPEN), "value": 6_000_000_05}
    made = drafts(record(purchase=given), "P1", AS_OF)
    assert "Contract copy" in [each.called for each in made]
    with ZipFile(BytesIO(notice_paper(made, "P1", AS_OF))) as parts:
        words = parts.read("word/document.xml").decode()
    assert "£6,000,000.05" in words and "A new record system (P1)" in words
    assert "legalBasis" not in words and "GB-NHS" not in words and "T00:00" not in words
