"""OCDS releases: contracts and parties from both publishers, and an exact account of every release, however hostile."""

import copy
import json
from collections import Counter
from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.core.bounds import Limits, OutOfBounds
from concordat.core.finding import Finding
from concordat.core.refusal import Refusal
from concordat.register.cell import parse, plain
from concordat.register.contract import Contract, Regime
from concordat.register.intake import Intake
from concordat.register.links import dangling
from concordat.register.noun import columns
from concordat.register.ocds.document import NotOcds
from concordat.register.ocds.value import day, text
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.read_ocds import intake_bytes, read
from concordat.register.system import Supplier

DATA = Path(__file__).parents[4] / "shared" / "data" / "ocds" / "contracts_finder_releases.json"


def contracts_finder(ocid: str = "ocds-aaaaaa-1") -> dict[str, Any]:
    """An award as Contracts Finder publishes it."""
    return {
        "ocid": ocid,
        "id": f"{ocid}-release-1",
        "date": "2025-01-23T22:10:19Z",
        "tag": ["award"],
        "buyer": {"id": "GB-CFS-100", "name": "Anytown Hospitals NHS Trust"},
        "parties": [
            {"id": "GB-CFS-100", "name": "Anytown Hospitals NHS Trust", "roles": ["buyer"]},
            {
                "id": "GB-COH-1234567",
                "name": "Example Systems Ltd",
                "identifier": {"scheme": "GB-COH", "id": "1234567", "legalName": "Example Systems Ltd"},
                "roles": ["supplier"],
            },
        ],
        "tender": {
            "id": "T1",
            "title": "Laboratory system &amp; support",
            "description": "A system for the laboratory.",
            "datePublished": "2024-11-01T10:00:00Z",
            "procurementMethodDetails": "Open procedure",
            "contractPeriod": {"startDate": "2025-04-01T00:00:00+01:00", "endDate": "2026-03-31T23:59:59+01:00"},
        },
        "awards": [
            {
                "id": f"{ocid}-1",
                "status": "active",
                "date": "2025-01-20T00:00:00Z",
                "value": {"amount": 120000.5, "currency": "GBP"},
                "contractPeriod": {"startDate": "2025-04-01T00:00:00+01:00", "endDate": "2027-03-31T23:59:59+01:00"},
                "suppliers": [{"id": "GB-COH-1234567", "name": "Example Systems Ltd"}],
                "documents": [
                    {"documentType": "awardNotice", "url": "https://www.contractsfinder.service.gov.uk/Notice/1"}
                ],
            }
        ],
    }


def find_a_tender(ocid: str = "ocds-bbbbbb-1") -> dict[str, Any]:
    """A contract details notice as Find a Tender publishes it."""
    return {
        "ocid": ocid,
        "id": "041267-2026",
        "date": "2026-05-05T23:30:37+01:00",
        "tag": ["award", "contract"],
        "buyer": {"id": "GB-PPON-PAAA-1111-AAAA", "name": "ANYSHIRE PARTNERSHIP NHS FOUNDATION TRUST"},
        "parties": [
            {
                "id": "GB-PPON-PAAA-1111-AAAA",
                "name": "ANYSHIRE PARTNERSHIP NHS FOUNDATION TRUST",
                "identifier": {"scheme": "GB-PPON", "id": "PAAA-1111-AAAA"},
                "additionalIdentifiers": [{"scheme": "GB-NHS", "id": "R9Y"}],
                "roles": ["buyer"],
            },
            {"id": "GB-NHS-R9X", "name": "Anytown Community NHS Trust", "roles": ["buyer"]},
            {
                "id": "GB-PPON-PBBB-2222-BBBB",
                "name": "Example Records Limited",
                "identifier": {"scheme": "GB-PPON", "id": "PBBB-2222-BBBB"},
                "additionalIdentifiers": [{"scheme": "GB-COH", "id": "SC123456"}],
                "roles": ["supplier"],
            },
        ],
        "tender": {
            "title": "Electronic patient record",
            "legalBasis": {"id": "2023/54", "scheme": "UKPGA"},
            "lots": [
                {"id": "1", "hasRenewal": True, "renewal": {"description": "Two periods of 12 months"}},
                {"id": "2"},
            ],
        },
        "awards": [
            {
                "id": "1",
                "status": "pending",
                "relatedLots": ["1"],
                "value": {"amount": 1000, "amountGross": 1200, "currency": "GBP"},
                "suppliers": [{"id": "GB-PPON-PBBB-2222-BBBB", "name": "Example Records Limited"}],
            }
        ],
        "contracts": [
            {
                "id": "C1",
                "awardID": "1",
                "status": "active",
                "value": {"amount": 1000000, "amountGross": 1200000, "currency": "GBP"},
                "period": {
                    "startDate": "2026-06-01T00:00:00+01:00",
                    "endDate": "2031-05-31T23:59:59+01:00",
                    "maxExtentDate": "2033-05-31T23:59:59+01:00",
                },
            }
        ],
    }


def intake_of(*releases: Any) -> Intake:
    """The intake of a package of these releases."""
    return intake_bytes(json.dumps({"releases": releases}).encode(), "package.json")


def changed(release: dict[str, Any], *path: Any, to: Any) -> dict[str, Any]:
    """A copy with one value changed, or taken away where `to` is None."""
    release = copy.deepcopy(release)
    inside: Any = release
    for step in path[:-1]:
        inside = inside[step]
    if to is None:
        del inside[path[-1]]
    else:
        inside[path[-1]] = to
    return release


def only(intake: Intake) -> Contract:
    """The one contract of an intake."""
    (found,) = intake.record.all(Contract)
    return found


def said(findings: tuple[Finding, ...]) -> str:
    """All that findings say, for looking for words in."""
    return "\n".join(map(str, findings))


def assert_balanced(intake: Intake) -> None:
    """Releases in are releases stored and releases found wanting, none both; and what is stored hangs together."""
    found = {(each.file, each.sheet, each.row) for each in intake.findings}
    kept = {intake.record.place(each) for each in intake.record.all(Contract)}
    assert intake.rows_in == intake.stored + len(found)
    assert intake.stored == len(kept)
    assert found.isdisjoint((at.file, at.sheet, at.row) for at in kept)
    assert all(each.what and each.next and each.row for each in intake.findings)
    assert not dangling(intake.record)
    for noun in (Contract, Organisation, Supplier):
        assert max(Counter(each.key for each in intake.record.all(noun)).values(), default=1) == 1
    json.dumps(intake.as_dict(), ensure_ascii=False).encode()


def test_an_award_of_contracts_finder_becomes_a_contract_and_its_parties() -> None:
    intake = intake_of(contracts_finder())
    contract = only(intake)
    assert (contract.contract, contract.title) == ("ocds-aaaaaa-1-1", "Laboratory system & support")
    assert (contract.starts_on, contract.ends_on) == (date(2025, 4, 1), date(2027, 3, 31))
    assert (contract.original_value, contract.original_months) == (120_000_50, 24)
    assert (contract.customer, contract.supplier) == ("GB-CFS-100", "GB-COH-01234567")
    assert contract.evidence == (
        "OCDS release ocds-aaaaaa-1-release-1, https://www.contractsfinder.service.gov.uk/Notice/1"
    )
    (buyer,), (supplier,) = intake.record.all(Organisation), intake.record.all(Supplier)
    assert (buyer.code, buyer.kind) == ("GB-CFS-100", OrganisationKind.ACUTE)
    assert (supplier.company_number, supplier.name) == ("01234567", "Example Systems Ltd")
    assert_balanced(intake)


def test_a_notice_of_find_a_tender_gives_ods_codes_company_numbers_and_extensions() -> None:
    contract = only(intake_of(find_a_tender()))
    assert (contract.contract, contract.customer, contract.parties) == ("ocds-bbbbbb-1/1", "R9Y", ("R9X",))
    assert (contract.supplier, contract.regime) == ("GB-COH-SC123456", Regime.PA2023)
    assert (contract.ends_on, contract.extension_options) == (date(2031, 5, 31), (24,))
    assert (contract.original_value, contract.original_months) == (1_200_000_00, 84)


def test_renewal_without_dates_is_noted_in_the_notice_s_own_words() -> None:
    release = changed(find_a_tender(), "contracts", 0, "period", "maxExtentDate", to=None)
    intake = intake_of(release)
    assert only(intake).extension_options == ()
    assert "without dates: Two periods of 12 months" in said(intake.notes)


PERIOD = ("awards", 0, "contractPeriod")


@pytest.mark.parametrize(
    ("path", "to", "words"),
    [
        (("awards",), None, "awards nothing"),
        (("ocid",), None, "no ocid"),
        (("buyer", "id"), "org-1", "No register knows its buyer"),
        (("awards", 0, "id"), None, "no id"),
        (("awards", 0, "suppliers"), [], "names no supplier"),
        (("awards", 0, "suppliers", 0, "id"), None, "None of the award's suppliers has an id"),
        (("awards", 0, "status"), "cancelled", "is cancelled"),
        (("awards", 0, "value", "currency"), "EUR", "in EUR"),
        ((*PERIOD, "endDate"), "2025-03-31T23:59:59Z", "before it starts"),
        ((*PERIOD, "endDate"), "9999-12-31T00:00:00Z", "not a date between"),
        ((*PERIOD, "startDate"), "soon", "not a date between"),
    ],
)
def test_a_release_that_yields_nothing_is_found_with_the_reason(path: tuple[Any, ...], to: Any, words: str) -> None:
    release = changed(contracts_finder(), *path, to=to)
    release["parties"] = release["parties"][1:]
    intake = intake_of(find_a_tender(), release)
    assert (intake.rows_in, intake.stored) == (2, 1)
    assert {each.row for each in intake.findings} == {2} and words in said(intake.findings)
    assert_balanced(intake)


def test_a_release_without_any_period_is_found_and_everything_wrong_is_said_at_once() -> None:
    release = changed(changed(contracts_finder(), *PERIOD, to=None), "tender", "contractPeriod", to=None)
    release = changed(changed(release, "awards", 0, "suppliers", to=None), "buyer", "id", to="org-1")
    release["parties"] = []
    intake = intake_of(release)
    assert [each.column for each in intake.findings] == ["buyer.id", "awards.suppliers", "contractPeriod"]
    assert_balanced(intake)


def test_the_period_nearest_to_the_contract_counts_and_the_tender_s_only_with_a_warning() -> None:
    intake = intake_of(changed(contracts_finder(), *PERIOD, to=None))
    assert only(intake).ends_on == date(2026, 3, 31)
    assert "that of the tender was taken" in said(intake.notes)


def test_a_duration_gives_the_last_day() -> None:
    intake = intake_of(changed(contracts_finder(), *PERIOD, to={"startDate": "2025-04-01", "durationInDays": 365}))
    assert only(intake).ends_on == date(2026, 3, 31)


@pytest.mark.parametrize(
    ("written", "read_as"),
    [
        ("2025-03-31T23:59:59+01:00", date(2025, 3, 31)),
        ("2025-03-31T23:59:59Z", date(2025, 3, 31)),
        ("2025-04-01T00:00:00+01:00", date(2025, 4, 1)),
        ("2025-04-01", date(2025, 4, 1)),
        ("0001-01-01T00:00:00Z", None),
        ("2025-02-30T00:00:00Z", None),
        (20250401, None),
    ],
)
def test_a_day_is_the_one_its_publisher_wrote(written: Any, read_as: date | None) -> None:
    assert day(written) == read_as


@pytest.mark.parametrize(
    ("starts", "ends", "furthest", "options", "months"),
    [
        ("2025-04-01", "2027-03-31", "2029-03-31", (24,), 48),
        ("2025-04-01", "2027-03-30", "", (), 24),
        ("2025-04-01", "2027-04-01", "", (), 25),
        ("2024-03-01", "2024-02-29", "", None, None),
        ("2025-01-31", "2026-01-30", "2026-02-27", (), 13),
        ("2025-01-01", "2025-12-31", "2026-02-28", (2,), 14),
        ("2025-04-01", "2027-03-31", "2026-03-31", (), 24),
    ],
)
def test_months(starts: str, ends: str, furthest: str, options: tuple[int, ...] | None, months: int | None) -> None:
    period = {"startDate": starts, "endDate": ends, "maxExtentDate": furthest}
    intake = intake_of(changed(contracts_finder(), *PERIOD, to=period))
    found = [(each.extension_options, each.original_months) for each in intake.record.all(Contract)]
    assert found == ([(options, months)] if months else [])


def regime_of(change: Callable[[dict[str, Any]], object]) -> tuple[Regime, bool]:
    """The regime of a changed release without a legal basis, and whether a note says that it was inferred."""
    release = contracts_finder()
    change(release)
    intake = intake_of(release)
    return only(intake).regime, "It was taken to be under" in said(intake.notes)


def _late(release: dict[str, Any]) -> None:
    release["date"] = release["tender"]["datePublished"] = release["awards"][0]["date"] = "2025-02-24T00:00:00Z"


def _late_call_off(release: dict[str, Any]) -> None:
    _late(release)
    release["tender"]["procurementMethodDetails"] = "Call-off from a framework agreement"


@pytest.mark.parametrize(
    ("change", "regime", "inferred"),
    [
        (lambda r: None, Regime.PCR2015, True),
        (_late, Regime.PA2023, True),
        (_late_call_off, Regime.PCR2015, True),
        (lambda r: r["tender"].update(legalBasis={"id": "32014L0024"}), Regime.PCR2015, False),
        (lambda r: r["tender"].update(legalBasis={"id": "2023/54"}), Regime.PA2023, False),
        (lambda r: r["tender"].update(legalBasis={"id": "2023/1348"}), Regime.PSR, False),
        (
            lambda r: r["tender"].update(
                legalBasis={"id": "32014L0024"}, description="A Provider Selection Regime (PSR) notice."
            ),
            Regime.PSR,
            True,
        ),
        (
            lambda r: r["tender"].update(procurementMethodDetails="Open procedure (below threshold)"),
            Regime.BELOW_THRESHOLD,
            False,
        ),
        (lambda r: r["awards"][0].update(aboveThreshold=False), Regime.BELOW_THRESHOLD, False),
    ],
)
def test_regime(change: Callable[[dict[str, Any]], object], regime: Regime, inferred: bool) -> None:
    assert regime_of(change) == (regime, inferred)


@pytest.mark.parametrize(
    ("value", "pence", "words"),
    [
        ({"amount": 10, "amountGross": 12, "currency": "GBP"}, 1200, ""),
        ({"amount": "1,234.50", "currency": "gbp"}, 123450, ""),
        ({"amount": 10}, 1000, "names no currency"),
        ({"amount": 0, "currency": "GBP"}, 0, "is nought"),
        ({"amount": -5, "currency": "GBP"}, 0, "is not an amount that can be kept"),
        ({"amount": 0.001, "currency": "GBP"}, 0, "is not an amount that can be kept"),
        ({"amount": 1e300, "currency": "GBP"}, 0, "is not an amount that can be kept"),
        ({"amount": float("nan"), "currency": "GBP"}, 0, "is not an amount that can be kept"),
        ({"amount": True, "currency": "GBP"}, 0, "is not an amount that can be kept"),
        ({"currency": "EUR"}, 0, "No value is published"),
        ([], 0, "No value is published"),
    ],
)
def test_value(value: Any, pence: int, words: str) -> None:
    intake = intake_of(changed(contracts_finder(), "awards", 0, "value", to=value))
    assert only(intake).original_value == pence
    assert words in said(intake.notes)


def test_each_supplier_of_an_award_has_a_contract_and_none_is_given_the_value_of_all() -> None:
    sellers = [{"id": f"GB-FTS-{n}", "name": f"Firm {n}"} for n in (1, 2, 2)] + [{"name": "No id"}]
    intake = intake_of(changed(contracts_finder(), "awards", 0, "suppliers", to=sellers))
    contracts = intake.record.all(Contract)
    assert [each.contract for each in contracts] == ["ocds-aaaaaa-1-1 / GB-FTS-1", "ocds-aaaaaa-1-1 / GB-FTS-2"]
    assert [each.original_value for each in contracts] == [0, 0]
    assert "£120,000.50 is that of 2 suppliers together" in said(intake.notes)
    assert "Of 4 suppliers named, 2 have no id or are named twice" in said(intake.notes)
    assert_balanced(intake)


def test_several_contracts_of_an_award_stand_beside_each_other() -> None:
    release = find_a_tender()
    release["contracts"].append(changed(release["contracts"][0], "id", to="C2"))
    release["contracts"].append(changed(release["contracts"][0], "awardID", to="99"))
    intake = intake_of(release)
    assert [each.contract for each in intake.record.all(Contract)] == ["ocds-bbbbbb-1/1 / C1", "ocds-bbbbbb-1/1 / C2"]
    assert_balanced(intake)


def test_one_bad_contract_of_an_award_does_not_take_the_others_with_it() -> None:
    good = find_a_tender()["contracts"][0]
    euros = changed(changed(good, "id", to="C0"), "value", "currency", to="EUR")
    ended = changed(changed(good, "id", to="C2"), "status", to="terminated")
    intake = intake_of(changed(find_a_tender(), "contracts", to=[euros, good, ended]))
    assert only(intake).contract == "ocds-bbbbbb-1/1 / C1"
    assert "in EUR" in said(intake.notes) and "is terminated" in said(intake.notes)
    assert_balanced(intake)


def test_what_is_lost_of_a_release_that_is_stored_is_a_note() -> None:
    release = find_a_tender()
    release["awards"].append({"id": "2", "status": "active", "suppliers": []})
    release["contracts"].append({"id": "C9", "awardID": "99"})
    release["parties"].append({"id": "org-7", "name": "A partner", "roles": ["buyer"]})
    intake = intake_of(release)
    assert (intake.stored, intake.findings) == (1, ())
    for words in ("The award names no supplier", "1 of its contracts name an award", "Not every buyer"):
        assert words in said(intake.notes)
    assert_balanced(intake)


def test_the_latest_release_of_an_award_counts_wherever_it_stands_in_the_file() -> None:
    late = changed(contracts_finder(), "date", to="2025-06-01T00:00:00Z")
    late["awards"][0]["value"]["amount"] = 7
    intake = intake_of(late, contracts_finder())
    assert only(intake).original_value == 700
    assert [(each.row, each.what) for each in intake.findings] == [(2, "The release on row 1 gives this award again")]
    assert_balanced(intake)


def test_of_two_releases_at_one_moment_the_later_row_counts() -> None:
    assert [each.row for each in intake_of(contracts_finder(), contracts_finder()).findings] == [1]


def test_other_awards_of_the_same_process_stay() -> None:
    other = changed(contracts_finder(), "awards", 0, "id", to="ocds-aaaaaa-1-2")
    assert intake_of(contracts_finder(), other).stored == 2


def test_a_cancelled_award_takes_its_earlier_release_with_it() -> None:
    late = changed(contracts_finder(), "date", to="2025-06-01T00:00:00Z")
    late["awards"][0]["status"] = "cancelled"
    intake = intake_of(contracts_finder(), late)
    assert (intake.stored, {each.row for each in intake.findings}) == (0, {1, 2})
    assert "The release on row 2 says that this award is over" in said(intake.findings)
    assert_balanced(intake)


def test_an_amendment_that_cannot_be_stored_leaves_the_older_contract_and_says_so() -> None:
    late = changed(contracts_finder(), "date", to="2025-06-01T00:00:00Z")
    late["awards"][0]["contractPeriod"]["endDate"] = "never"
    intake = intake_of(contracts_finder(), late)
    assert intake.record.place(only(intake)).row == 1
    assert "So the release on row 1, which is older, stands" in said(intake.findings)
    assert_balanced(intake)


def test_one_company_number_is_one_supplier_under_its_latest_name() -> None:
    renamed = changed(contracts_finder("ocds-aaaaaa-2"), "date", to="2026-01-01T00:00:00Z")
    renamed["awards"][0]["suppliers"] = [{"id": "GB-FTS-9", "name": "Example Holdings Ltd"}]
    numbered = {"id": "GB-FTS-9", "additionalIdentifiers": [{"scheme": "GB-COH", "id": "01234567"}]}
    renamed["parties"].append(numbered)
    intake = intake_of(renamed, contracts_finder())
    (supplier,) = intake.record.all(Supplier)
    assert (supplier.name, supplier.aliases) == ("Example Holdings Ltd", ("Example Systems Ltd",))


def test_an_identifier_is_known_by_its_number_in_releases_that_do_not_give_it() -> None:
    silent = changed(find_a_tender("ocds-bbbbbb-2"), "parties", to=[])
    intake = intake_of(silent, find_a_tender())
    assert {each.supplier for each in intake.record.all(Contract)} == {"GB-COH-SC123456"}
    assert {each.customer for each in intake.record.all(Contract)} == {"R9Y"}


def test_like_names_are_told_and_never_joined() -> None:
    other = contracts_finder("ocds-aaaaaa-2")
    other["awards"][0]["suppliers"] = [{"id": "GB-CFS-7", "name": "EXAMPLE SYSTEMS LIMITED"}]
    intake = intake_of(contracts_finder(), other)
    assert len(intake.record.all(Supplier)) == 2
    assert "may be one: GB-COH-01234567, GB-CFS-7" in said(intake.notes)


@pytest.mark.parametrize("number", ["458577871", "N/A", "123", "", "GB123456789"])
def test_what_is_no_company_number_is_not_taken_for_one(number: str) -> None:
    release = contracts_finder()
    release["parties"] = [{"id": "GB-CFS-5", "identifier": {"scheme": "GB-COH", "id": number}}]
    release["awards"][0]["suppliers"] = [{"id": "GB-CFS-5", "name": "Firm"}]
    intake = intake_of(release)
    (supplier,) = intake.record.all(Supplier)
    assert (supplier.supplier, supplier.company_number) == ("GB-CFS-5", "")
    assert ("not a Companies House number" in said(intake.notes)) == bool(number)


def test_a_supplier_known_in_its_own_notice_only_stays_apart() -> None:
    one, two = contracts_finder("ocds-aaaaaa-1"), contracts_finder("ocds-aaaaaa-2")
    for release in (one, two):
        release["awards"][0]["suppliers"] = [{"id": "org-1", "name": "Firm"}]
    keys = [each.supplier for each in intake_of(one, two).record.all(Supplier)]
    assert keys == ["ocds-aaaaaa-1/org-1", "ocds-aaaaaa-2/org-1"]


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("Step-down &amp; reha", "Step-down & reha"),
        ("Trust&amp;#39;s  \n system\t", "Trust's system"),
        ("\ud800 half", "\ufffd half"),
        ("a\u202eb\u0000c", "a b c"),
        (None, ""),
        (["x"], ""),
    ],
)
def test_text(written: Any, plain: str) -> None:
    assert text(written) == plain


@pytest.mark.parametrize("damaged", ["Itâ€™s here", "CafÃ©", "Partsrnrnlabour", "lost \ufffd"])
def test_damaged_text_is_kept_and_noted(damaged: str) -> None:
    intake = intake_of(changed(contracts_finder(), "tender", "title", to=damaged))
    assert only(intake).title == damaged
    assert "damaged" in said(intake.notes)


def test_call_offs_and_frameworks_are_noted() -> None:
    release = changed(
        contracts_finder(), "tender", "procurementMethodDetails", to="Call-off from a framework agreement"
    )
    assert "called off a framework" in said(intake_of(release).notes)
    release = changed(contracts_finder(), "tender", "techniques", to={"hasFrameworkAgreement": True})
    assert "sets up a framework agreement" in said(intake_of(release).notes)


@pytest.mark.parametrize(
    "document",
    [
        contracts_finder(),
        [contracts_finder()],
        {"releases": [contracts_finder()]},
        [{"releases": [contracts_finder()]}],
        {"results": [{"releases": [contracts_finder()]}]},
        {"records": [{"ocid": "x", "compiledRelease": contracts_finder(), "releases": [{"url": "https://x"}]}]},
        {"records": [{"ocid": "x", "releases": [contracts_finder()]}]},
    ],
)
def test_every_form_of_document(document: Any) -> None:
    intake = intake_bytes(json.dumps(document).encode("utf-8-sig"), "one.json")
    assert (intake.rows_in, intake.stored) == (1, 1)
    assert intake.record.place(only(intake)).sheet == "ocds-aaaaaa-1"


def test_json_lines_and_a_line_cut_short() -> None:
    lines = [json.dumps(each) for each in (contracts_finder(), {"releases": [find_a_tender()]}, find_a_tender("o-2"))]
    intake = intake_bytes(("\n\n".join(lines))[:-40].encode(), "many.jsonl")
    assert (intake.rows_in, intake.stored) == (3, 2)
    assert [(each.row, each.what) for each in intake.findings] == [(3, "Line 5 is not JSON, or is cut short")]
    assert_balanced(intake)


def test_links_records_without_releases_and_stray_values_are_rows_too() -> None:
    document = {"records": [{"ocid": "x"}, {"releases": [{"url": "https://x", "tag": ["award"]}]}, 7, None]}
    intake = intake_bytes(json.dumps(document).encode(), "records.json")
    assert (intake.rows_in, intake.stored) == (4, 0)
    assert_balanced(intake)


def test_an_empty_package_is_no_error() -> None:
    assert intake_of().rows_in == 0


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        json.dumps(contracts_finder()).encode()[:-30],
        json.dumps(contracts_finder(), indent=1).encode()[:-30],
        "{“curly”}".encode(),
        '{"a": "é"}'.encode("latin-1"),
        b"[" * 200_000,
        b'{"a":' * 200_000,
        b'{"a": ' + b"9" * 10_000 + b"}",
        b'{"features": []}',
        b"12",
        b'"text"',
        b"null",
        b"R9Z,NAME\nR9Y,NAME",
    ],
)
def test_a_file_that_holds_no_releases_is_refused_in_a_sentence(data: bytes) -> None:
    with pytest.raises(NotOcds) as refusal:
        intake_bytes(data, "odd.json")
    assert "odd.json" in str(refusal.value) and refusal.value.remedy


def test_bounds(tmp_path: Path) -> None:
    path = tmp_path / "package.json"
    path.write_text(json.dumps({"releases": [contracts_finder(), find_a_tender()]}))
    assert read(path).stored == 2
    with pytest.raises(OutOfBounds):
        read(path, Limits(file_size=100))
    with pytest.raises(OutOfBounds):
        read(path, Limits(rows=1))


WORDS = [
    "",
    "ocds-aaaaaa-1",
    "GB-COH-1234567",
    "GB-NHS-R9Y",
    "2025-04-01",
    "cancelled",
    "buyer",
    "1",
    "a/b; c",
    "\ud800",
]
LEAVES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.sampled_from(WORDS)
ANY_JSON = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["id", "name", "amount", "startDate", "releases", "x"]), inner, max_size=3)
    ),
    max_leaves=6,
)


def paths(value: Any, above: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value."""
    steps = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [above] * bool(above) + [place for step, inner in steps for place in paths(inner, (*above, step))]


PACKAGE = {"releases": [contracts_finder(), find_a_tender(), find_a_tender("ocds-aaaaaa-1")]}
PLACES = paths(PACKAGE)


@settings(max_examples=300, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(PLACES), ANY_JSON), min_size=1, max_size=6))
def test_nothing_is_dropped_whatever_stands_in_any_place(changes: list[tuple[tuple[Any, ...], Any]]) -> None:
    package = copy.deepcopy(PACKAGE)
    for path, value in changes:
        inside: Any = package
        try:
            for step in path[:-1]:
                inside = inside[step]
            inside[path[-1]] = value
        except (KeyError, IndexError, TypeError):  # an earlier change took the place away
            continue
    try:
        intake = intake_bytes(json.dumps(package).encode(), "package.json")
    except Refusal as refusal:
        assert str(refusal)
        return
    assert_balanced(intake)


@pytest.mark.parametrize(
    "value", [None, 0, "", "x" * 5000, [], {}, [[]], [None], True], ids=lambda value: repr(value)[:9]
)
def test_the_wrong_type_in_each_place(value: Any) -> None:
    for place in PLACES:
        if place != ("releases",):
            intake = intake_bytes(json.dumps(changed(PACKAGE, *place, to=value)).encode(), "package.json")
            assert_balanced(intake)


@pytest.mark.parametrize("value", [None, 0, "x", {}, True])
def test_the_wrong_type_in_place_of_the_releases(value: Any) -> None:
    with pytest.raises(NotOcds):
        intake_bytes(json.dumps({"releases": value}).encode(), "package.json")


def assert_survives_a_sheet(intake: Intake) -> None:
    """What is stored can be written to a sheet and read back the same."""
    for noun in (Organisation, Supplier, Contract):
        for row, column in product(intake.record.all(noun), columns(noun)):
            value = getattr(row, column.name)
            assert value in (None, "", ()) or parse(column, plain(column, value)) == value


def test_what_is_read_survives_a_sheet() -> None:
    awkward = contracts_finder()
    awkward["buyer"]["id"] = "GB-SRS-sid4gov.cabinetoffice.gov.uk/8s944V4W"
    renamed = changed(contracts_finder("ocds-aaaaaa-2"), "awards", 0, "suppliers", 0, "name", to="Example; Systems")
    assert_survives_a_sheet(intake_of(awkward, renamed, find_a_tender()))


def test_the_published_file() -> None:
    if not DATA.is_file():
        pytest.skip("the public notices ../shared/data/ocds/contracts_finder_releases.json are not here")
    intake = read(DATA)
    assert_balanced(intake)
    assert_survives_a_sheet(intake)
    given_awards = [each for each in json.loads(DATA.read_bytes())["releases"] if each.get("awards")]
    assert intake.rows_in == 201
    assert intake.stored + sum("again" in each.what for each in intake.findings) == len(given_awards) == 147
    assert Counter(each.what.split(":")[0].split(" on row")[0] for each in intake.findings) == {
        "It awards nothing": 54,
        "The release": 4,
    }
    assert (len(intake.record.all(Contract)), len(intake.record.all(Supplier))) == (262, 249)
    assert all(each.company_number for each in intake.record.all(Supplier) if each.aliases)
