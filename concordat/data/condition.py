"""Conditions: what limits and alters the data a permit lets through. Typed values with a sentence, never a formula."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from concordat.data.case import Case
from concordat.data.question import Question
from concordat.register.sharing import DataItem, Flow, Operator, Transform


class ConditionKind(StrEnum):
    """What a condition limits."""

    ROWS = "rows"
    ITEM = "item"
    OUTPUT = "output"
    RETENTION = "retention"
    BREAK_GLASS = "break-glass"


@dataclass(frozen=True, slots=True)
class Condition:
    """One condition in plain words, with its parts by name for whoever carries it out."""

    kind: ConditionKind
    text: str
    detail: tuple[tuple[str, Any], ...] = ()

    def as_dict(self) -> dict[str, Any]:
        """The condition for JSON."""
        parts = {name: list(value) if isinstance(value, tuple) else value for name, value in self.detail}
        return {"kind": self.kind.value, "text": self.text, **parts}


def conditions(case: Case, columns: tuple[str, ...]) -> tuple[Condition, ...]:
    """Everything that limits these columns; where several flows give one, the conditions of all of them hold."""
    flows = {each.key: each for code in case.question.whose for each in case.flows(code)}
    giving = [each for each in flows.values() if _gives(case, each, columns)]
    return (
        *_rows(case, giving),
        *dict.fromkeys(
            _item(each) for flow in giving for each in case.bundle.items[flow.key] if _altered(each, columns)
        ),
        *_output(case),
        *_retention(case),
    )


def break_glass(question: Question) -> Condition:
    """What opening it for somebody's care without a permit entails (rule IG-26)."""
    reason = question.break_glass
    recorded = f"The reason given is recorded: “{reason}”." if reason else "A reason must be given, and is recorded."
    text = f"{recorded} Each opening is reviewed by the Caldicott Guardian of {', '.join(question.whose)}"
    return Condition(ConditionKind.BREAK_GLASS, text, (("reason", reason),))


def _gives(case: Case, flow: Flow, columns: tuple[str, ...]) -> bool:
    return any(each.name in columns for each in case.bundle.items[flow.key])


def _rows(case: Case, flows: Iterable[Flow]) -> Iterator[Condition]:
    """The limits on rows, each once, with the controllers whose rows it limits."""
    limited: dict[tuple[str, str, Operator, tuple[str, ...]], dict[str, None]] = {}
    labels = {}
    for flow in flows:
        for each in case.bundle.conditions[flow.key]:
            limit = (each.table, each.item, each.operator, each.values)
            labels[limit] = each.label
            limited.setdefault(limit, {}).update(dict.fromkeys(flow.whose))
    for limit, controllers in limited.items():
        table, item, operator, values = limit
        detail = {"table": table, "column": item, "operator": operator.value, "values": values}
        text = f"Of {', '.join(controllers)}, only rows in which {labels[limit]}"
        yield Condition(ConditionKind.ROWS, text, (("controllers", tuple(controllers)), *detail.items()))


def _altered(item: DataItem, columns: tuple[str, ...]) -> bool:
    return item.name in columns and item.transform not in (Transform.KEEP, Transform.DROP)


def _item(item: DataItem) -> Condition:
    detail = (("table", item.table), ("column", item.item), ("transform", item.transform.value))
    return Condition(ConditionKind.ITEM, f"{item.name} is shown as {item.transform.value}", detail)


def _output(case: Case) -> Iterator[Condition]:
    least, rounding = case.agreement.least_count, case.agreement.rounding
    if not case.question.purpose.is_care and least:
        rounded = f", and counts are rounded to {rounding}" if rounding > 1 else ""
        text = f"No count below {least} leaves{rounded}"
        yield Condition(ConditionKind.OUTPUT, text, (("least_count", least), ("rounding", rounding)))


def _retention(case: Case) -> Iterator[Condition]:
    months = case.agreement.retention_months
    if months:
        text = f"Kept no longer than {months} months, then: {case.agreement.disposal or 'disposed of'}"
        yield Condition(ConditionKind.RETENTION, text, (("months", months),))
