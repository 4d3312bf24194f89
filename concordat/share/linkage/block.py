"""Blocks: which pairs are worth comparing, under a budget; and which groups were too large, and so were skipped."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

KEYS: Mapping[str, tuple[str, ...]] = {
    "NHS number": ("nhs",),
    "surname, date of birth": ("family", "dob"),
    "forename, date of birth": ("given", "dob"),
    "postcode, date of birth": ("postcode", "dob"),
    "postcode, surname, initial": ("postcode", "family", "initial"),
    "postcode, both names in either order": ("postcode", "least(given, family)", "greatest(given, family)"),
}
"""Always used. A null never matches."""

LOOSE: Mapping[str, tuple[str, ...]] = {
    "date of birth": ("dob",),
    "both names in either order": ("least(given, family)", "greatest(given, family)"),
    "postcode": ("postcode",),
    "surname": ("family",),
    "forename": ("given",),
}
"""Added in this order while their pairs fit the budget: small files can afford what large ones need not."""

_COLUMNS = ("nhs", "family", "given", "postcode", "initial", "dob")


@dataclass(frozen=True, kw_only=True)
class Blocks:
    """What one key found: pairs of unlike nodes it offers, and the groups too large to look at, with their pairs."""

    key: str
    pairs: int
    skipped_groups: int
    skipped_pairs: int


def loose_sql() -> str:
    """How many pairs each loose key would add: `key`, `pairs`."""
    return " UNION ALL ".join(
        f"""SELECT '{name}' AS key, coalesce(sum(many * (many - 1) / 2), 0)::BIGINT AS pairs FROM (
            SELECT count(*) AS many FROM nodes WHERE {present(parts)} GROUP BY {", ".join(parts)})"""
        for name, parts in LOOSE.items()
    )


def affordable(pairs: Mapping[str, int], budget: int) -> tuple[str, ...]:
    """The loose keys that fit together."""
    found: list[str] = []
    for name in LOOSE:
        if pairs[name] + sum(pairs[each] for each in found) <= budget:
            found.append(name)
    return tuple(found)


def blocked_sql(loose: Sequence[str] = ()) -> str:
    """Nodes in groups with more than one cluster: `rule`, `key`, `id`, `cluster`, `size` of the group."""
    rules = list(KEYS.items()) + [(name, LOOSE[name]) for name in loose]
    return " UNION ALL ".join(_blocked(number, parts) for number, (_, parts) in enumerate(rules))


def pairs_sql(largest_group: int) -> str:
    """Pairs of nodes `a` < `b` of unlike clusters that share a group small enough."""
    return f"""
        WITH kept AS (SELECT * FROM blocked WHERE size <= {largest_group})
        SELECT DISTINCT least(x.id, y.id) AS a, greatest(x.id, y.id) AS b
        FROM kept x JOIN kept y ON x.rule = y.rule AND x.key = y.key AND x.id < y.id
        WHERE x.cluster <> y.cluster"""


def report_sql(largest_group: int) -> str:
    """What each rule offers and loses: `rule`, `pairs`, `skipped_groups`, `skipped_pairs`."""
    skipped = f"size > {largest_group}"
    return f"""
        WITH groups AS (SELECT rule, key, any_value(size) AS size FROM blocked GROUP BY rule, key)
        SELECT rule, coalesce(sum(size * (size - 1) / 2) FILTER (NOT {skipped}), 0)::BIGINT AS pairs,
            count(*) FILTER ({skipped}) AS skipped_groups,
            coalesce(sum(size * (size - 1) / 2) FILTER ({skipped}), 0)::BIGINT AS skipped_pairs
        FROM groups GROUP BY rule ORDER BY rule"""


def named(report: Sequence[Mapping[str, int]], loose: Sequence[str]) -> tuple[Blocks, ...]:
    """The report with each rule by its name."""
    rules = [*KEYS, *loose]
    return tuple(
        Blocks(
            key=rules[each["rule"]],
            pairs=each["pairs"],
            skipped_groups=each["skipped_groups"],
            skipped_pairs=each["skipped_pairs"],
        )
        for each in report
    )


def _blocked(number: int, parts: Sequence[str]) -> str:
    key = f"hash({', '.join(parts)})"
    return f"""
        SELECT CAST({number} AS TINYINT) AS rule, key, id, cluster, size FROM (
            SELECT {key} AS key, count(*) AS size FROM nodes WHERE {present(parts)}
            GROUP BY key HAVING min(cluster) <> max(cluster))
        JOIN (SELECT {key} AS key, id, cluster FROM nodes WHERE {present(parts)}) USING (key)"""


def present(parts: Sequence[str]) -> str:
    """The test that a key has all its parts."""
    columns = [each for each in _COLUMNS if any(each in part for part in parts)]
    return " AND ".join(f"{each} IS NOT NULL" for each in columns)
