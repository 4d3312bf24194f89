"""ODRL: what we write means in JSON-LD what it should; what others write is taken, or named and kept in words."""

import json
from datetime import date
from typing import Any

import pytest

from concordat.core.finding import Severity
from concordat.data.permit import decide
from concordat.data.question import Question
from concordat.register.agreement import Agreement, Party
from concordat.register.bundle import bundle_of
from concordat.register.record import Record
from concordat.register.sharing import DataItem, Flow, Form, Operator, Purpose, PurposeBasis, RowCondition, Transform
from concordat.share.exchange.decision import decision_of
from concordat.share.exchange.odrl import policy_of, read_policy
from concordat.share.exchange.report import Given
from concordat.share.exchange.tests.edit import changed, leaves, path, with_a_stranger
from concordat.share.exchange.vocabulary import HEALTH, ODRL, ODRL_CONTEXT
from concordat.share.tests.sample import AS_OF, KEY, sample

ODS = "https://directory.spineservices.nhs.uk/ORD/2-0-0/organisations/"
FOREIGN: dict[str, Any] = {
    "@context": [ODRL_CONTEXT, {"dpv": "https://w3id.org/dpv#", "dcterms": "http://purl.org/dc/terms/"}],
    "@type": "Agreement",
    "uid": "https://sharing.northshire.test/policies/9",
    "dcterms:title": "Waits in Northshire",
    "permission": [
        {
            "uid": "https://sharing.northshire.test/policies/9#waits",
            "assigner": f"{ODS}RZ1",
            "assignee": [f"{ODS}QZ3", {"@id": f"{ODS}RZ8"}],
            "target": [
                "waiting_list.referred_on",
                {
                    "@type": "AssetCollection",
                    "source": "waiting_list.specialty",
                    "refinement": [{"leftOperand": "waiting_list.specialty", "operator": "eq", "rightOperand": "100"}],
                },
                "https://sharing.northshire.test/data/everything",
            ],
            "action": "use",
            "constraint": [
                {"leftOperand": "purpose", "operator": "isA", "rightOperand": {"@id": "dpv:ResearchAndDevelopment"}},
                {
                    "leftOperand": "dateTime",
                    "operator": "gteq",
                    "rightOperand": {"@value": "2026-01-01", "@type": "xsd:date"},
                },
                {"leftOperand": "dateTime", "operator": "lt", "rightOperand": "2027-01-01"},
                {"leftOperand": "recipient", "operator": "isAnyOf", "rightOperand": ["analyst", "statistician"]},
                {"leftOperand": "count", "operator": "lteq", "rightOperand": 10},
            ],
            "duty": [{"action": "attribute"}],
        }
    ],
    "prohibition": [
        {"action": "sell", "target": "waiting_list.referred_on"},
        {"action": "use", "target": "waiting_list.postcode", "assignee": f"{ODS}QZ3"},
    ],
    "obligation": [
        {
            "action": "delete",
            "constraint": {"leftOperand": "delayPeriod", "operator": "lteq", "rightOperand": "P1Y6M"},
        },
        {"action": "anonymize"},
    ],
}


def read(document: Any) -> Given:
    return read_policy(json.dumps(document).encode(), "QZ3", file="policy.jsonld")


def rows(found: Given, noun: Any) -> list[Any]:
    return [each for each in found.rows if isinstance(each, noun)]


def with_permission(**members: Any) -> dict[str, Any]:
    return FOREIGN | {"permission": [FOREIGN["permission"][0] | members]}


def with_constraint(*constraints: dict[str, Any]) -> dict[str, Any]:
    return with_permission(constraint=[*FOREIGN["permission"][0]["constraint"][:4], *constraints])


def test_what_it_says_becomes_an_agreement() -> None:
    found = read(FOREIGN)
    assert found.sound, [str(each) for each in found.findings]
    (agreement,) = rows(found, Agreement)
    assert (agreement.title, agreement.recipients) == ("Waits in Northshire", ("analyst", "statistician"))
    assert (agreement.starts_on, agreement.ends_on) == (date(2026, 1, 1), date(2026, 12, 31))
    assert agreement.retention_months == 18
    assert sorted(each.party for each in rows(found, Party)) == ["QZ3", "RZ1", "RZ8"]
    assert [(each.flow, each.receiver) for each in rows(found, Flow)] == [("waits-QZ3", "QZ3"), ("waits-RZ8", "RZ8")]
    assert [each.purpose for each in rows(found, PurposeBasis)] == [Purpose.RESEARCH]
    left_out = [each.flow for each in rows(found, DataItem) if each.transform is Transform.DROP]
    assert left_out == [f"{agreement.key} / waits-QZ3"]
    assert {(each.item, each.operator, each.values) for each in rows(found, RowCondition)} == {
        ("specialty", Operator.IS, ("100",))
    }


def test_rules_that_nothing_here_executes_are_kept_in_words_and_stop_signing() -> None:
    (agreement,) = rows(read(FOREIGN), Agreement)
    kept = " | ".join(agreement.other_restrictions)
    for said in ("attribute", "sell", "anonymize", "count"):
        assert f'"{said}"' in kept
    assert len(agreement.other_restrictions) == 4


def test_nothing_is_let_through_while_any_of_it_is_only_in_words() -> None:
    found = read(FOREIGN)
    asked = Question(
        organisation="QZ3",
        whose=("RZ1",),
        columns=("waiting_list.referred_on",),
        purpose=Purpose.RESEARCH,
        form=Form.AGGREGATE,
        agreement=rows(found, Agreement)[0].agreement,
    )
    verdict = decide(asked, Record.of([*sample(), *found.rows]), AS_OF)
    (ground,) = [each for each in verdict.reasons if each.rule == "IG-31"]
    assert not ground.holds and "sell" in ground.fact
    assert decision_of(verdict.as_dict())["Decision"] == "DENY"


def test_every_leaf_is_taken_or_named() -> None:
    before = read(FOREIGN)
    for at in leaves(FOREIGN):
        assert read(changed(FOREIGN, at, "something else")) != before, path(at)


def test_a_member_that_nobody_knows_is_named_wherever_it_stands() -> None:
    for at, document in with_a_stranger(FOREIGN):
        if at.startswith("$.@context"):
            continue  # a context defines words; one that is never used says nothing
        found = read(document)
        named = [each for each in found.findings if at.startswith(each.column) and "not at weekends" in str(each)]
        assert named, at
        assert (
            not found.sound
            or any("not at weekends" in each for each in rows(found, Agreement)[0].other_restrictions)
            or (".target" in at or ".rightOperand" in at)
        ), at


def test_a_purpose_that_is_not_known_gives_no_flow_rather_than_one_for_every_purpose() -> None:
    marketing = {"leftOperand": "purpose", "operator": "eq", "rightOperand": {"@id": "dpv:Marketing"}}
    other = FOREIGN["permission"][0]
    document = FOREIGN | {"permission": [other, other | {"constraint": [marketing, *other["constraint"][1:]]}]}
    assert len(rows(read(document), Flow)) == len(rows(read(FOREIGN), Flow))


def test_a_condition_on_another_table_is_kept_in_words() -> None:
    target = {
        "source": "encounter.ward",
        "refinement": {"leftOperand": "waiting_list.specialty", "operator": "eq", "rightOperand": "100"},
    }
    found = read(with_permission(target=[target]))
    assert not rows(found, RowCondition)
    assert any("refinement" in each for each in rows(found, Agreement)[0].other_restrictions)


def test_a_moment_that_is_not_a_whole_day_is_narrowed_and_told() -> None:
    found = read(
        with_constraint({"leftOperand": "dateTime", "operator": "lteq", "rightOperand": "2026-06-01T12:00:00Z"})
    )
    assert rows(found, Agreement)[0].ends_on == date(2026, 5, 31) and "not a whole day" in str(found.findings)


def test_limits_that_differ_are_taken_at_their_narrowest_and_told() -> None:
    one = FOREIGN["permission"][0]
    wider = {"leftOperand": "dateTime", "operator": "lt", "rightOperand": "2030-01-01"}
    found = read(FOREIGN | {"permission": [one, one | {"constraint": [*one["constraint"][:2], wider]}]})
    (agreement,) = rows(found, Agreement)
    assert agreement.ends_on == date(2026, 12, 31) and agreement.recipients == ("analyst", "statistician")
    told = " ".join(each.what for each in found.findings)
    assert "differ in ends on" in told and "differ in recipients" in told


@pytest.mark.parametrize(
    "constraint",
    [
        {"leftOperand": "spatial", "operator": "eq", "rightOperand": {"@id": "https://place.test/Ambrel"}},
        {"leftOperand": "purpose", "operator": "neq", "rightOperand": {"@id": "dpv:Marketing"}},
        {"leftOperand": "dateTime", "operator": "lteq", "rightOperand": "2026-06-01", "unit": "day"},
        {"or": [{"leftOperand": "dateTime", "operator": "lteq", "rightOperand": "2026-06-01"}]},
        {"leftOperand": "recipient", "operator": "isNoneOf", "rightOperand": ["students"]},
        {"leftOperand": "dateTime", "operator": "lteq", "rightOperand": True},
        "not at weekends",
    ],
)
def test_a_constraint_that_is_not_understood_is_kept_whole(constraint: Any) -> None:
    (agreement,) = rows(read(with_constraint(constraint)), Agreement)
    said = constraint if isinstance(constraint, str) else json.dumps(constraint)
    assert any(each.endswith(said) for each in agreement.other_restrictions)


@pytest.mark.parametrize(
    "context",
    [
        {"permission": f"{ODRL}prohibition"},
        {"odrl": "https://evil.test/"},
        {"lteq": {"@id": "odrl:gteq"}},
        {"@vocab": "https://evil.test/"},
        {"uid": "odrl:target"},
        {"use": None},
    ],
)
def test_a_context_that_turns_words_round_is_refused(context: Any) -> None:
    found = read(FOREIGN | {"@context": [ODRL_CONTEXT, context]})
    assert found.rows == () and "another meaning" in str(found.findings)


@pytest.mark.parametrize("kind", ["Offer", "Set", "Request", None, ["Offer", "Ticket"]])
def test_only_an_agreement_binds(kind: Any) -> None:
    assert "no odrl:Agreement" in str(read(FOREIGN | {"@type": kind}).findings)


def test_the_prefix_of_odrl_may_be_written_or_not() -> None:
    def prefixed(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                name if name[0] == "@" or ":" in name else f"odrl:{name}": prefixed(inner)
                for name, inner in value.items()
            }
        return [prefixed(each) for each in value] if isinstance(value, list) else value

    document = prefixed({name: value for name, value in FOREIGN.items() if name not in ("@context", "uid")})
    found = read(document | {"@context": FOREIGN["@context"], "uid": FOREIGN["uid"]})
    assert set(found.rows) - set(rows(found, Agreement)) == set(read(FOREIGN).rows) - set(
        rows(read(FOREIGN), Agreement)
    )


# What the context of ODRL 2.2 (http://www.w3.org/ns/odrl.jsonld) says of the terms we use: whether their values are
# addresses, words of the vocabulary, or plain literals.
ODRL_TERMS = {
    "profile": "@id",
    "permission": "@id",
    "prohibition": "@id",
    "obligation": "@id",
    "assigner": "@id",
    "assignee": "@id",
    "target": "@id",
    "source": "@id",
    "refinement": "@id",
    "constraint": "@id",
    "action": "@vocab",
    "leftOperand": "@vocab",
    "operator": "@vocab",
    "rightOperand": "",
}
WORDS = {
    *("Agreement", "AssetCollection", "use", "delete", "inform", "reviewPolicy", "purpose", "dateTime", "spatial"),
    *("recipient", "delayPeriod", "eq", "neq", "gteq", "lteq", "isAnyOf", "isNoneOf", "isPartOf"),
}
Triples = list[tuple[str, str]]


def absolute(text: str, prefixes: dict[str, str]) -> str:
    """An address in full, as a JSON-LD processor makes it of a compact one."""
    prefix, _, rest = text.partition(":")
    whole = prefixes[prefix] + rest if prefix in prefixes and not rest.startswith("//") else text
    assert ":" in whole and " " not in whole, f"{text!r} is no address"
    return whole


def expand(node: Any, prefixes: dict[str, str]) -> Triples:
    """What each member of each node stands for: (address of the property, address or literal), by a small expansion."""
    found: Triples = []
    for name, value in node.items():
        if name == "@context":
            continue
        for each in value if isinstance(value, list) else [value]:
            if name == "@type":
                assert each in WORDS
                found.append(("type", f"{ODRL}{each}"))
            elif name in ("uid", "@id"):
                found.append(("id", absolute(each, prefixes)))
            else:
                found += member(name, each, prefixes)
    return found


def member(name: str, value: Any, prefixes: dict[str, str]) -> Triples:
    address = f"{ODRL}{name}" if name in ODRL_TERMS else absolute(name, prefixes)
    if isinstance(value, dict) and "@value" in value:
        return [(address, f"{value['@value']}^^{absolute(value['@type'], prefixes)}")]
    if isinstance(value, dict):
        return [(address, "node"), *expand(value, prefixes)]
    if ODRL_TERMS.get(name) == "@vocab" and value in WORDS:
        return [(address, f"{ODRL}{value}")]
    if ODRL_TERMS.get(name, "") in ("@id", "@vocab"):
        return [(address, absolute(value, prefixes))]
    return [(address, value)]


def test_every_term_that_we_write_resolves() -> None:
    policy = policy_of(sample(), KEY, AS_OF)
    remote, own = policy["@context"]
    assert remote == ODRL_CONTEXT and own["@version"] == 1.1 and own["concordat"]["@type"] == "@json"
    prefixes = {name: value for name, value in own.items() if isinstance(value, str)}
    triples = expand({name: value for name, value in policy.items() if name != "concordat"}, prefixes)
    assert ("type", f"{ODRL}Agreement") in triples
    assert (f"{ODRL}rightOperand", "2028-04-30^^http://www.w3.org/2001/XMLSchema#date") in triples
    assert (f"{ODRL}action", f"{ODRL}delete") in triples and ("id", f"{HEALTH}ResourceManagement") in triples
    assert (f"{ODRL}assignee", f"{ODS}QZ3") in triples
    assert ("http://purl.org/dc/terms/title", "Waiting lists across Three Rivers") in triples


def test_every_rule_that_we_write_has_what_an_agreement_must_have() -> None:
    """An assigner, an assignee, an action and a target: https://www.w3.org/TR/odrl-model/#policy-agreement."""
    policy = policy_of(sample(), KEY, AS_OF)
    rules = [*policy["permission"], *policy["prohibition"], *policy["obligation"]]
    assert len(rules) > 5
    assert all(each[name] for each in rules for name in ("assigner", "assignee", "action", "target"))


def test_the_standard_part_alone_carries_flows_columns_and_conditions() -> None:
    policy = policy_of(sample(), KEY, AS_OF)
    found = read_policy({name: value for name, value in policy.items() if name != "concordat"}, "QZ3")
    before, after = bundle_of(sample(), KEY, AS_OF), bundle_of(Record.of(found.rows), KEY, AS_OF)
    assert before and after
    assert [each.key for each in after.flows] == [each.key for each in before.flows]
    assert after.conditions == before.conditions
    assert {name: {each.name for each in items} for name, items in after.items.items()} == {
        name: {each.name for each in items} for name, items in before.items.items()
    }
    assert {each.severity for each in found.findings} <= {Severity.NOTE, Severity.WARNING}
