"""The awkward facts of Three Rivers are there, each shown by the rows that its table and README name."""

from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import pytest

from concordat.core.calendar import add_working_days
from concordat.core.period import months_later
from concordat.register.agreement import ARTICLE_28, Agreement, LeaverDuty, Party, PartyRole
from concordat.register.assurance import DpiaAddendum, DsptOutcome
from concordat.register.authority import Body, BodyForm, Delegation, TermsOfReference
from concordat.register.bundle import Bundle, bundle_of
from concordat.register.contract import Contract, Framework, Regime
from concordat.register.example.three_rivers import three_rivers
from concordat.register.example.three_rivers.planted import PLANTED, Planted
from concordat.register.meeting import Meeting, MeetingStatus, Vote
from concordat.register.noun import Noun, noun_named
from concordat.register.offer import Offer
from concordat.register.organisation import Organisation
from concordat.register.person import Office
from concordat.register.procurement import GateDone, GateKind, LegalAdvice, Lot, Procurement, Requirement, Standard
from concordat.register.programme import Capacity
from concordat.register.service import Obligation, Raci, Responsibility, Rung
from concordat.register.sharing import PurposeBasis
from concordat.register.stakeholder import EffectKind, Engagement, Interest, Position, Stance
from concordat.register.succession import successor_of, supplier_of
from concordat.register.system import Criticality, DigitalCapability, Product, Supplier, System

README = Path(__file__).parents[4] / "examples" / "three_rivers" / "README.md"
TODAY = date(2026, 11, 22)
RECORD = three_rivers()
N = TypeVar("N", bound=Noun)
QUILLMERE = "GB-COH-99000103"


def notice_day(contract: Contract, months: int) -> date:
    return months_later(contract.ends_on + timedelta(days=1), -months) - timedelta(days=1)


def the(noun: type[N], key: str) -> N:
    found = RECORD.get(noun, key)
    assert found, key
    return found


def closes(row: Offer | Lot) -> date:
    return the(Framework, row.framework).closes_on


def systems_under(contract: Contract) -> list[System]:
    return [each for each in RECORD.all(System, TODAY) if each.contract == contract.contract]


def past_call_off(contract: Contract) -> bool:
    framework = the(Framework, contract.framework)
    last = months_later(contract.ends_on + timedelta(days=1), contract.extension_options[0])
    return last > months_later(contract.starts_on, framework.longest_call_off)


def changes_hands(row: Noun) -> bool:
    versions = [each for each in RECORD.all(type(row)) if each.key == row.key]
    return len(versions) == 2 and all(a.valid_to == b.valid_from for a, b in pairwise(versions))


def lacks_feature(need: Any) -> bool:
    """Whether the cheapest shared offer is of a product without the feature, and some other product has it."""
    offers = [each for each in RECORD.all(Offer) if each.capability == need.capability]
    cheapest = min(offers, key=lambda each: each.prices[-1][1])
    has = {each.product for each in RECORD.all(Product) if need.requirement in each.features}
    return cheapest.product not in has and any(each.product in has for each in offers)


def bundle(key: str) -> Bundle:
    found = bundle_of(RECORD, key, TODAY)
    assert found
    return found


def parties(agreement: str) -> tuple[Party, ...]:
    return bundle(agreement).active(TODAY)


def signed_for(agreement: str) -> set[str]:
    return {each.organisation for each in bundle(agreement).signatures}


def used(noun: type[Noun], column: str, row: Noun) -> bool:
    """Whether some row rests on this one in that column."""
    return any(getattr(each, column) == row.key for each in RECORD.all(noun))


def alike(row: Delegation) -> list[Delegation]:
    """What the schemes of all members say of the same decision by the same body."""
    same = (row.function, row.decision_class, row.body)
    return [each for each in RECORD.all(Delegation) if (each.function, each.decision_class, each.body) == same]


def spoken_with(row: Position) -> list[date]:
    """When an office was spoken with about a proposal."""
    whom = (row.proposal, row.organisation, row.office)
    return [each.on for each in RECORD.all(Engagement) if (each.proposal, each.organisation, each.office) == whom]


SHOWS: dict[str, Callable[[Any], bool]] = {
    "merged trust": lambda row: successor_of(RECORD, row.code, TODAY) == "RZ1" and row.valid_to == date(2025, 4, 1),
    "merged trust still named": lambda row: successor_of(RECORD, row.customer, TODAY) != row.customer,
    "merged trust still running": lambda row: RECORD.get(System, row.key.replace("RZ5", "RZ1")) is not None,
    "organisation renamed": changes_hands,
    "five-character code": lambda row: len(row.code) == 5,
    "code with a leading nought": lambda row: row.code.startswith("0"),
    "office changes hands": changes_hands,
    "supplier renamed": lambda row: "Brightwater Patient Systems" in row.aliases,
    "supplier taken over": lambda row: row.supplier != QUILLMERE == supplier_of(RECORD, row.supplier),
    "expired framework": lambda row: closes(row) < TODAY,
    "framework about to close": lambda row: TODAY < closes(row) < date(2028, 12, 31),
    "automatic renewal soon": lambda row: (
        row.auto_renew > 0 and TODAY <= notice_day(row, row.notice) <= TODAY + timedelta(days=180)
    ),
    "past its notice date": lambda row: row.auto_renew > 0 and notice_day(row, row.notice) < TODAY < row.ends_on,
    "notice within days": lambda row: TODAY <= notice_day(row, row.extension_notice) <= TODAY + timedelta(days=14),
    "ended, with an override": lambda row: row.ends_on < TODAY < row.override_until and len(row.override_reason) > 40,
    "permitted ground": lambda row: row.permitted_until == date(2029, 12, 31) and "72" in row.permitted_ground,
    "PCR 2015 call-off": lambda row: row.regime is Regime.PCR2015 and row.framework != "",
    "Procurement Act contract": lambda row: row.regime is Regime.PA2023 and row.starts_on >= date(2025, 2, 24),
    "Provider Selection Regime": lambda row: row.regime is Regime.PSR and row.starts_on >= date(2024, 1, 1),
    "below threshold": lambda row: row.regime is Regime.BELOW_THRESHOLD and row.original_value == 120_000_00,
    "two systems, one contract": lambda row: {each.capability for each in systems_under(row)} == {"RIS", "PACS"},
    "joint contract": lambda row: (
        set(row.parties) < {each.organisation for each in systems_under(row)} and len(row.parties) > 0
    ),
    "twelve years": lambda row: months_later(row.starts_on, 144) == row.ends_on + timedelta(days=1),
    "option past the call-off limit": past_call_off,
    "no contract": lambda row: row.contract == "" and row.asset_owner == "",
    "support ends": lambda row: row.support_ends_on == date(2029, 9, 30),
    "no DPIA": lambda row: row.patient_data and row.dpia == "",
    "no safety case": lambda row: row.patient_data and row.safety_case == "",
    "no exit plan": lambda row: row.exit_plan_on is None and systems_under(row)[0].criticality is Criticality.TIER_1,
    "retired system": lambda row: row.valid_to is not None and row not in RECORD.all(System, TODAY),
    "must-have excludes the cheapest": lacks_feature,
    "prerequisite": lambda row: isinstance(row, DigitalCapability) and len(row.after) == 1,
    "team that grows": lambda row: row.wte > min(each.wte for each in RECORD.all(Capacity) if each.skill == row.skill),
    "local freeze": lambda row: row.organisation == "RZ4" and not row.yearly,
    "superseded version": lambda row: (
        bundle(f"{row.agreement} / {row.version + 1}").agreement.starts_on == row.ends_on + timedelta(days=1)
    ),
    "draft with a clause nobody can execute": lambda row: (
        row.other_restrictions != () and row.text_hash == "" and bundle(row.key).signatures == ()
    ),
    "unsigned": lambda row: signed_for(row.agreement) == {each.party for each in parties(row.agreement)} - {row.party},
    "expired": lambda row: row.ends_on < TODAY and len(RECORD.versions(Agreement, row.key)) == 1,
    "agreement with a merged trust": lambda row: row.active(TODAY) and successor_of(RECORD, row.party, TODAY) == "RZ1",
    "annual review overdue": lambda row: row.review_due_on < TODAY < row.expires_on and used(PurposeBasis, "cag", row),
    "DPIA past its review": lambda row: row.review_on < TODAY and used(Agreement, "dpia", row),
    "host without Article 28 terms": lambda row: (
        not set(ARTICLE_28) <= set(row.clauses)
        and any(each.role is PartyRole.PROCESSOR and each.acts_for for each in parties(row.key))
    ),
    "columns nobody justified": lambda row: row.justification == "",
    "signed on paper": lambda row: len(row.text_hash) == 64 and bundle(row.key).unchanged(),
    "late joiner": lambda row: row.joined_on > bundle(row.agreement).agreement.starts_on and row.deed != "",
    "leaver with a duty": lambda row: (
        row.left_on < TODAY and row.leaver_duty is LeaverDuty.DELETE and row.duty_done_on is None
    ),
    "review within days": lambda row: TODAY <= row.review_on <= TODAY + timedelta(days=30) < row.last_day_by_review,
    "approaching standards": lambda row: row.outcome is DsptOutcome.APPROACHING,
    "standards not met": lambda row: row.outcome is DsptOutcome.NOT_MET and row.accepted_until > TODAY,
    "registration about to lapse": lambda row: TODAY <= row.expires_on <= TODAY + timedelta(days=30),
    "addendum not approved": lambda row: (
        [each.organisation for each in RECORD.all(DpiaAddendum) if each.dpia == row.dpia and not each.approved_on]
        == [row.organisation]
    ),
    "votes inherited": lambda row: row.votes == 2 and successor_of(RECORD, "RZ5", TODAY) == row.organisation,
    "committees nobody closed": lambda row: (
        row.valid_on(TODAY)
        and "RZ5" in row.members
        and not used(Meeting, "body", row)
        and not RECORD.get(TermsOfReference, row.body, TODAY)
    ),
    "terms past their review": lambda row: row.review_on < TODAY and row.valid_on(TODAY),
    "committee that comes first": lambda row: row.after == ("RZ4-FPC",) and row.valid_on(TODAY),
    "other words from a later day": lambda row: (
        {(each.valid_from, each.wording == row.wording) for each in alike(row) if each is not row}
        == {(date(2026, 4, 1), False)}
    ),
    "power passed on without leave": lambda row: (
        not the(Delegation, row.key.replace(row.body, row.delegated_by)).may_sub_delegate
    ),
    "advisory group that approves": lambda row: the(Body, row.body).form is BodyForm.ADVISORY,
    "governors approve besides": lambda row: row.besides and the(Body, row.body).form is BodyForm.GOVERNORS,
    "meeting cancelled": lambda row: row.status is MeetingStatus.CANCELLED,
    "board not named": lambda row: row.icb_function and "QZ3" not in row.members,
    "chair's action not ratified": lambda row: (
        row.chairs_action
        and row.ratified_on is None
        and any(row.decided_on < each.on < TODAY for each in RECORD.all(Meeting) if each.body == row.body)
    ),
    "decision hardly written down": lambda row: (
        not (row.options or row.owner or row.due_on or row.minutes) and not used(Vote, "decision", row)
    ),
    "action overdue": lambda row: row.due_on < TODAY and row.done_on is None,
    "lawyers not asked": lambda row: (
        not used(LegalAdvice, "procurement", row) and not RECORD.get(GateDone, f"{row.key} / {GateKind.LEGAL}")
    ),
    "head of requirements forgotten": lambda row: (
        set(Standard) - {each.standard for each in RECORD.all(Requirement) if each.procurement == row.key}
        == {Standard.ORGANISATIONAL_CHANGE}
    ),
    "one need bought twice": lambda row: (
        row.value < 135_018_00 < sum(each.value for each in RECORD.all(Procurement) if each.cpv == row.cpv)
    ),
    "lot of a closed framework": lambda row: closes(row) < TODAY,
    "lot that leaves a member out": lambda row: {"RZ8"} == {"QZ3", "RZ1", "RZ4", "Z3R4V", "RZ8"} - set(row.users),
    "standstill held open": lambda row: (
        row.published_on < row.representation_on <= add_working_days(row.published_on, 8)
        and row.further_decision_on is None
    ),
    "conflict to be handled": lambda row: row.interest != "none" and row.handling != "",
    "two accountable": lambda row: (
        sum(
            each.part is Raci.ACCOUNTABLE
            for each in RECORD.all(Responsibility)
            if each.activity == row.activity and each.service == row.service
        )
        == 2
    ),
    "user nobody remembered": lambda row: (
        set(row.users) - {each.organisation for each in RECORD.all(Responsibility) if each.service == row.service}
        == {"RZ8"}
    ),
    "duty not passed on": lambda row: row.mirrors == "" and not used(Obligation, "mirrors", row),
    "liability above the cap": lambda row: row.limit > the(Obligation, row.mirrors).limit > 0,
    "no schedule of exit": lambda row: row.exit_schedule == "",
    "ladder that ends early": lambda row: not RECORD.get(Rung, f"{row.service} / {row.kind} / {row.rung + 1}"),
    "risk past its review": lambda row: row.review_on < TODAY and row.mitigation == "",
    "decision soon, and not won over": lambda row: (
        row.interest is Interest.DECIDES and row.stance in (Stance.OPPOSED, Stance.UNKNOWN)
    ),
    "loss nothing makes good": lambda row: row.loses != "" and row.mitigation == "",
    "compensation nobody agreed": lambda row: row.kind is EffectKind.COMPENSATION and row.evidence == "",
    "governors not spoken with": lambda row: spoken_with(row) == [],
    "nobody has called": lambda row: max(spoken_with(row)) < TODAY - timedelta(days=90),
}

ABSENT = {"no safety officer": "RZ4", "office nobody holds": "098"}
"""Facts shown by a row that is missing, and an organisation that has it."""


@pytest.mark.parametrize("planted", [each for each in PLANTED if each.name not in ABSENT], ids=lambda each: each.name)
def test_the_fact_is_there(planted: Planted) -> None:
    for key in planted.keys:
        row = RECORD.get(noun_named(planted.sheet), key)
        assert row is not None, key
        assert SHOWS[planted.name](row), key


@pytest.mark.parametrize("name", ABSENT)
def test_what_should_be_missing_is_missing(name: str) -> None:
    held = {each.key for each in RECORD.all(Office)}
    (missing,) = next(each.keys for each in PLANTED if each.name == name)
    assert missing not in held
    assert f"{ABSENT[name]} / {missing.partition(' / ')[2]}" in held


def test_every_fact_has_its_check_and_its_line_in_the_readme() -> None:
    assert {each.name for each in PLANTED} == SHOWS.keys() | ABSENT.keys()
    table = README.read_text(encoding="utf-8").split("## Awkward facts")[1].split("\n## ")[0]
    lines = [line for line in table.splitlines() if line.startswith("|")][2:]
    assert lines == [each.row() for each in PLANTED]


def test_the_renamed_supplier_and_the_closed_trust_have_heirs_that_are_open() -> None:
    brightwater = next(each for each in RECORD.all(Supplier) if each.successor)
    assert RECORD.get(Supplier, brightwater.successor, TODAY)
    assert RECORD.get(Organisation, "RZ1", TODAY)
