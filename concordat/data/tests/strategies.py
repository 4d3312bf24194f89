"""Drawn records with questions about them: one in order, then up to four small changes, all spelt by a few bytes.

A draw is one string of bytes, so that ten thousand take seconds, and a failing one shrinks towards the plainest record.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from datetime import date

from hypothesis import strategies as st

from concordat.data.question import Question
from concordat.data.tests.good_record import Choices, World, good
from concordat.data.tests.mutations import ASKED, LISTS, MUTATIONS, change_list, change_question
from concordat.register.agreement import Agreement, Signature
from concordat.register.bundle import bundles
from concordat.register.noun import Noun
from concordat.register.record import Record

DRAWS = int(os.environ.get("DECISIONS_DRAWN", "400"))
"""How many records are drawn where the decisions are compared, each with three questions; the build asks for more."""

CHANGES, SPELT = 40, 160
"""Bytes of a draw, those that spell its changes first; more than most draws need."""

_ASKED_ELSE = tuple(change_question(*each) for each in ASKED.items()) + tuple(
    change_list(*each) for each in LISTS.items()
)


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A record, three questions about it, each little different from the one before, the day, and what was changed."""

    record: Record = field(repr=False)
    questions: tuple[Question, ...]
    day: date
    mutations: tuple[str, ...]
    rows: tuple[Noun, ...]


def drawn_from(spelt: bytes) -> Drawn:
    """What a string of bytes spells: its end the record that is in order, its beginning what is changed in it."""
    choose, world = Choices(spelt[:CHANGES]), good(Choices(spelt[CHANGES:]))
    hashed = choose.one((*("document",) * 6, "terms", "terms before they changed"))
    names = tuple(choose.one(_NAMES) for _ in range(choose.one((0, 1, 2, 3, 4, 1, 2, 3))))
    if hashed == "terms before they changed":
        world = with_terms_hash(world)
    for name in names:
        world = MUTATIONS[name](world, choose)
    if hashed == "terms":
        world = with_terms_hash(world)
    second = choose.one(_ASKED_ELSE)(world, choose)
    third = choose.one(_ASKED_ELSE)(second, choose)
    asked = (world.question, second.question, third.question)
    return Drawn(record=Record.of(world.rows), questions=asked, day=world.day, mutations=names, rows=world.rows)


def with_terms_hash(world: World) -> World:
    """The same, with every agreement signed as the hash of its terms."""
    hashes = {each.key: each.text_hash() for each in bundles(Record.of(world.rows), world.day)}

    def hashed(row: Noun) -> Noun:
        key = row.key if isinstance(row, Agreement) else getattr(row, "agreement", "")
        signed = isinstance(row, (Agreement, Signature)) and row.text_hash == f"document of {key}"
        return replace(row, text_hash=hashes[key]) if signed and key in hashes else row  # type: ignore[call-arg]

    return replace(world, rows=tuple(map(hashed, world.rows)))


_OFTEN = {
    "PurposeBasis.article_6": 20,
    "Agreement.starts_on": 6,
    "question.trained_on": 6,
    "PurposeBasis": 5,
    "list": 6,
    "drop_row": 8,
    "close": 4,
    "amend": 4,
    "another_day": 4,
}
"""How much more often than others mutations are drawn that few would otherwise meet."""

_NAMES = tuple(name for name in MUTATIONS for _ in range(_OFTEN.get(name, _OFTEN.get(name.partition(".")[0], 1))))

cases = st.binary(min_size=SPELT, max_size=SPELT).map(drawn_from)
