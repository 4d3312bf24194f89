"""Documents made to break the reader, to swell it, or to slip something past whoever signs."""

import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.register.agreement import Agreement
from concordat.share.exchange.document import DEEPEST, LARGEST, NotJson, parsed
from concordat.share.exchange.draft import names_of
from concordat.share.exchange.extension import _sealed
from concordat.share.exchange.form import FORMS, export_agreement, import_agreement
from concordat.share.exchange.tests import test_mais, test_odrl
from concordat.share.exchange.tests.edit import changed, leaves, objects
from concordat.share.tests.sample import AS_OF, KEY, sample

both = pytest.mark.parametrize("form", sorted(FORMS))
FOREIGN = {"mais": test_mais.FOREIGN, "odrl": test_odrl.FOREIGN}
NAMES = st.sampled_from(["@id", "uid", "value", "action", "target", "constraint", "x"])
WORDS = st.sampled_from(["use", "RZ1", "2026-01-01", "waiting_list.ward", "Agreement", "odrl:use", "individual care"])
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
TEXTS = st.text(st.characters(exclude_categories=["C"]), max_size=20)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS | WORDS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=3),
    max_leaves=8,
)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b'{"a": \xff}', "UTF-8"),
        (json.dumps({"a": 1}).encode("utf-16"), "UTF-8"),
        (b'{"a": NaN}', "not a number"),
        (b'{"a": [1e999, -Infinity]}', "not a number"),
        (b'{"a": 1' + b"0" * 5000 + b"}", "not JSON"),
        (b'{"a": 9007199254740993}', "too large to be exact"),
        (b'{"Name": "one", "Name": "other"}', "gives Name twice"),
        (b'{"p": [{"EndDate": "2026-01-01", "EndDate": "2099-01-01"}]}', "$.p[0] gives EndDate twice"),
        (b'{"a": "\\ud800"}', "no text"),
        (b'{"a\\u0000": 1}', "no text"),
        (b"[" * 100_000, "too deeply"),
        (b'{"a":' * (DEEPEST + 2) + b"1" + b"}" * (DEEPEST + 2), "nested too deeply"),
        (b"[" + b"0," * 100_000 + b"0]", "more than 100,000 members"),
        (b'"' + b"a" * LARGEST + b'"', "larger than"),
        (b'{"a": "' + b"a" * 40_000 + b'"}', "more than 32,767 characters"),
    ],
)
@both
def test_what_is_no_json_about_an_agreement_is_refused_in_a_sentence(form: str, data: bytes, why: str) -> None:
    with pytest.raises(NotJson, match=why.replace("$", r"\$").replace("[", r"\[")) as refusal:
        import_agreement(data, form, "RZ1", file="policy.json")
    assert "policy.json" in str(refusal.value) and len(str(refusal.value)) < 2_000


@pytest.mark.parametrize("value", [{"a": {1, 2}}, {1: "a"}, {"a": float("nan")}, {"a": b"bytes"}])
def test_a_value_read_elsewhere_is_held_to_the_same_bounds(value: Any) -> None:
    with pytest.raises(NotJson):
        parsed(value)


@both
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_no_value_anywhere_breaks_it_and_none_is_passed_over_in_silence(form: str, data: st.DataObject) -> None:
    """A type that does not belong gives findings, never another error, and nothing is taken over beside an error."""
    document = FOREIGN[form]
    at = data.draw(st.sampled_from([*leaves(document), *objects(document)[1:]]))
    found = import_agreement(json.dumps(changed(document, at, data.draw(JSON))).encode(), form, "RZ1")
    assert found.sound or found.rows == ()
    assert found.findings and all(str(each) for each in found.findings)


@both
@settings(max_examples=150, deadline=None)
@given(value=JSON | st.dictionaries(st.sampled_from([*test_mais.FOREIGN, *test_odrl.FOREIGN, "concordat"]), JSON))
def test_any_json_is_answered(form: str, value: Any) -> None:
    found = import_agreement(json.dumps(value).encode(), form, "RZ1")
    assert found.rows == () or found.sound


@both
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_no_value_in_our_own_rows_breaks_it(form: str, data: st.DataObject) -> None:
    """The seal is worked out anew, as whoever forges a file would."""
    document = json.loads(export_agreement(sample(), KEY, AS_OF, form))
    at = data.draw(st.sampled_from([each for each in leaves(document) if each[0] == "concordat" and each[1] != "seal"]))
    forged = changed(document, at, data.draw(JSON))
    body = {name: value for name, value in forged["concordat"].items() if name != "seal"}
    found = import_agreement(json.dumps(forged | {"concordat": _sealed(body)}).encode(), form, "QZ3")
    assert found.sound or found.rows == ()


@both
@pytest.mark.parametrize("name", ["organisation", "agreement", "flow"])
def test_rows_of_others_cannot_be_slipped_in(form: str, name: str) -> None:
    document = json.loads(export_agreement(sample(), KEY, AS_OF, form))
    forged = copy.deepcopy(document["concordat"])
    forged.pop("seal")
    for rows in forged["rows"].values():
        extra = [copy.deepcopy(rows[0]) | {name: "RZ8", "title": "slipped in"}] if name in rows[0] else []
        rows += [{each: value for each, value in row.items() if each in rows[0]} for row in extra]
    found = import_agreement(json.dumps(document | {"concordat": _sealed(forged)}).encode(), form, "QZ3")
    assert found.rows == ()


def test_what_multiplies_is_counted_before_it_is_made() -> None:
    codes = [f"RZ{a}{b}{c}" for a in "ABCDEFGHIJ" for b in "ABCDEFGHIJKLMNOP" for c in "ABCDEFGHIJKLMNOP"]
    columns = [f"encounter.c{place}" for place in range(5_000)]
    policy = test_mais.FOREIGN | {"DataProviderCatalogueID": codes, "DataRecipientCatalogueID": codes, "Data": columns}
    assert "more than 10,000 rows" in str(import_agreement(json.dumps(policy).encode(), "mais", "098").findings)
    wide = test_odrl.with_permission(assignee=codes, target=columns)
    assert "more than 10,000 rows" in str(import_agreement(json.dumps(wide).encode(), "odrl", "QZ3").findings)


@both
def test_more_limits_than_a_person_could_read_are_refused(form: str) -> None:
    many = {f"limit {place}": "not at weekends" for place in range(300)}
    found = import_agreement(json.dumps(FOREIGN[form] | many).encode(), form, "RZ1")
    assert found.rows == () and "More than 200" in str(found.findings)


@both
def test_a_limit_survives_a_cell_of_a_workbook_as_one_entry(form: str) -> None:
    """A semicolon or a new line would part it in two there."""
    found = import_agreement(
        json.dumps(FOREIGN[form] | {"x": "never;\nnot even then" + "." * 9_000}).encode(), form, "QZ3"
    )
    (agreement,) = [each for each in found.rows if isinstance(each, Agreement)]
    (kept,) = [each for each in agreement.other_restrictions if "never" in each]
    assert ";" not in kept and "\n" not in kept and "cut" in kept and len(kept) < 2_100


@given(st.lists(st.sampled_from(["a", "a-2", "a-3", "", ";", "a b"]), max_size=12))
def test_flows_have_names_of_their_own(wanted: list[str]) -> None:
    names = names_of(wanted)
    assert len(set(names)) == len(wanted) and all(names)
