"""Score pairs: the prior, a weight for each field's level, rarer names for more, and what the guards take off."""

from __future__ import annotations

from concordat.share.linkage.compare import LEVELS
from concordat.share.linkage.guard import guard_sql
from concordat.share.linkage.weights import SWAPPED, Parameters


def scored_sql(levels: str, parameters: Parameters, guard: bool) -> str:
    """Pairs `a`, `b` with `weight` (log2 odds that they are one person), and the levels that it comes of."""
    names = f"""CASE WHEN swapped THEN {SWAPPED} ELSE
            {_field("given", parameters, "g.given_weight")} + {_field("family", parameters, "f.family_weight")} END"""
    others = " + ".join(_field(each, parameters) for each in LEVELS if each not in ("given", "family"))
    taken = guard_sql() if guard else "0"
    return f"""
        SELECT a, b, CAST({parameters.start!r} + {names} + {others} - ({taken}) AS FLOAT) AS weight,
            {", ".join(LEVELS)}, coalesce(swapped, false) AS swapped, clash
        FROM ({levels}) l LEFT JOIN frequencies g ON g.id = l.name LEFT JOIN frequencies f ON f.id = l.surname"""


def _field(name: str, parameters: Parameters, when_equal: str = "") -> str:
    weights = [repr(parameters.weight(name, level)) for level in range(len(LEVELS[name]))]
    weights[0] = f"coalesce({when_equal}, {weights[0]})" if when_equal else weights[0]
    return f"CASE {name} {' '.join(f'WHEN {at} THEN {each}' for at, each in enumerate(weights))} ELSE 0 END"
