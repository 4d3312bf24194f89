"""Gaps as people read them: every kind is one sentence, and names who can put it right and until when they must."""

from __future__ import annotations

from datetime import date

import pytest

from concordat.register.contract import Contract, Regime
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.record import Record
from concordat.register.system import Product, Supplier, System
from concordat.share.mapping.feed_file import feed_of
from concordat.share.standardise.gaps import Behind, Gap, behind_of
from concordat.share.standardise.kind import GapKind
from concordat.share.standardise.said import SENTENCES, share

BEHIND = Behind(member="Northmoor", system="Lorenzo", supplier="Dedalus", contract="C-12", ends_on=date(2027, 3, 31))


def gap(kind: GapKind, **more: object) -> Gap:
    given = {"kind": kind, "member": "RZ4", "system": "S-4", "table": "patient", "column": "ethnic_category",
             "count": 12, "rows": 48_000, "note": "3", "batch": "b", "behind": BEHIND}  # fmt: skip
    return Gap(**{**given, **more})  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", GapKind)
def test_every_kind_is_one_sentence_that_names_system_supplier_and_contract(kind: GapKind) -> None:
    said = str(gap(kind))
    assert said.startswith("Northmoor (RZ4)") and said.count(".") - said.count("0.") <= 1 and "{" not in said
    assert said.endswith("; its system is Lorenzo of Dedalus, under contract C-12, which ends on 31 March 2027.")
    assert "Northmoor" not in str(gap(kind, behind=Behind())) and "S-4" in str(gap(kind, behind=Behind()))


def test_every_kind_has_a_sentence() -> None:
    assert set(SENTENCES) == set(GapKind)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            gap(GapKind.NOT_MAPPED, behind=Behind()),
            "RZ4 has no mapping for ethnic category of patients; its system is S-4.",
        ),
        (
            gap(GapKind.PARTIAL, column="nhs_number", behind=Behind()),
            "RZ4 leaves NHS number of patients blank in 12 of 48,000 rows (less than 0.1%); its system is S-4.",
        ),
        (
            gap(GapKind.COARSER, note="5 groups", declared=True, behind=Behind()),
            "RZ4 sends ethnic category of patients only as 5 groups, more coarsely than the shared tables have it; "
            "its system is S-4.",
        ),
        (gap(GapKind.STALE, batch="", behind=Behind()), "RZ4 has sent no patients yet; its system is S-4."),
    ],
)
def test_gaps_read_well(given: Gap, expected: str) -> None:
    assert str(given) == expected


@pytest.mark.parametrize(
    ("count", "rows", "expected"),
    [(0, 0, "0%"), (0, 9, "0.0%"), (1, 100_000, "less than 0.1%"), (1, 3, "33.3%"), (5, 5, "100.0%"),
     (99_999, 100_000, "more than 99.9%")],
)  # fmt: skip
def test_a_share_is_never_rounded_to_none_or_all(count: int, rows: int, expected: str) -> None:
    assert share(count, rows) == expected


def test_what_is_behind_a_feed_is_found_on_the_register() -> None:
    rows = [
        Organisation(code="RZ4", name="Northmoor", kind=OrganisationKind.ACUTE),
        Supplier(supplier="S", name="Dedalus"),
        Supplier(supplier="R", name="A reseller"),
        Product(product="P", name="Lorenzo", supplier="S", capability="PAS"),
        System(system="S-4", organisation="RZ4", capability="PAS", product="P", contract="C-12"),
        Contract(contract="C-12", title="PAS", customer="RZ4", supplier="S", regime=Regime.PCR2015,
                 starts_on=date(2020, 4, 1), ends_on=date(2027, 3, 31)),
        Contract(contract="C-13", title="Extracts", customer="RZ4", supplier="R", regime=Regime.PA2023,
                 starts_on=date(2025, 4, 1), ends_on=date(2026, 12, 31)),
    ]  # fmt: skip
    text = "member: RZ4\nsystem: S-4\ntable: patient\nsource: {format: csv}\ncolumns: {patient_id: A}\n"
    record, as_of = Record.of(rows), date(2026, 11, 22)
    assert behind_of(feed_of(text, file="f.yaml"), record, as_of) == BEHIND
    other = behind_of(feed_of(text + "contract: C-13\n", file="f.yaml"), record, as_of)
    assert (other.supplier, other.contract, other.ends_on) == ("A reseller", "C-13", date(2026, 12, 31))
    assert behind_of(feed_of(text, file="f.yaml"), None, as_of) == Behind()
