"""The next version of an agreement, and how one version differs from another."""

from __future__ import annotations

from dataclasses import replace

from concordat.register.agreement import Agreement, Party, Section75
from concordat.register.bundle import Bundle, bundle_of
from concordat.register.links import mentions
from concordat.register.noun import Noun
from concordat.register.record import Record
from concordat.register.sharing import DataItem, Flow, PurposeBasis, RowCondition
from concordat.share.difference import Kind, differences
from concordat.share.redraft import next_version
from concordat.share.tests.sample import AS_OF, KEY, sample

NEXT = "TR-DSA-01 / 3"
OF_IT = (Agreement, Party, PurposeBasis, Flow, DataItem, RowCondition, Section75)


def bundle(record: Record, key: str = KEY) -> Bundle:
    found = bundle_of(record, key, AS_OF)
    assert found is not None
    return found


def drafted() -> tuple[Bundle, Bundle]:
    """The sample's version, and the one drafted from it."""
    record = sample()
    old = bundle(record)
    rows = next_version(old, 3, AS_OF)
    return old, bundle(Record.of([*record, *rows]), NEXT)


def without_version(row: Noun, key: str) -> str:
    return f"{type(row).__name__} {row.key.removeprefix(key)}"


def test_every_row_is_there_again_but_for_signatures_and_those_who_left() -> None:
    old, new = drafted()
    before = {without_version(each, KEY) for each in old.rows() if not isinstance(each, Agreement)}
    after = {without_version(each, NEXT) for each in new.rows() if not isinstance(each, Agreement)}
    assert before - after == {"Party  / 098 / controller"}
    assert after <= before
    assert old.signatures and not new.signatures


def test_no_row_of_it_points_at_the_version_before() -> None:
    _, new = drafted()
    for row in new.rows():
        assert not [each for each in mentions(row) if each.key == KEY or each.key.startswith(f"{KEY} / ")], row


def test_what_befell_the_version_before_does_not_carry_over() -> None:
    befell = {"suspended_on": AS_OF, "end_reason": "x", "evidence": "page 2"}
    own = next_version(bundle(sample(changes={(Agreement, KEY): befell})), 3, AS_OF)[0]
    assert isinstance(own, Agreement)
    assert (own.text_hash, own.suspended_on, own.end_reason, own.evidence) == ("", None, "", "")


def test_who_joined_late_is_party_to_the_next_from_its_beginning() -> None:
    _, new = drafted()
    late = next(each for each in new.parties if each.party == "RZ4")
    assert (late.joined_on, late.deed) == (None, "")


def test_a_version_does_not_differ_from_itself_nor_by_its_number() -> None:
    old, new = drafted()
    assert differences(old, old) == ()
    found = differences(old, new)
    assert {(each.kind, each.row) for each in found} == {
        (Kind.REMOVED, "098 / controller"),
        (Kind.CHANGED, "RZ4 / joint controller"),
    }


def test_what_is_added_removed_and_changed_is_said_with_what_it_was_and_is() -> None:
    record = sample()
    old = bundle(record)
    first, second = old.items[f"{KEY} / waiting-list"][:2]
    new_item = replace(first, item="postcode")
    rows = [each for each in record if each not in (second, old.agreement)]
    new = bundle(Record.of([*rows, new_item, replace(old.agreement, least_count=10)]))
    found = {(each.kind, each.row, each.heading, each.before, each.after) for each in differences(old, new)}
    name = "waiting-list / waiting_list / "
    assert (Kind.CHANGED, "TR-DSA-01", "Least count", "5", "10") in found
    assert [each[1] for each in found if each[0] is Kind.ADDED] == [f"{name}postcode"]
    assert [each[1] for each in found if each[0] is Kind.REMOVED] == [f"{name}referred_on"]
    assert len(found) == 3


def test_against_nothing_all_of_it_is_new() -> None:
    old = bundle(sample())
    found = differences(None, old)
    assert {each.kind for each in found} == {Kind.ADDED}
    assert len(found) == len(old.rows())


def test_every_noun_of_an_agreement_is_drafted_anew() -> None:
    """A noun that a version is made of, and that the next left out, would be lost without a word."""
    _, new = drafted()
    assert {type(each) for each in new.rows()} == set(OF_IT)
