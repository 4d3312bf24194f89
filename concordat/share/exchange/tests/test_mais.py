"""SharingPolicies made elsewhere: what is taken over, and that every member is taken or named."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.core.finding import Severity
from concordat.register.agreement import Agreement, Party
from concordat.register.sharing import Article6, DataItem, Flow, Form, Purpose, PurposeBasis
from concordat.share.exchange.draft import first_day, last_day
from concordat.share.exchange.mais import read_policy, standard
from concordat.share.exchange.report import Given
from concordat.share.exchange.tests.edit import changed, leaves, objects, path, with_a_stranger
from concordat.share.exchange.vocabulary import ODS_SYSTEM, PURPOSES, purpose_of

FOREIGN: dict[str, Any] = {
    "URI": "https://sharing.northshire.test/policies/7",
    "Identifier": {"value": "NSC-7", "System": "https://sharing.northshire.test/policies"},
    "Name": "Children at risk in Northshire",
    "Contact": "sharing@northshire.test",
    "Party": [
        {"Name": "Northshire Council", "CatalogueID": ["098"]},
        {"Name": "Ambrel Valley Hospitals", "CatalogueID": [{"value": "RZ1", "system": ODS_SYSTEM}]},
    ],
    "DataProviderCatalogueID": ["RZ1"],
    "DataRecipientCatalogueID": [{"value": "098", "system": ODS_SYSTEM}],
    "Data": ["encounter.started_on", "Case notes held by the safeguarding team"],
    "Purpose": ["Section 47", "https://w3id.org/dpv#Marketing"],
    "StartDate": "2026-01-01",
    "EndDate": "2026-12-31T12:00:00Z",
    "PermittedUse": ["odrl:use", "odrl:read", "odrl:print"],
    "Restrictions": ["odrl:transfer", "Never outside office hours; not by agency staff"],
    "DataRecipientResponsibilities": ["odrl:delete", "odrl:acceptTracking"],
    "SecurityMeasure": ["Encrypted with AES-256"],
    "LegalCompliance": ["UK GDPR", "UK GDPR 6(1)(e) public task", "Children Act 1989"],
}


def read(document: Any) -> Given:
    return read_policy(json.dumps(document).encode(), "098", file="policy.json")


def rows(found: Given, noun: Any) -> list[Any]:
    return [each for each in found.rows if isinstance(each, noun)]


def without(document: dict[str, Any], name: str) -> dict[str, Any]:
    return {each: value for each, value in document.items() if each != name}


def test_what_it_says_becomes_an_agreement() -> None:
    found = read(FOREIGN)
    assert found.sound, [str(each) for each in found.findings]
    (agreement,) = rows(found, Agreement)
    assert (agreement.key, agreement.title, agreement.organisation) == ("NSC-7 / 1", FOREIGN["Name"], "098")
    assert (agreement.starts_on, agreement.ends_on) == (date(2026, 1, 1), date(2026, 12, 30))
    assert (agreement.evidence, agreement.security) == (FOREIGN["URI"], "Encrypted with AES-256")
    assert {each.party: each.contact for each in rows(found, Party)} == {"098": FOREIGN["Contact"], "RZ1": ""}
    assert [(each.sender, each.receiver) for each in rows(found, Flow)] == [("RZ1", "098")]
    assert [each.name for each in rows(found, DataItem)] == ["encounter.started_on"]
    (basis,) = rows(found, PurposeBasis)
    assert (basis.purpose, basis.form, basis.article_6) == (Purpose.SAFEGUARDING, Form.AGGREGATE, Article6.PUBLIC_TASK)


def test_what_may_restrict_and_is_not_understood_stops_signing() -> None:
    (agreement,) = rows(read(FOREIGN), Agreement)
    assert agreement.other_restrictions == (
        "odrl:transfer",
        "Never outside office hours, not by agency staff",
        "$.DataRecipientResponsibilities[1]: odrl:acceptTracking",
        "$.LegalCompliance[2]: Children Act 1989",
    )


def test_what_could_only_allow_more_is_named_and_left_out() -> None:
    told = {each.column: each for each in read(FOREIGN).findings if "not" in each.what}
    assert told["$.Data[1]"].severity is told["$.Purpose[1]"].severity is Severity.WARNING
    assert "Marketing" in str(told["$.Purpose[1]"]) and "Case notes" in str(told["$.Data[1]"])


def test_without_a_provider_and_a_recipient_there_is_no_flow() -> None:
    found = read(without(FOREIGN, "DataProviderCatalogueID"))
    assert not rows(found, Flow) and not rows(found, DataItem)
    assert "without saying from whom to whom" in str([each for each in found.findings if each.column == "$.Data[0]"])


def test_every_leaf_is_taken_or_named() -> None:
    """Whatever is changed, either the rows or the findings are others than before: nothing is passed over."""
    before = read(FOREIGN)
    for at in leaves(FOREIGN):
        assert read(changed(FOREIGN, at, "something else")) != before, path(at)


def test_a_member_that_nobody_knows_is_named_wherever_it_stands_and_kept_in_words() -> None:
    for at, document in with_a_stranger(FOREIGN):
        found = read(document)
        (agreement,) = rows(found, Agreement)
        assert any(at in words and "not at weekends" in words for words in agreement.other_restrictions), at
        assert at in {each.column for each in found.findings}


def test_a_wrapper_is_unwrapped_and_what_stands_beside_it_is_named() -> None:
    found = read({"SharingPolicy": FOREIGN, "signedBy": "nobody"})
    assert len(found.rows) == len(read(FOREIGN).rows)
    assert "$.signedBy" in {each.column for each in found.findings}


@pytest.mark.parametrize("name", ["Identifier", "Name", "Party", "StartDate", "EndDate", "PermittedUse"])
def test_without_what_an_agreement_must_have_nothing_is_taken_over(name: str) -> None:
    found = read(without(FOREIGN, name))
    assert found.rows == () and not found.sound


def test_everything_that_is_wrong_is_told_at_once() -> None:
    found = read(FOREIGN | {"StartDate": "soon", "Party": [7, {"Name": "Nobody", "CatalogueID": "??"}], "Name": []})
    wrong = {each.column for each in found.findings if each.severity is Severity.ERROR}
    assert {"$.StartDate", "$.Party[0]", "$.Party[1]", "$"} <= wrong
    assert all(each.file == "policy.json" for each in found.findings)


def test_a_use_less_than_use_is_a_limit() -> None:
    (agreement,) = rows(read(FOREIGN | {"PermittedUse": ["odrl:read"]}), Agreement)
    assert "$.PermittedUse[0]: odrl:read" in agreement.other_restrictions


def test_of_several_bases_none_is_chosen() -> None:
    bases = ["UK GDPR 6(1)(e) public task", "UK GDPR 6(1)(c) legal obligation"]
    (basis,) = rows(read(FOREIGN | {"LegalCompliance": bases}), PurposeBasis)
    assert basis.article_6 is None


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("2026-05-04", date(2026, 5, 4), date(2026, 5, 4)),
        ("2026-05-04T00:00:00", date(2026, 5, 4), date(2026, 5, 3)),
        ("2026-05-04T00:00:01Z", date(2026, 5, 5), date(2026, 5, 3)),
        ("2026-05-04T23:59:59+01:00", date(2026, 5, 5), date(2026, 5, 4)),
        ("2026-02-30", None, None),
        ("0001-01-01", None, None),
        ("20260504", None, None),
        ("04/05/2026", None, None),
    ],
)
def test_only_whole_days_count(text: str, first: date | None, last: date | None) -> None:
    assert (first_day(text), last_day(text)) == (first, last)


@given(st.sampled_from(list(Purpose)))
def test_every_purpose_has_a_term_of_its_own(purpose: Purpose) -> None:
    assert purpose_of(PURPOSES[purpose]) is purpose and purpose_of(purpose.value.upper()) is purpose
    assert len(set(PURPOSES.values())) == len(Purpose)


def test_the_fields_are_those_of_the_standard() -> None:
    """The fields of dsa.json, version 0.1, all of them and no other."""
    from concordat.share.exchange.extension import found
    from concordat.share.tests.sample import AS_OF, KEY, sample

    carried = found(sample(), KEY, AS_OF)
    policy = standard(carried.bundle, carried.names, AS_OF)
    fields = "URI Identifier Name Contact Party Data Purpose StartDate EndDate PermittedUse Restrictions"
    assert list(policy) == [*fields.split(), "DataRecipientResponsibilities", "SecurityMeasure", "LegalCompliance"]
    assert len(objects(policy["Party"])) == 2 * len(policy["Party"])
