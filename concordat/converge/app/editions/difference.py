"""How the answer to a what-if differs from the plan that stands: systems one by one, and costs side by side."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from concordat.converge.answer.replan import Agreed, changes
from concordat.converge.out.sentences import short
from concordat.converge.roadmap import Roadmap
from concordat.register.system import System

_COSTS = (
    ("plan", "Converge: the plan"),
    ("do_minimum", "Do minimum: replace at expiry"),
    ("do_nothing", "Do nothing: let everything roll on"),
    ("integrate", "Integrate instead of converging"),
)


def difference(answer: Roadmap, base: Mapping[str, Any] | None, agreed: Iterable[Agreed]) -> dict[str, Any] | None:
    """What changed from the answer `base`, kept as `as_dict` gave it; None where there is nothing to compare with."""
    if base is None:
        return None
    plan, without = answer.plan, answer.without
    now = {
        "plan": plan.cost if plan else None,
        "do_minimum": without.do_minimum,
        "do_nothing": without.do_nothing,
        "integrate": without.integrate,
    }
    return {
        "costs": [{"option": words, "before": base["cost"][key], "after": now[key]} for key, words in _COSTS],
        "products": [base["products_after"], plan.products()[1] if plan else None],
        "systems": len(base["moves"]) + len(base["stays"]),
        "changes": [
            {"system": each.system, "before": each.before, "after": each.after, **_named(answer, each.system)}
            for each in (changes(agreed, plan) if plan else ())
        ],
    }


def _named(answer: Roadmap, key: str) -> dict[str, str]:
    system = answer.record.get(System, key)
    where = short(answer.problem.name(system.organisation)) if system else ""
    return {"label": system.label if system else key, "organisation": where}
