"""Resolve rows into persons: cross-check, like rows as one, blocks, scores, clusters, bands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from concordat.share.linkage import bands, block, compare, crosscheck, score
from concordat.share.linkage.cluster import Barred, Bools, Ints, Pair, averaged, joined
from concordat.share.linkage.settings import Settings
from concordat.share.linkage.stages import Stages
from concordat.share.linkage.weights import Parameters

_VOUCHED = 1_000.0  # a cross-checked pair joins before any scored one


@dataclass(frozen=True, kw_only=True)
class Told:
    """What people and earlier runs have settled, as pairs of row ids: kept together, and kept apart."""

    together: tuple[Pair, ...] = ()
    apart: tuple[Pair, ...] = ()

    @property
    def rows(self) -> tuple[int, ...]:
        """Rows kept apart from another, which therefore are like no other row."""
        return tuple(sorted({each for pair in self.apart for each in pair}))


@dataclass(frozen=True, kw_only=True)
class Resolved:
    """`review`: the pairs a person should see. The rest is for the report."""

    review: pa.Table
    nodes: int
    pairs: int
    blocks: tuple[block.Blocks, ...]


def resolve(stages: Stages, size: int, parameters: Parameters, settings: Settings, told: Told) -> Resolved:
    """Make `persons` of `rows`, whose ids are below `size`; needs `spellings` and `frequencies` too."""
    nodes = stages.make("nodes", crosscheck.nodes_sql(), "rows")
    vouched = stages.run(crosscheck.edges_sql(settings.largest_group), "nodes")
    a, b = _ints(vouched, "a"), _ints(vouched, "b")
    checked = joined(size, a, b, np.full(len(a), _VOUCHED), Barred({}, told.apart), _at_nodes(stages, told.together))
    stages.give("clusters", _moved(checked, "cluster"))
    stages.make("nodes", _clustered_sql(), "nodes", "clusters")
    blocks, pairs = _blocked(stages, settings)
    levels = compare.levels_sql("nodes")
    needs = ("nodes", "pairs", "spellings", "frequencies")
    stages.make("scored", score.scored_sql(levels, parameters, settings.guard), *needs)
    _clusters(stages, (checked, a, b), settings, told)
    stages.make("persons", bands.band_sql(), "rows", "nodes", "final", "queue")
    review = stages.run(bands.review_sql(), "doubtful", "scored", "rows")
    return Resolved(review=review, nodes=nodes, pairs=pairs, blocks=blocks)


def _blocked(stages: Stages, settings: Settings) -> tuple[tuple[block.Blocks, ...], int]:
    many = {each["key"]: each["pairs"] for each in stages.run(block.loose_sql(), "nodes").to_pylist()}
    loose = block.affordable(many, settings.pair_budget)
    stages.make("blocked", block.blocked_sql(loose), "nodes")
    pairs = stages.make("pairs", block.pairs_sql(settings.largest_group), "blocked")
    report = stages.run(block.report_sql(settings.largest_group), "blocked").to_pylist()
    return block.named(report, loose), pairs


def _clusters(stages: Stages, vouched: tuple[Ints, Ints, Ints], settings: Settings, told: Told) -> None:
    """Make `final`, `queue` and `doubtful` from cross-checked and scored pairs."""
    checked, a, b = vouched
    scored = stages.run("SELECT a, b, weight FROM scored", "scored")
    x, y, weight = _ints(scored, "a"), _ints(scored, "b"), scored["weight"].to_numpy().astype(np.float64)
    barred = Barred(_numbers(stages, checked, x, y, weight >= settings.link_at), told.apart)
    kept = weight >= settings.sure_at
    all_a, all_b = np.concatenate([a, x[kept]]), np.concatenate([b, y[kept]])
    heights = np.concatenate([np.full(len(a), _VOUCHED), weight[kept]])
    sure = joined(len(checked), all_a, all_b, heights, barred, _at_nodes(stages, told.together))
    final = averaged(sure, x, y, weight, line=settings.link_at, apart=settings.apart, barred=barred)
    stages.give("final", _moved(final, "person"))
    doubtful = bands.for_review(sure, final, x, y, weight, settings)
    _queue(stages, x[doubtful], y[doubtful], final)


def _queue(stages: Stages, a: Ints, b: Ints, final: Ints) -> None:
    stages.give("queue", pa.table({"id": np.unique(np.concatenate([a, b])).astype(np.int32)}))
    columns = {"a": a.astype(np.int32), "b": b.astype(np.int32), "linked": final[a] == final[b]}
    stages.give("doubtful", pa.table(columns))


def _numbers(stages: Stages, checked: Ints, a: Ints, b: Ints, near: Bools) -> dict[int, int]:
    """The number that two records or more of a cross-checked cluster bear, where a pair might join that cluster."""
    table = stages.run(_borne_out_sql(), "nodes")
    clusters, numbers = _ints(table, "cluster"), _ints(table, "nhs")
    touched = np.isin(clusters, np.unique(np.concatenate([checked[a[near]], checked[b[near]]])))
    return dict(zip(clusters[touched].tolist(), numbers[touched].tolist(), strict=True))


def _borne_out_sql() -> str:
    return """
        SELECT cluster, any_value(nhs) FILTER (ok) AS nhs FROM nodes
        GROUP BY cluster HAVING sum(records) FILTER (ok) >= 2"""


def _clustered_sql() -> str:
    return "SELECT n.*, coalesce(c.cluster, n.id) AS cluster FROM nodes n LEFT JOIN clusters c USING (id)"


def _at_nodes(stages: Stages, pairs: Iterable[Pair]) -> tuple[Pair, ...]:
    """Pairs of rows as pairs of the nodes that stand for them."""
    wanted = tuple(pairs)
    if not wanted:
        return ()
    stages.give("named", pa.table({"id": np.unique(np.array(wanted, dtype=np.int64))}))
    found = stages.run("SELECT r.id, n.id AS node FROM rows r SEMI JOIN named USING (id) JOIN nodes n USING (same)",
                       "rows", "nodes", "named")  # fmt: skip
    node = dict(zip(found["id"].to_pylist(), found["node"].to_pylist(), strict=True))
    return tuple((node[a], node[b]) for a, b in wanted)


def _ints(table: pa.Table, name: str) -> Ints:
    found: Ints = table[name].to_numpy().astype(np.int64)
    return found


def _moved(label: Ints, name: str) -> pa.Table:
    """Nodes whose cluster is named for another node."""
    at = np.flatnonzero(label != np.arange(len(label)))
    return pa.table({"id": at.astype(np.int32), name: label[at].astype(np.int32)})
