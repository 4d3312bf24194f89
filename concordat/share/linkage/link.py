"""Link people: from records as members hold them to persons, pairs for review, and a report of how it went."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from concordat.core.refusal import Refusal
from concordat.data.engine import DuckDB, Engine, Input
from concordat.share.linkage import compare, crosscheck, incremental, keys, quality, standardise, weights
from concordat.share.linkage.block import Blocks
from concordat.share.linkage.known import Known
from concordat.share.linkage.maximise import maximised
from concordat.share.linkage.quality import Quality
from concordat.share.linkage.resolve import Resolved, Told, resolve
from concordat.share.linkage.settings import Settings
from concordat.share.linkage.stages import Stages
from concordat.share.linkage.weights import Parameters


class CannotLink(Refusal):
    """People whose records cannot be told apart by their record_id."""


@dataclass(frozen=True, kw_only=True)
class Report:
    """How a linkage went: where its weights came from, what was skipped, what is expected of it.

    `given`: records of this batch; `records` and `persons`: those looked at; `bands`: how many records are in each;
    `numbered`: the part of them with a sound NHS number; `expected`: of the scores alone, see quality.estimated.
    """

    given: int
    records: int
    persons: int
    bands: Mapping[str, int]
    pairs_compared: int
    pairs_for_review: int
    numbered: float
    blocks: tuple[Blocks, ...]
    parameters: Parameters
    expected: Quality

    @property
    def skipped_groups(self) -> int:
        """Groups of records alike in a block key that were too large to compare."""
        return sum(each.skipped_groups for each in self.blocks)


@dataclass(frozen=True, kw_only=True)
class Linked:
    """What came of a linkage.

    `persons`: record_id, person_key, band, of the records given and of any before them whose key is another now.
    `review`: record_a, record_b, weight (log2 odds), linked, and the level of each field as its reasons
    (`bands.reasons` has them in words). `events`: what became of keys from before (see keys.events_sql).
    """

    persons: pa.Table
    review: pa.Table
    events: pa.Table
    report: Report


def link(
    people: Input,
    *,
    engine: Engine,
    settings: Settings | None = None,
    known: Known | None = None,
    afresh: bool = False,
    keep: Path | None = None,
) -> Linked:
    """Which of these records are one person's. The same input gives the same keys, in whatever order its rows come.

    `people` has the columns of `standardise.COLUMNS`, as text, or as many of them as there are; record_id is
    required. With `known` (of `ledger.known`) records join those before: with its parameters, and looking again only
    at persons that they touch; or, `afresh`, at everyone with parameters learned anew. A record given again stands
    for what it was. `keep` is a folder for what a later run needs, which names people; `ledger.run` gives one.
    Raises CannotLink, and EngineFailed.
    """
    chosen, before = settings or Settings(), known or Known()
    with (
        tempfile.TemporaryDirectory(prefix="concordat-link-") as folder,
        _kept(engine, Path(folder), *_files(people), *before.runs, *([keep] if keep else [])) as kept,
    ):
        stages = Stages(engine=kept, folder=Path(folder))
        given = _standardise(stages, _people(stages, people), chosen, before)
        told = incremental.gathered(stages, before, afresh=afresh or not before.parameters)
        size = before.size + given
        _amend(stages, told)
        if before.parameters and before.frequencies and not afresh:
            parameters = before.parameters
            stages.give("frequencies", before.frequencies)
        else:
            parameters = _learned(stages, chosen, size)
        resolved = resolve(stages, size, parameters, chosen, told)
        linked = _linked(stages, resolved, parameters, before, given)
        if keep:
            _keep(stages, before.size, keep)
        return linked


def _linked(stages: Stages, resolved: Resolved, parameters: Parameters, before: Known, given: int) -> Linked:
    """The outcome, with keys that last."""
    stages.make("keyed", keys.keyed_sql(before.last_key), "persons", "before")
    assigned = stages.run(keys.assigned_sql(before.size, len(before.runs) + 1), "keyed", "rows")
    events = stages.run(keys.events_sql(any_before=bool(before.runs)), "keyed", "scored", "parted")
    stages.made.update(assigned=assigned, events=events, review=resolved.review)
    return Linked(
        persons=assigned.select(["record_id", "person_key", "band"]),
        review=resolved.review,
        events=events,
        report=_report(stages, resolved, parameters, given),
    )


def _people(stages: Stages, people: Input) -> str:
    """Take the people in: the start of any query over them. Raises CannotLink."""
    stages.give("source", people)
    columns = _columns(people)
    if "record_id" not in columns:
        raise CannotLink("The people have no record_id", remedy="Name the column that tells records apart")
    start = f"WITH people AS ({standardise.people_sql(columns)})"
    (counts,) = stages.run(f"{start} {standardise.unusable_sql()}", "source").to_pylist()
    if counts["nameless"] or counts["repeated"]:
        raise CannotLink(
            f"{counts['nameless']:,} records have no record_id, and {counts['repeated']:,} bear one that another bears",
            remedy="Give each record an id of its own, such as the member's code and the local number",
        )
    return start


def _kept(engine: Engine, folder: Path, *reached: Path) -> AbstractContextManager[Engine]:
    """One connection for all the stages, where the engine has that: opening one costs more than most of them."""
    return engine.kept(folder, *reached) if isinstance(engine, DuckDB) else nullcontext(engine)


def _files(people: Input) -> Sequence[Path]:
    if isinstance(people, pa.Table):
        return ()
    return [people] if isinstance(people, Path) else people


def _columns(people: Input) -> list[str]:
    if isinstance(people, pa.Table):
        return list(people.column_names)
    return sorted({name for each in _files(people) for name in pq.read_schema(each).names})


def _standardise(stages: Stages, start: str, settings: Settings, before: Known) -> int:
    """Make `names`, `spellings` and `fresh`, the rows of the people, and count these."""
    stages.give("known", before.names)
    stages.make("names", f"{start} SELECT * FROM ({standardise.names_sql()})", "source", "known")
    stages.make("spellings", compare.spellings_sql(), "names")
    stages.make("postcodes", f"{start} SELECT * FROM ({standardise.postcodes_sql()})", "source")
    rows = standardise.rows_sql(settings.check_digit, before.size)
    return stages.make("fresh", f"{start} SELECT * FROM ({rows})", "source", "names", "postcodes")


def _amend(stages: Stages, told: Told) -> None:
    """Take numbers that are nobody's from the rows, and set rows apart that a person kept apart from another."""
    nobodys = stages.run(crosscheck.placeholders_sql(), "rows")["nhs"].to_pylist()
    if nobodys or told.apart:
        stages.make("amended", crosscheck.amended_sql(nobodys, told.rows), "rows")
        stages.give("rows", stages.made["amended"])


def _learned(stages: Stages, settings: Settings, size: int) -> Parameters:
    """Parameters from the rows, whose ids are below `size`, and `frequencies` of names under them."""
    records = _count(stages, "rows")
    random = weights.random_sql(size, settings.random_pairs)
    stages.make("training", f"{random} UNION ALL {weights.vouched_sql(records)}", "rows")
    patterns = _patterns(stages)
    if weights.enough(patterns):
        vouched_for = stages.run(weights.vouched_for_sql(), "rows")["pairs"][0].as_py()
        parameters = weights.from_numbers(patterns, vouched_for, records)
    else:
        stages.make("training", f"{random} UNION ALL {weights.unvouched_sql(records)}", "rows")
        parameters = maximised(_patterns(stages), records, weights.sampled(records))
    stages.make("frequencies", weights.frequencies_sql(parameters), "rows")
    return parameters


def _patterns(stages: Stages) -> list[weights.Pattern]:
    levels = compare.levels_sql("rows", pairs="training", also="kind,")
    found: list[weights.Pattern] = stages.run(weights.patterns_sql(levels), "rows", "training", "spellings").to_pylist()
    return found


def _count(stages: Stages, name: str) -> int:
    (row,) = stages.run(f"SELECT count(*) AS many FROM {name}", name).to_pylist()
    return int(row["many"])


def _report(stages: Stages, resolved: Resolved, parameters: Parameters, given: int) -> Report:
    (counts,) = stages.run(keys.counts_sql(), "keyed", "rows").to_pylist()
    (expected,) = stages.run(quality.expected_sql(), "persons", "nodes", "scored", "final").to_pylist()
    numbered = counts.pop("numbered") or 0.0
    return Report(
        given=given,
        records=counts.pop("records"),
        persons=counts.pop("persons"),
        bands=counts,
        pairs_compared=resolved.pairs,
        pairs_for_review=resolved.review.num_rows,
        numbered=numbered,
        blocks=resolved.blocks,
        parameters=parameters,
        expected=quality.estimated(expected, parameters, numbered),
    )


def _keep(stages: Stages, first: int, folder: Path) -> None:
    """Leave in a folder what a later run needs."""
    tables = {
        "rows": (f"SELECT * FROM rows WHERE id >= {first}", "rows"),
        "names": ("SELECT * FROM names ANTI JOIN known USING (raw)", "names", "known"),
        "replaced": ("SELECT id FROM replaced", "replaced"),
        "assigned": ("SELECT * FROM assigned", "assigned"),
        "events": ("SELECT * FROM events", "events"),
        "review": ("SELECT * FROM review", "review"),
        "scores": (quality.scores_sql(), "scored", "final"),
        "frequencies": ("SELECT * FROM frequencies", "frequencies"),
    }
    for name, (sql, *needs) in tables.items():
        stages.engine.write(sql, folder / f"{name}.parquet", {each: stages.made[each] for each in needs})
