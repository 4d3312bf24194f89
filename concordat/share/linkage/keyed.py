"""Person keys in the lake: its patients are linked, and every row that is a patient's gets the key of its person.

What is new is linked first, which the ledger has whole or not at all; then all parts whose rows are to have another key
are made, and take the places of the old in one change of the lake. Killed anywhere, it goes on when it is run again:
a part without keys is one that was not linked yet, and what the ledger knows already keeps its key.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from concordat.core.refusal import Refusal
from concordat.data.catalogue import Part, Snapshot
from concordat.data.engine import DuckDB, Engine, Input
from concordat.data.extract import landed
from concordat.data.governed import PERSON_KEY
from concordat.data.lake import Lake
from concordat.data.merged import KEY, MERGES, settled_sql
from concordat.data.work import workplace
from concordat.share.linkage import ledger
from concordat.share.linkage.known import Decision, merged
from concordat.share.linkage.link import Linked
from concordat.share.linkage.settings import Settings
from concordat.share.linkage.standardise import COLUMNS

PATIENT, PERSON = "patient", PERSON_KEY


class NobodyToLink(Refusal):
    """A lake without patients."""


@dataclass(frozen=True, kw_only=True)
class Keyed:
    """What came of it: the snapshot, its parts that were made anew with how many rows, and the `linked` of this run.

    `linked` is None where there was nobody new to link and nothing decided since.
    """

    snapshot: int
    parts: int
    rows: int
    linked: Linked | None


def link_lake(
    home: Path,
    *,
    by: str,
    at: datetime,
    settings: Settings | None = None,
    passing: Callable[[str], object] = lambda step: None,
) -> Keyed:
    """Link the lake's new patients with all before them, and put the keys in. `passing` is told of each step.

    Whether its members agreed to that is for the caller to ask: agreed.check, of `members_of`.
    Raises NobodyToLink, Busy, NotInLake where the lake changed meanwhile, CannotLink and EngineFailed.
    """
    home.mkdir(parents=True, exist_ok=True)
    with workplace(home) as work:
        engine = DuckDB(temp=work)
        linked = _linked(home, engine, work, by, at, settings)
        passing("linked")
        done = put_keys(home, engine=engine, by=by, at=at, passing=passing)
    return replace(done, linked=linked)


def members_of(home: Path) -> tuple[str, ...]:
    """The members whose patients are in the lake: those whom `link_lake` links."""
    return tuple(sorted({each.organisation for each in Lake(home).head().of(PATIENT)}))


def people_of(home: Path, *, engine: Engine, to: Path, only: Sequence[Part] | None = None) -> int:
    """Write the lake's patients as the linkage takes people, in COLUMNS; how many. `only`: the patients of these parts.

    A record that was sent again and again is as its last batch has it (extract.order_of). Each is under the identifier
    it was sent with: that its member merged two is for the linkage to be told (linkage.known.merged). Raises
    NobodyToLink.
    """
    lake = Lake(home)
    files = [lake.folder / each.path for each in lake.head().of(PATIENT)]
    if not files:
        raise NobodyToLink("The lake has no patients", where=str(home), remedy="Land and map them: concordat share map")
    batches = [each.id for each in sorted(landed(home), key=lambda batch: batch.order)]
    order = {"batch": batches, "place": range(len(batches))}
    inputs: dict[str, Input] = {
        "patients": files,
        "batches": pa.table(order, schema=pa.schema({"batch": pa.string(), "place": pa.int64()})),
    }
    if only is not None:
        inputs["new"] = [lake.folder / each.path for each in only] or _NOBODY.empty_table()
    held = {column for each in lake.head().of(PATIENT) for column in each.columns}
    return engine.write(_people_sql(held, only=only is not None), to, inputs).rows


def put_keys(
    home: Path, *, engine: DuckDB, by: str, at: datetime, passing: Callable[[str], object] = lambda step: None
) -> Keyed:
    """Put the person key of the ledger in every row that is a patient's, in one change; parts that have it stay.

    Raises NotInLedger where nobody was ever linked, and as `Lake.replace`.
    """
    lake = Lake(home, passing)
    head = lake.head()
    files = [lake.folder / each.path for each in head.parts]
    with workplace(home) as work, engine.kept(work, *files) as kept:
        keys = work / "keys.parquet"
        known = {"persons": ledger.persons(home, engine=engine), "merged": _merged(lake, head, kept)}
        kept.write(_KEYS, keys, known)
        made = {}
        for place, part in enumerate(each for each in head.parts if _is_of_patients(each)):
            inputs: dict[str, Input] = {"source": lake.folder / part.path, "keys": keys}
            if PERSON not in part.columns or kept.run(_CHANGED, inputs).num_rows:
                path = work / f"{place}.parquet"
                kept.write(_keyed_sql(part), path, inputs)
                made[part.path] = replace(part, path=str(path), sha256="")
                passing("keyed")
        after = lake.replace(made, note="person keys", by=by, at=at)
    return Keyed(snapshot=after.number, parts=len(made), rows=sum(each.rows for each in made.values()), linked=None)


def unlinked(snapshot: Snapshot) -> tuple[Part, ...]:
    """The parts with rows of patients that have no person key yet."""
    return tuple(each for each in snapshot.parts if _is_of_patients(each) and PERSON not in each.columns)


def _linked(home: Path, engine: DuckDB, work: Path, by: str, at: datetime, settings: Settings | None) -> Linked | None:
    """Link those whom the lake has no key of, if there are any, or if something was decided of others since."""
    head = Lake(home).head()
    new = [each for each in unlinked(head) if each.table == PATIENT]
    people = work / "people.parquet"
    many = people_of(home, engine=engine, to=people, only=new)
    told = merged(_merged(Lake(home), head, engine))
    if not (new and many) and not _undone(home, told, engine):
        return None
    return ledger.run(home, people, engine=engine, by=by, at=at, settings=settings, told=told)


def _merged(lake: Lake, head: Snapshot, engine: Engine) -> pa.Table:
    """What members say of their own records: _member, merged, kept."""
    files = [lake.folder / each.path for each in head.of(MERGES)]
    return engine.run(settled_sql("SELECT * FROM merges"), {"merges": files}) if files else _NONE.empty_table()


def _undone(home: Path, told: Sequence[Decision], engine: Engine) -> bool:
    """Whether a person decided something since the last run, or members merged records that still have two keys."""
    runs = [int(each.name) for each in ledger.known(home).runs]
    decided = ledger.decisions(home)
    if any(each.entry > max(runs, default=0) for each in decided):
        return True
    keys = ledger.persons(home, engine=engine) if runs and told else None
    if keys is None:
        return False
    key = dict(zip(keys["record_id"].to_pylist(), keys["person_key"].to_pylist(), strict=True))
    open_ = (each for each in told if each.pair not in ledger.last_words(home))
    return any(key[each.a] != key[each.b] for each in open_ if each.a in key and each.b in key)


def _is_of_patients(part: Part) -> bool:
    return part.table != MERGES and KEY in part.columns


_NOBODY = pa.schema({"_member": pa.string(), KEY: pa.string()})
_NONE = pa.schema({"_member": pa.string(), "merged": pa.string(), "kept": pa.string()})

_KEYS = """
WITH gone AS (
  SELECT m._member || ':' || m.merged AS record_id, p.person_key
  FROM merged m JOIN persons p ON p.record_id = m._member || ':' || m.kept)
SELECT record_id, person_key FROM gone
UNION ALL SELECT record_id, person_key FROM persons ANTI JOIN gone USING (record_id)"""
"""The key of every record, one that was merged by the record it went on under, whether it had a patient or not."""

_JOINED = f"source s LEFT JOIN keys k ON k.record_id = s._member || ':' || s.{KEY}"
_CHANGED = f"SELECT 1 FROM {_JOINED} WHERE s.{PERSON} IS DISTINCT FROM k.{PERSON} LIMIT 1"


def _keyed_sql(part: Part) -> str:
    own = f"s.* EXCLUDE ({PERSON})" if PERSON in part.columns else "s.*"
    return f"SELECT {own}, k.{PERSON} FROM {_JOINED}"


def _people_sql(held: set[str], *, only: bool) -> str:
    """COLUMNS of `patients` as their last batches have them, of those in `new` if there are such."""
    given = {each: f"p.{each}" for each in COLUMNS if each in held}
    own = {**given, "record_id": f"p._member || ':' || p.{KEY}", "member": "p._member"}
    chosen = ", ".join(f"{own.get(each, 'NULL')}::VARCHAR AS {each}" for each in COLUMNS)
    new = f" SEMI JOIN (SELECT _member, {KEY} FROM new) n ON n._member = p._member AND n.{KEY} = p.{KEY}"
    return f"""
        SELECT {chosen} FROM patients p{new if only else ""} LEFT JOIN batches b ON b.batch = p._batch
        QUALIFY row_number() OVER (
            PARTITION BY p._member, p.{KEY} ORDER BY b.place DESC NULLS LAST, p._batch DESC, p._row DESC NULLS LAST
        ) = 1"""
