"""What a template is given: plain values only, under names that are documented."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from concordat.core.refusal import Refusal
from concordat.register.noun import columns, nouns
from concordat.register.organisation import Organisation
from concordat.share.out.context.assessment import scored
from concordat.share.out.context.plain import ARTICLES_6, ARTICLES_9, FORMS, OPT_OUTS, PURPOSES, ROUTES
from concordat.share.out.context.said import Speaker, listed
from concordat.share.out.context.whole import CONTEXT, context_of
from concordat.share.tests.sample import AS_OF, KEY, sample


def leaves(value: Any) -> Iterator[Any]:
    if type(value) is dict:
        assert all(type(key) is str for key in value)
        for each in value.values():
            yield from leaves(each)
    elif type(value) is tuple:
        for each in value:
            yield from leaves(each)
    else:
        yield value


def names(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        yield from value
    for each in value.values() if isinstance(value, dict) else value if isinstance(value, tuple) else ():
        yield from names(each)


def test_it_holds_texts_tuples_and_dicts_and_no_live_object() -> None:
    assert {type(each) for each in leaves(context_of(sample(), KEY, AS_OF))} == {str}


def test_every_name_is_documented_or_a_column_of_a_register() -> None:
    context = context_of(sample(), KEY, AS_OF)
    assert list(context) == list(CONTEXT)
    known = {each.name for noun in nouns() for each in columns(noun)}
    for name, value in context.items():
        assert not {each for each in names(value) if each not in known and each not in CONTEXT[name]}, name


def test_an_agreement_that_is_not_there_is_told_which_are() -> None:
    with pytest.raises(Refusal, match="Name one of TR-ISP-01 / 1, TR-DSA-07 / 1, TR-DSA-01 / 2"):
        context_of(sample(), "TR-DSA-01", AS_OF)


def test_every_word_of_the_law_has_a_plain_one() -> None:
    for table in (ARTICLES_6, ARTICLES_9, FORMS, OPT_OUTS, PURPOSES, ROUTES):
        assert set(table) == set(type(next(iter(table))))
        assert len(set(table.values())) == len(table) or table is ARTICLES_9
        assert all(words and not words.startswith(" ") for words in table.values())


@pytest.mark.parametrize(
    ("likelihood", "impact", "said"),
    [(0, 0, ""), (1, 3, "1 x 3 = 3, very low"), (1, 4, "1 x 4 = 4, low"), (2, 4, "2 x 4 = 8, medium"),
     (3, 5, "3 x 5 = 15, high"), (5, 5, "5 x 5 = 25, high")],
)  # fmt: skip
def test_a_risk_is_scored_on_its_scale(likelihood: int, impact: int, said: str) -> None:
    assert scored(likelihood, impact) == said


def test_an_organisation_that_has_closed_keeps_its_name_and_one_unknown_its_code() -> None:
    record = sample(changes={(Organisation, "RZ8"): {"valid_to": AS_OF}})
    say = Speaker(record, AS_OF)
    assert say.organisation("RZ8") == "Wendshire Community Health NHS Trust (RZ8)"
    assert say.organisation("ZZZ") == "ZZZ"


def test_lists_are_said_as_people_say_them() -> None:
    assert [listed(["a", "b", "c"][:count]) for count in range(4)] == ["", "a", "a and b", "a, b and c"]
