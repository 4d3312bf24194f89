"""Permissions, prohibitions and duties of a foreign ODRL policy: each becomes terms of ours, or is kept in words."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from concordat.register.sharing import Purpose, Transform
from concordat.share.exchange.draft import FlowDraft, column_of
from concordat.share.exchange.odrl_limits import NARROWER, condition_of, constrain, limit_of
from concordat.share.exchange.odrl_terms import Reading, bare, literal
from concordat.share.exchange.report import At, Members, each
from concordat.share.exchange.vocabulary import (
    LIMIT,
    organisation_of,
    parts_of,
)

_PROHIBITION = {"assigner", "assignee", "target", "action", "dct:description"}
_DUTY = {*_PROHIBITION, "constraint"}


def permission(given: Any, path: str, reading: Reading) -> None:
    """A flow to each of its assignees, with its limits."""
    if not isinstance(given, dict):
        reading.report.dropped(path, given, "is no permission")
        return
    rule = reading.members(given, path)
    uid, _ = rule.text("uid")
    _of_type(rule, "Permission", reading)
    whose = reading.organisations(rule.take("assigner"))
    receivers = reading.organisations(rule.take("assignee"))
    _action(rule.take("action"), reading)
    flow = FlowDraft(name=_flow_name(uid), whose=whose, receiver="")
    for value, at in each(rule.take("target")):
        _target(value, at, flow, reading)
    bounds: dict[str, Any] = {}
    for value, at in each(rule.take("constraint")):
        constrain(value, at, bounds, reading)
    for value, at in each(rule.take("duty")):
        duty(value, at, reading)
    rule.rest()
    reading.bounds.append({name: value for name, value in bounds.items() if name != "purposes"})
    _flows(flow, receivers, bounds.get("purposes"), path, reading)


def _flow_name(uid: str) -> str:
    """The name of a flow in our own address of it, else the last part of any other address."""
    parts = parts_of("flow", uid)
    return parts[-1] if parts else re.split(r"[/#:]", uid)[-1]


def _flows(
    flow: FlowDraft, receivers: tuple[str, ...], purposes: tuple[Purpose, ...] | None, path: str, reading: Reading
) -> None:
    """A flow to each receiver; none where it is not known from whom, to whom or for what."""
    report = reading.report
    if not (flow.whose and receivers):
        report.dropped(path, "", "does not say from whom to whom data go, so no flow comes of it")
    elif purposes == ():
        report.dropped(path, "", "is for no purpose that is known here, so no flow comes of it")
    elif reading.draft.has_room(len(receivers), len(flow.columns), report):
        if purposes is None:
            report.doubt(path, "It is for any purpose; it is taken for those of the agreement", "say for which it is")
        if len(flow.whose) > 1:
            report.note(path, f"{flow.whose[0]} is taken for the sender of all of it", "correct it where another sends")
        for receiver in receivers:
            name = flow.name if len(receivers) == 1 else f"{flow.name}-{receiver}"
            own = replace(flow, name=name, receiver=receiver, purposes=purposes or (), columns=dict(flow.columns))
            reading.draft.flows.append(own)


def _of_type(node: Members, wanted: str, reading: Reading) -> None:
    kind, path = node.take("@type")
    if kind is not None and reading.term(kind) != wanted:
        reading.report.left(path, kind, f"is not odrl:{wanted}")


def _action(at: At, reading: Reading) -> None:
    """Only `use` is understood; any other action is a limit that nothing here can hold anyone to."""
    for value, path in each(at):
        if reading.term(value) != "use":
            reading.report.left(path, value, "is a permitted action that nothing here can hold anyone to")
    if at[0] is None:
        reading.report.wrong(at[1], "It permits no action", "ask for a policy in which every permission has one")


def _target(given: Any, path: str, draft: FlowDraft, reading: Reading) -> None:
    if not isinstance(given, dict) or reading.iri(given):
        _column(given, path, draft, reading)
        return
    asset = reading.members(given, path)
    _of_type(asset, "AssetCollection", reading)
    column = _column(*asset.take("source", "uid"), draft, reading)
    for value, at in each(asset.take("refinement")):
        condition = condition_of(value, reading)
        if condition is None or column is None or column[0] != condition["table"] or _clashes(condition, draft):
            reading.report.left(at, value, "is a refinement that is no condition on rows of its own table")
        elif condition not in draft.conditions:
            draft.conditions.append(condition)
    asset.rest()


def _clashes(condition: dict[str, Any], draft: FlowDraft) -> bool:
    """Whether there is another condition with the same key, which one row cannot hold beside it."""
    same = [
        each
        for each in draft.conditions
        if all(each[name] == condition[name] for name in ("table", "item", "operator"))
    ]
    return bool(same) and condition not in same


def _column(value: Any, path: str, draft: FlowDraft, reading: Reading) -> tuple[str, str] | None:
    column = column_of(reading.iri(value))
    if column:
        draft.columns[column] = Transform.KEEP
    else:
        reading.report.dropped(path, value, "is no column of a table, so no column is allowed by it")
    return column


def prohibition(given: Any, path: str, reading: Reading) -> None:
    """One in our words is unwrapped; one to use columns leaves them out; any other is kept in words, whole."""
    rule = bare(given)
    if not isinstance(rule, dict) or not set(rule) <= _PROHIBITION:
        reading.report.left(path, given, "is a prohibition that nothing here executes")
        return
    said = rule.get("dct:description")
    if reading.term(rule.get("action")) == LIMIT and isinstance(said, str) and said.strip():
        _whom(rule, path, reading)
        reading.report.left(path, said, "is a restriction in words", bare=True)
    elif said is not None or not _leaves_out(rule, path, reading):
        reading.report.left(path, given, "is a prohibition that nothing here executes")


def _whom(rule: dict[str, Any], path: str, reading: Reading) -> None:
    """Note whom and what a rule is about: here it is about all parties and all data, which is no less."""
    for name in ("assigner", "assignee"):
        reading.organisations((rule.get(name), f"{path}.{name}"))
    for value, at in each((rule.get("target"), f"{path}.target")):
        if not parts_of("data", reading.iri(value)):
            reading.report.note(at, f"{literal(value)[:200]}: here it is about all data", "nothing needs doing")


def _leaves_out(rule: dict[str, Any], path: str, reading: Reading) -> bool:
    columns = [column_of(reading.iri(value)) for value, _ in each((rule.get("target"), path))]
    of, to = (
        {organisation_of(reading.iri(value)) for value, _ in each((rule.get(name), path))}
        for name in ("assigner", "assignee")
    )
    if reading.term(rule.get("action")) != "use" or not columns or not all(columns) or "" in of | to:
        return False
    flows = [
        each for each in reading.draft.flows if (not to or each.receiver in to) and (not of or of & set(each.whose))
    ]
    if not reading.draft.has_room(len(flows), len(columns), reading.report):
        return False
    for flow in flows:
        flow.columns |= {column: Transform.DROP for column in columns if column}
    return bool(flows)


def duty(given: Any, path: str, reading: Reading) -> None:
    """Deleting, reviewing and informing are terms of an agreement here; any other duty is kept in words, whole."""
    rule = bare(given)
    term = _agreed(rule, reading) if isinstance(rule, dict) and set(rule) <= _DUTY else None
    if term is None:
        reading.report.left(path, given, "is a duty that nothing here executes")
        return
    _whom(rule, path, reading)
    reading.terms.append({name: value for name, value in term.items() if name in NARROWER})
    reading.draft.facts |= {name: value for name, value in term.items() if name not in NARROWER}


def _agreed(rule: dict[str, Any], reading: Reading) -> dict[str, Any] | None:
    """Columns of an agreement that say the same as a duty; None where none do."""
    said, action = rule.get("dct:description"), reading.term(rule.get("action"))
    limits = [limit_of(action, value, reading) for value, _ in each((rule.get("constraint"), ""))]
    if len(limits) > 1 or None in limits or not isinstance(said, str | None):
        return None
    limit = limits[0] if limits else None
    if action == "delete":
        return {"disposal": said or "The recipient deletes the data"} | (limit or {})
    if action == "inform" and said and not limits:
        return {"breach_contact": said}
    return limit if action == "reviewPolicy" and said is None else None
