"""Code maps: one target for each source, or a refusal that says where; what is lost is marked."""

from __future__ import annotations

import json
from typing import Any

import pytest

from concordat.share.mapping.codes import BadCodeMap, read_codes

HEAD = "source,target,equivalence\n"


def concept_map(*elements: dict[str, Any], **group: Any) -> str:
    return json.dumps({"resourceType": "ConceptMap", "group": [{"element": list(elements), **group}]})


def test_a_table_of_codes() -> None:
    made = read_codes(HEAD + 'M,1,equivalent\n"F, old",2,wider\nX,,unmatched\n\n', file="g.csv")
    assert made.targets == {"M": "1", "F, old": "2", "X": ""}
    assert made.lossy == {"F, old", "X"}
    assert made.all_targets == ("1", "2")


def test_a_concept_map_of_r4_and_of_r5() -> None:
    for word, more in (("equivalence", "inexact"), ("relationship", "related-to")):
        male = {"code": "male", "target": [{"code": "1", word: "equivalent"}]}
        other = {"code": "other", "target": [{"code": "9", word: more}]}
        made = read_codes(concept_map(male, other, source="s", target="t"), file="g.json")
        assert made.targets == {"male": "1", "other": "9"} and made.lossy == {"other"}
        assert (made.source_system, made.target_system) == ("s", "t")


def test_a_code_with_two_targets_is_refused_with_every_other_fault_and_its_row() -> None:
    with pytest.raises(BadCodeMap) as caught:
        read_codes(HEAD + "M,1,equivalent\nM,2,equivalent\nF,2,\n,3,equivalent\nZ,,equivalent\n", file="g.csv")
    told = [(each.row, each.what) for each in caught.value.findings]
    assert told == [
        (3, "M has two targets"),
        (4, "F: it is not said how alike the codes are"),
        (5, "A source code is blank"),
        (6, "Z has no target"),
    ]
    with pytest.raises(BadCodeMap, match="two targets"):
        targets = [{"code": "1", "equivalence": "equal"}, {"code": "2", "equivalence": "equal"}]
        read_codes(concept_map({"code": "M", "target": targets}), file="g.json")


def test_the_same_line_twice_is_no_fault() -> None:
    assert read_codes(HEAD + "M,1,equivalent\nM,1,equivalent\n", file="g.csv").targets == {"M": "1"}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "a,b\n",
        HEAD,
        "{",
        '{"resourceType": "Patient"}',
        '{"resourceType": "ConceptMap"}',
        '{"resourceType": "ConceptMap", "group": {"element": 3}}',
        "[" * 100_000,
        "{" + '"a":{' * 100_000,
        HEAD + '"M,1,equivalent',
    ],
    ids=range(10),
)
def test_what_is_no_code_map_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(BadCodeMap) as caught:
        read_codes(text, file="g")
    assert str(caught.value).endswith(".")


def test_a_map_that_sends_every_unknown_code_to_one_target_is_refused() -> None:
    element = {"code": "M", "target": [{"code": "1", "equivalence": "equal"}]}
    with pytest.raises(BadCodeMap, match="hide what is incompatible"):
        read_codes(concept_map(element, unmapped={"mode": "fixed", "code": "9"}), file="g.json")
