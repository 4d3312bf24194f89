"""A leaver's people in the identity ledger: their records go from every entry, by a further entry that says so.

Keys of others stay, and none is given again. Whose spelling a name was nobody wrote down, so that of names which
others have just one spelling stays, and of the rest none. What was learned of all together stays too: parameters,
counts, and how rare a name is that others have.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pyarrow as pa

from concordat.data.durable import sha256
from concordat.data.engine import DuckDB, Engine, Input, text
from concordat.data.work import workplace
from concordat.share.linkage import ledger
from concordat.share.linkage.compare import LEVELS
from concordat.share.linkage.erased import ERASED, ERASING, finish, rewritten

_EVIDENCE = ", ".join(f"CASE WHEN touched THEN NULL ELSE {each} END AS {each}" for each in ("weight", *LEVELS))
"""It is of two records, and events do not say of which."""

_OTHERS = "SELECT * FROM old ANTI JOIN gone USING (id)"
_KEPT = {
    "rows": _OTHERS,
    "assigned": _OTHERS,
    "replaced": _OTHERS,
    "review": """
        SELECT * FROM old
        WHERE record_a NOT IN (SELECT record_id FROM gone) AND record_b NOT IN (SELECT record_id FROM gone)""",
    "names": """
        SELECT DISTINCT name AS raw, name, id, initial FROM old
        SEMI JOIN used USING (id) ANTI JOIN spelt USING (id)""",
    "frequencies": "SELECT * FROM old SEMI JOIN used USING (id)",
    "events": f"""
        SELECT * EXCLUDE (touched) REPLACE ({_EVIDENCE}) FROM (
            SELECT *, coalesce(person_key IN (FROM theirs) OR was IN (FROM theirs), false) AS touched FROM old
            WHERE person_key IN (SELECT person_key FROM here ANTI JOIN gone USING (id))
                AND (was IS NULL OR was IN (FROM others)))""",
}
"""What stays of each table of an entry, `old`: of events, those of keys that others had and have."""

_ASKED = {
    "gone": "SELECT id, record_id FROM rows WHERE {whose}",
    "used": """
        WITH staying AS (SELECT * FROM rows ANTI JOIN gone USING (id))
        SELECT given AS id FROM staying WHERE given IS NOT NULL
        UNION SELECT family FROM staying WHERE family IS NOT NULL""",
    "theirs": "SELECT DISTINCT person_key FROM assigned SEMI JOIN gone USING (id)",
    "others": "SELECT DISTINCT person_key FROM assigned ANTI JOIN gone USING (id)",
}
"""Of all entries together: who goes, the names of who stays, and the keys that the leaver's people and others had."""


def held(home: Path, organisation: str) -> tuple[str, ...]:
    """The files of the ledger, by their paths in the workspace, that hold a member's people or are yet to be moved."""
    waiting = [each / ERASING for each in ledger.entries(home) if (each / ERASING).exists()]
    runs = ledger.known(home).runs
    found = [*waiting, *_decided(home, organisation, frozenset())]
    for each in runs:
        tables = {"rows": _whose(organisation), "assigned": _named("record_id", organisation)}
        tables["review"] = f"{_named('record_a', organisation)} OR {_named('record_b', organisation)}"
        for name, where in tables.items():
            file = each / f"{name}.parquet"
            if DuckDB().run(f"SELECT 1 FROM old WHERE {where} LIMIT 1", {"old": file}).num_rows:
                found.append(file)
    return tuple(sorted(str(each.relative_to(home)) for each in found))


def forget(home: Path, organisation: str, *, by: str, at: datetime) -> tuple[tuple[str, str, str], ...]:
    """Erase a member's people: (file, SHA-256 before, SHA-256 after or "" where it went), of every time it left.

    Run again after it was cut short it goes on. Raises Busy and EngineFailed.
    """
    if not ledger.entries(home):
        return ()
    with ledger.writing(home, by):  # which finishes what was sealed before
        if held(home, organisation):
            with ledger.new_entry(home) as folder:
                facts = {"organisation": organisation, "erased": _made(home, organisation, folder / ERASING)}
                ledger.seal(home, folder, at=at, by=by, action=ERASED, facts=facts)
            finish(ledger.place(home))
        lines = [each for each in ledger.lines(home) if each.action == ERASED]
    own = (each.facts for each in lines if each.facts["organisation"] == organisation)
    return tuple((f"linkage/{name}", *hashes) for facts in own for name, hashes in rewritten(facts).items())


@dataclass(frozen=True, kw_only=True)
class _Ledger:
    """The ledger while a member's people are erased: `place` is its folder, `made` where new files are put."""

    place: Path
    made: Path
    engine: Engine
    common: dict[str, Input]


def _made(home: Path, organisation: str, made: Path) -> dict[str, dict[str, str]]:
    """Make every file anew that is to change; their hashes before and after."""
    known, erased = ledger.known(home), dict[str, dict[str, str]]()
    made.mkdir()
    with workplace(home) as work, DuckDB(temp=work).kept(work, ledger.place(home) / "all") as engine:
        at_work = _Ledger(place=ledger.place(home), made=made, engine=engine, common={})
        if known.runs:
            at_work.common.update(_asked(organisation, known.all("rows"), known.all("assigned"), engine, work))
        for number, run in enumerate(known.runs):
            spelt: Input = [each / "names.parquet" for each in known.runs[:number]] or _NOBODY.empty_table()
            erased |= dict(_entry_made(at_work, run, spelt))
        records = _records(at_work)
    for path in _decided(home, organisation, records):
        erased[str(path.relative_to(at_work.place))] = {"was": sha256(path), "now": ""}
    return erased


def _entry_made(at_work: _Ledger, run: Path, spelt: Input) -> Iterator[tuple[str, dict[str, str]]]:
    for table, sql in _KEPT.items():
        old, new = run / f"{table}.parquet", at_work.made / run.name / f"{table}.parquet"
        if not old.is_file():
            continue
        new.parent.mkdir(exist_ok=True)
        inputs: dict[str, Input] = {"old": old, "here": run / "assigned.parquet", "spelt": spelt, **at_work.common}
        at_work.engine.write(sql, new, inputs)
        changed = "SELECT 1 FROM (SELECT * FROM old EXCEPT ALL SELECT * FROM new) LIMIT 1"
        if at_work.engine.run(changed, {"old": old, "new": new}).num_rows:
            yield f"{run.name}/{table}.parquet", {"was": sha256(old), "now": sha256(new)}
        else:
            new.unlink()


def _asked(organisation: str, rows: Input, assigned: Input, engine: Engine, work: Path) -> dict[str, Input]:
    given: dict[str, Input] = {"rows": rows, "assigned": assigned}
    for name, sql in _ASKED.items():
        engine.write(sql.format(whose=_whose(organisation)), work / f"{name}.parquet", given)
        given[name] = work / f"{name}.parquet"
    return {name: given[name] for name in _ASKED}


def _records(at_work: _Ledger) -> frozenset[str]:
    """The records of which something was decided, that are the leaver's."""
    if "gone" not in at_work.common:
        return frozenset()
    decided = [each.decision.pair for each in ledger.decisions(at_work.place.parent)]
    named = pa.table({"record_id": pa.array(sorted({each for pair in decided for each in pair}), pa.string())})
    found = at_work.engine.run(
        "SELECT record_id FROM named SEMI JOIN gone USING (record_id)", {"named": named, **at_work.common}
    )
    return frozenset(found["record_id"].to_pylist())


def _decided(home: Path, organisation: str, records: frozenset[str]) -> Iterator[Path]:
    """The files of decisions on these records, or on one that is named for the member."""
    for each in ledger.entries(home):
        path = each / "decision.json"
        if path.is_file():
            said = json.loads(path.read_bytes())
            if any(a in records or a.startswith(f"{organisation}:") for a in (said["a"], said["b"])):
                yield path


def _whose(organisation: str) -> str:
    return f"coalesce(member = {text(organisation)}, false) OR {_named('record_id', organisation)}"


def _named(column: str, organisation: str) -> str:
    return f"starts_with({column}, {text(organisation + ':')})"


_NOBODY = pa.schema({"id": pa.int32()})
