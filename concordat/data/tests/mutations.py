"""Small changes to a record or a question, each of one thing: what a rule looks at, set to what it may not like.

A change that would build a row wrong is not made. The day, a row's period and whole rows change too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from concordat.data.tests.good_record import COLUMNS, DAYS, MAIN, Choices, World
from concordat.register.agreement import (
    ARTICLE_26,
    ARTICLE_28,
    Agreement,
    Automated,
    Party,
    PartyRole,
    Signature,
    Territory,
)
from concordat.register.assurance import (
    CagApproval,
    CagOptOut,
    Dpia,
    DpiaStatus,
    DsptFramework,
    DsptOutcome,
    DsptStatus,
    IcoRegistration,
)
from concordat.register.noun import Misbuilt, Noun
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.person import Office, OfficeRole
from concordat.register.sharing import (
    Article6,
    Article9,
    Confidentiality,
    DataItem,
    Flow,
    Form,
    Operator,
    OptOutPosition,
    Purpose,
    PurposeBasis,
    RowCondition,
    Schedule1,
    Transform,
)
from concordat.register.system import System

Mutation = Callable[[World, Choices], World]

NEAR = tuple(timedelta(days=each) for each in (-1, 0, 1, -8, -31, -365, -400, 30, 400))
"""Days from the day of the question: stands for a date wherever it is set."""

UNKNOWN = "ZZZ"
TEXT = ("", "given")
CODES = (("RZ1",), ("G81",), ("QZ3",), (UNKNOWN,), ("RZ1", "G81"), ())

CELLS: dict[type[Noun], dict[str, tuple[Any, ...]]] = {
    Organisation: {"kind": tuple(OrganisationKind)},
    System: {"organisation": ("RZ1", "RY1", UNKNOWN)},
    Office: {"role": tuple(OfficeRole), "organisation": ("QZ3", UNKNOWN)},
    IcoRegistration: {"expires_on": NEAR},
    DsptStatus: {
        "year": (2025, 2026, 2027, 2024, 2018), "framework": tuple(DsptFramework), "outcome": tuple(DsptOutcome),
        "published_on": NEAR, "accepted_until": (None, *NEAR),
    },
    Dpia: {
        "status": tuple(DpiaStatus), "approved_on": NEAR, "review_on": (None, *NEAR), "linking": TEXT,
        "covers": ((), ("DSA-01 / 1",), (MAIN,), ("DSA-01 / 1", MAIN, "DSA-02 / 1")),
    },
    CagApproval: {
        "regulation": (Confidentiality.SECTION_251_2, Confidentiality.SECTION_251_3, Confidentiality.SECTION_251_5),
        "decided_on": NEAR, "expires_on": NEAR, "review_due_on": (None, *NEAR), "opt_out": tuple(CagOptOut),
    },
    Agreement: {
        "under": ("", "ISP-01 / 1", "ISP-01", "DSA-02 / 1"), "starts_on": NEAR, "ends_on": NEAR,
        "review_on": (None, *NEAR), "review_grace": (0, 1, 31), "suspended_on": (None, *NEAR),
        "resumed_on": (None, *NEAR), "terminated_on": (None, *NEAR), "text_hash": TEXT,
        "clauses": ((), ARTICLE_26, ARTICLE_28, ARTICLE_28[1:], ARTICLE_26[1:], (*ARTICLE_26, *ARTICLE_28)),
        "other_restrictions": ((), ("Only on Tuesdays",)), "recipients": ((), ("analyst",), ("porter",)),
        "training_months": (0, 1, 12), "dpia": ("DPIA-1", "", "DPIA-2"),
        "links_with": ((), ("DSA-02 / 1",), ("DSA-09 / 3", "DSA-02 / 1")), "key_holder": ("", "RZ1", "QZ3", "RZ2"),
        "least_count": (0, 4, 5, 7), "rounding": (0, 1, 5), "retention_months": (0, 12), "retention_class": TEXT,
        "retention_reason": TEXT, "territory": tuple(Territory), "transfer_safeguard": TEXT,
        "automated": tuple(Automated), "automated_safeguards": TEXT, "complaints_route": TEXT, "privacy_notice": TEXT,
    },
    Party: {
        "role": tuple(PartyRole), "acts_for": CODES, "signs_as": (OfficeRole.SIRO, OfficeRole.CALDICOTT),
        "authorised_on": (None, *NEAR), "joined_on": (None, *NEAR), "deed": TEXT, "left_on": (None, *NEAR),
        "party": ("RZ1", "RZ2", "G81", UNKNOWN),
    },
    Signature: {"office": tuple(OfficeRole)[:4], "signed_on": NEAR, "text_hash": ("another text",)},
    PurposeBasis: {
        "article_6": (None, Article6.CONSENT, Article6.LEGITIMATE_INTERESTS, Article6.RECOGNISED_INTEREST),
        "purpose": tuple(Purpose), "form": tuple(Form), "article_9": (None, *Article9),
        "schedule_1": (None, *Schedule1), "basis_reason": TEXT, "policy_document": TEXT, "power": TEXT,
        "confidentiality": (None, *Confidentiality), "cag": ("", "24/CAG/0123", "24/CAG/0999"),
        "public_interest_record": TEXT, "opt_out": tuple(OptOutPosition), "opt_out_reason": TEXT,
        "type_1": (False, True), "objections": (False, True), "oldest_list": (0, 1, 7, 31),
    },
    Flow: {
        "sender": ("RZ1", "G81", UNKNOWN), "receiver": ("QZ3", "RZ1", "RZ2"), "controllers": CODES,
        "purposes": ((), (Purpose.RESEARCH.value,), (Purpose.PLANNING.value, Purpose.INDIVIDUAL_CARE.value)),
        "system": ("", "EPR", "GONE"),
    },
    DataItem: {"justification": TEXT, "transform": tuple(Transform), "item": ("referred_on", "nhs_number")},
    RowCondition: {
        "operator": (Operator.AT_LEAST, Operator.AT_MOST, Operator.IS),
        "values": (
            ("18",), ("2026-11-22",), ("eighteen",), ("2026-13-01",), ("-1.5",), ("nan",), ("inf",), ("1e5",),
            ("2026-W01-1",), ("1_000",), (" 18 ",), ("٣",),
        ),
    },
}  # fmt: skip
"""What each cell may be changed to."""

ASKED: dict[str, tuple[Any, ...]] = {
    "organisation": ("QZ3", "RZ2", "098", "RZ1", UNKNOWN), "role": ("analyst", "", "porter"),
    "trained_on": (None, *NEAR), "whose": (("RZ1",), ("G81",), ("RZ1", UNKNOWN), ("G81", "QZ3")),
    "columns": (COLUMNS[:1], COLUMNS, ("waiting_list.nhs_number",), (*COLUMNS, "nowhere.nothing"), COLUMNS[2:]),
    "purpose": tuple(Purpose), "form": tuple(Form), "territory": tuple(Territory), "automated": tuple(Automated),
    "linked_with": ((), ("DSA-02",), ("DSA-09 / 3",), ("DSA-09",), ("DSA-08",)), "break_glass": ("", "Unconscious"),
    "agreement": ("", "DSA-01", MAIN, "DSA-01 / 1", "DSA-02", "none"),
}  # fmt: skip
"""What may be asked instead."""

LISTS: dict[str, tuple[Any, ...]] = {
    "as_at": (None, *NEAR), "people": (0, 1), "unchecked": (None, 0, 5), "controller": ("RZ1", UNKNOWN),
}  # fmt: skip


def change_cell(noun: type[Noun], name: str, options: tuple[Any, ...]) -> Mutation:
    """Set one cell of one row."""

    def mutation(world: World, choose: Choices) -> World:
        row = _row(world, choose, (noun,))
        return _replaced(world, row, {name: _other(world, choose, options, getattr(row, name))}) if row else world

    return mutation


def change_question(name: str, options: tuple[Any, ...]) -> Mutation:
    """Ask something else."""

    def mutation(world: World, choose: Choices) -> World:
        value = _other(world, choose, options, getattr(world.question, name))
        return replace(world, question=replace(world.question, **{name: value}))

    return mutation


def change_list(name: str, options: tuple[Any, ...]) -> Mutation:
    """Know something else of one opt-out list."""

    def mutation(world: World, choose: Choices) -> World:
        if not world.question.lists:
            return world
        changed = list(world.question.lists)
        place = choose.one(range(len(changed)))
        now = getattr(changed[place], name)
        changed[place] = replace(changed[place], **{name: _other(world, choose, options, now)})
        return replace(world, question=replace(world.question, lists=tuple(changed)))

    return mutation


def drop_list(world: World, choose: Choices) -> World:
    """One opt-out list is missing, or all of them are."""
    lists = world.question.lists or ()
    left = choose.one((lists[1:], lists[:-1], ()))
    return replace(world, question=replace(world.question, lists=left))


def another_day(world: World, choose: Choices) -> World:
    """It is asked on another day."""
    days = (*(world.day + each for each in NEAR), *DAYS)
    return replace(world, day=max(choose.one(days), DAYS[8]))


def drop_row(world: World, choose: Choices) -> World:
    """One row is not there."""
    row = _row(world, choose, choose.one([(each,) for each in CELLS]))
    return replace(world, rows=tuple(each for each in world.rows if each is not row))


def close(world: World, choose: Choices) -> World:
    """An organisation closes, and another takes over."""
    row = _row(world, choose, (Organisation,))
    heir = {"successor": choose.one(("", "RZ1"))}
    return _replaced(world, row, {"valid_to": world.day + choose.one(NEAR)} | heir) if row else world


def begin(world: World, choose: Choices) -> World:
    """A row is true only from some day on."""
    row = _row(world, choose, choose.one([(each,) for each in CELLS]))
    return _replaced(world, row, {"valid_from": world.day + choose.one(NEAR)}) if row else world


def amend(world: World, choose: Choices) -> World:
    """A row says something else from some day on."""
    noun = choose.one(tuple(CELLS))
    name, options = choose.one(tuple(CELLS[noun].items()))
    row, day = _row(world, choose, (noun,)), world.day + choose.one(NEAR)
    if row is None or row.valid_from or row.valid_to:
        return world
    later = _built(row, {name: _other(world, choose, options, getattr(row, name)), "valid_from": day})
    before = _built(row, {"valid_to": day})
    rows = tuple(before if each is row else each for each in world.rows)
    return world if later.key != row.key else replace(world, rows=(*rows, later))


def _row(world: World, choose: Choices, kinds: tuple[type[Noun], ...]) -> Noun | None:
    """One row of these kinds: of the agreement most is asked about, more often than not."""
    rows = [each for each in world.rows if isinstance(each, kinds)]
    main = [each for each in rows if each.key.startswith(MAIN)]
    wanted = choose.one((main or rows, main or rows, rows))
    return choose.one(wanted) if wanted else None


def _other(world: World, choose: Choices, options: tuple[Any, ...], now: Any) -> Any:
    """One of the options that is not as it is now."""
    values = [world.day + each if isinstance(each, timedelta) else each for each in options]
    return choose.one([each for each in values if each != now] or values)


def _replaced(world: World, row: Noun, changes: dict[str, Any]) -> World:
    changed = _built(row, changes)
    others = [each for each in world.rows if each is not row and type(each) is type(row)]
    if changed.key in {each.key for each in others}:
        return world  # no record has two rows of one key on a day
    return replace(world, rows=tuple(changed if each is row else each for each in world.rows))


def _built(row: Noun, changes: dict[str, Any]) -> Noun:
    try:
        return replace(row, **changes)
    except Misbuilt:
        return row


MUTATIONS: dict[str, Mutation] = {
    **{f"{n.__name__}.{name}": change_cell(n, name, to) for n, cells in CELLS.items() for name, to in cells.items()},
    **{f"question.{name}": change_question(name, options) for name, options in ASKED.items()},
    **{f"list.{name}": change_list(name, options) for name, options in LISTS.items()},
    **{each.__name__: each for each in (drop_list, another_day, drop_row, close, begin, amend)},
}
"""Every mutation by its name."""
