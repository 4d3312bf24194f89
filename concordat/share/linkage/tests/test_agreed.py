"""Whose patients may be linked: with everything in force they are, and with any one thing missing nobody's are."""

from __future__ import annotations

from datetime import date
from itertools import combinations
from typing import Any

import pytest

from concordat.data.facts import Facts
from concordat.register.agreement import Agreement, LeaverDuty, Party, Signature
from concordat.register.assurance import Dpia
from concordat.register.example.three_rivers import three_rivers
from concordat.register.noun import Noun
from concordat.share.example.extracts import TRUSTS
from concordat.share.linkage.agreed import NotAgreed, check, linkings, unagreed
from concordat.share.tests.sample import AS_OF, DPIA, KEY, sample

MEMBERS = ("RZ1", "RZ4", "RZ8")


def test_the_trusts_of_the_example_may_be_linked_and_the_agreement_that_says_so_is_one() -> None:
    facts = Facts(three_rivers(), AS_OF)
    check([each.code for each in TRUSTS], facts)
    (found,) = linkings(facts)
    assert found.agreement == "TR-DSA-08 / 1" and found.key_holder == "RZ1"


def test_controllers_are_covered_and_processors_and_strangers_are_not() -> None:
    facts = Facts(sample(), AS_OF)
    assert unagreed(MEMBERS, facts) == () == unagreed(["8KX21"], facts), "one alone is linked with nobody"
    for stranger in ("8KX21", "098"):  # a processor, and one that has left
        (found,) = unagreed(["RZ1", stranger], facts)
        assert set(found.members) == {"RZ1", stranger} and "No agreement lets" in found.what and found.next


@pytest.mark.parametrize(
    ("noun", "key", "changed", "told"),
    [
        (Agreement, KEY, {"suspended_on": date(2026, 11, 1)}, "suspended"),
        (Agreement, KEY, {"ends_on": date(2026, 11, 21)}, "ended"),
        (Agreement, KEY, {"text_hash": "terms:another"}, "not those that were signed"),
        (Agreement, KEY, {"key_holder": ""}, "No agreement lets"),
        (Dpia, DPIA, {"linking": ""}, "identifiable"),
    ],
)
def test_any_one_thing_that_is_missing_is_told_with_what_next(
    noun: type[Noun], key: str, changed: dict[str, Any], told: str
) -> None:
    facts = Facts(sample(changes={(noun, key): changed}), AS_OF)
    found = unagreed(MEMBERS, facts)
    assert [each.members for each in found] == [*combinations(MEMBERS, 2)]
    assert all(told in each.what and each.next for each in found)
    with pytest.raises(NotAgreed, match=r"RZ1.*RZ4.*RZ8"):
        check(MEMBERS, facts)


def test_who_has_not_signed_keeps_it_out_of_force_and_who_has_left_is_covered_no_more() -> None:
    unsigned = sample(without=[(Signature, f"{KEY} / RZ8 / Caldicott Guardian")])
    assert linkings(Facts(unsigned, AS_OF)) == ()
    gone = {"left_on": AS_OF, "leaver_duty": LeaverDuty.NONE}
    left = sample(changes={(Party, f"{KEY} / RZ8 / joint controller"): gone})
    assert {each.members for each in unagreed(MEMBERS, Facts(left, AS_OF))} == {("RZ1", "RZ8"), ("RZ4", "RZ8")}
