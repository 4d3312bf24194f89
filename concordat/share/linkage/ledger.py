"""The identity ledger: every run and every decision of a person as a sealed entry, added and never changed.

    FOLDER/linkage/000001/{line.json, rows.parquet, names.parquet, assigned.parquet, …}

An entry is made beside its place and moved there in one step: it is there whole or not at all. Its line is chained to
the one before and holds the hash of each of its files; only when a member leaves are its people erased from them, by
an entry that says so (linkage.erased). The folder names people: it lies apart from clinical tables, and what others see
is a pseudonym of their agreement.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from concordat.core.ledger import Kind, Line, Problem, append, canonical, verify
from concordat.core.refusal import Refusal
from concordat.data.durable import UNFINISHED, sha256, sync, write
from concordat.data.engine import Engine, Input
from concordat.data.lock import locked
from concordat.share.linkage.erased import ERASING, finish, hashes, rewritten
from concordat.share.linkage.known import Decision, Known, keys_sql
from concordat.share.linkage.link import Linked, link
from concordat.share.linkage.settings import Settings
from concordat.share.linkage.weights import Parameters

RUN, DECIDED = "link people", "decide a pair"


class NotInLedger(Refusal):
    """A record, person key or entry that the ledger does not have."""


@dataclass(frozen=True, kw_only=True)
class Decided:
    """A decision as it was entered, and when."""

    entry: int
    at: datetime
    decision: Decision


class Overtaken(Refusal):
    """Somebody else decided on the pair first; `last` is what they said."""

    status = 409

    def __init__(self, last: Decided) -> None:
        said = SAID[last.decision.same]
        super().__init__(
            f"{last.decision.by} decided on these two first: {said}",
            remedy="Read why, and decide again only if you know better",
        )
        self.last = last


SAID = {True: "the same person", False: "different people", None: "nobody can tell"}
"""What a decision says, in words."""


def run(
    home: Path,
    people: Input,
    *,
    engine: Engine,
    by: str,
    at: datetime,
    settings: Settings | None = None,
    afresh: bool = False,
    told: Sequence[Decision] = (),
) -> Linked:
    """Link people with those of earlier runs, and enter what comes of it. Raises CannotLink, EngineFailed and Busy.

    `told` is what members say of their own records (known.merged), of all of them each time; what a person decided
    here of the same pair outranks it.
    """
    with writing(home, by):
        before = known(home)
        before = replace(before, decisions=(*told, *before.decisions))
        with new_entry(home) as folder:
            linked = link(people, engine=engine, settings=settings, known=before, afresh=afresh, keep=folder)
            parameters = linked.report.parameters
            last = max(before.last_key, pc.max(linked.persons["person_key"]).as_py() or 0)
            state = {"size": before.size + linked.report.given, "last_key": last, "parameters": asdict(parameters)}
            _write_json(folder / "state.json", state)
            _write_json(folder / "report.json", asdict(linked.report))
            _write_json(folder / "settings.json", asdict(settings or Settings()))
            facts = {"records": linked.report.given, "persons": linked.report.persons, "model": parameters.version,
                     "events": linked.events.num_rows, "review": linked.review.num_rows}  # fmt: skip
            seal(home, folder, at=at, by=by, action=RUN, facts=facts)
    return linked


def decide(
    home: Path,
    pair: tuple[str, str],
    *,
    same: bool | None,
    by: str,
    why: str,
    at: datetime,
    seen: int | None = None,
) -> None:
    """Enter that two records, by their record_id, are one person's or not; it holds from the next run, for ever.

    A later decision on the same pair replaces it; None, that nobody can tell, leaves it to the scores again. `seen` is
    the entry of the last decision on the pair that the decider knew of, 0 for none: whoever is second of two is told.
    Raises NotInLedger for a pair that is no pair, Overtaken and Busy.
    """
    if len({each.strip() for each in pair}) != 2 or not all(each.strip() for each in pair) or not why.strip():
        raise NotInLedger("A decision names two different records, and says why", remedy="Give both ids and a reason")
    with writing(home, by), new_entry(home) as folder:
        if seen is not None and (last := last_words(home).get(frozenset(pair))) and last.entry != seen:
            raise Overtaken(last)
        _write_json(folder / "decision.json", asdict(Decision(a=pair[0], b=pair[1], same=same, by=by, why=why)))
        seal(home, folder, at=at, by=by, action=DECIDED, facts={"same": same})


def decisions(home: Path) -> tuple[Decided, ...]:
    """Every decision of a person, in order, with its entry and when it was made."""
    made = (each for each in entries(home) if (each / "decision.json").exists())
    return tuple(
        Decided(entry=int(each.name), at=_line(each).at, decision=Decision(**_json(each / "decision.json")))
        for each in made
    )


def last_words(home: Path) -> dict[frozenset[str], Decided]:
    """The last decision on each pair of records."""
    return {each.decision.pair: each for each in decisions(home)}


def known(home: Path) -> Known:
    """What the next run needs to know of those before."""
    folders = entries(home)
    runs = [each for each in folders if (each / "state.json").exists()]
    decisions = [Decision(**_json(each / "decision.json")) for each in folders if (each / "decision.json").exists()]
    if not runs:
        return Known(decisions=decisions)
    state = _json(runs[-1] / "state.json")
    learned = [each / "frequencies.parquet" for each in runs]
    said = {name: value for name, value in state["parameters"].items() if name != "version"}
    return Known(
        runs=runs,
        size=state["size"],
        last_key=state["last_key"],
        parameters=Parameters(**said),
        frequencies=learned[-1],
        decisions=decisions,
    )


def persons(home: Path, *, engine: Engine) -> pa.Table:
    """The person_key and band of every record as the ledger stands: record_id, person_key, band."""
    before = known(home)
    if not before.runs:
        raise NotInLedger(
            "Nobody was linked here yet", remedy="Link people first: concordat share link … --home FOLDER"
        )
    inputs = {"all_assigned": before.all("assigned"), "all_replaced": before.all("replaced")}
    return engine.run(f"SELECT record_id, person_key, band FROM ({keys_sql()}) ORDER BY record_id", inputs)


def history(home: Path, key: int, *, engine: Engine) -> tuple[dict[str, Any], ...]:
    """What became of a person key: each event that names it, with its evidence, and the entry that tells of it."""
    sql = f"SELECT * FROM events WHERE person_key = {int(key)} OR was = {int(key)}"
    found = []
    for each in known(home).runs:
        happened = engine.run(sql, {"events": each / "events.parquet"}).to_pylist()
        found += [{"entry": int(each.name), "model": _line(each).facts["model"], **event} for event in happened]
    return tuple(found)


def stands_for(home: Path, key: int, *, engine: Engine) -> int:
    """The key that a key leads to now: itself, or what it was merged into."""
    for event in history(home, key, engine=engine):
        if event["kind"] == "merge" and event["was"] == key:
            return stands_for(home, event["person_key"], engine=engine)
    return key


def entries(home: Path) -> tuple[Path, ...]:
    """The folders of the entries, in order."""
    return tuple(sorted(each for each in place(home).glob("[0-9]*") if each.is_dir()))


def lines(home: Path) -> tuple[Line, ...]:
    """The sealed lines, in order."""
    return tuple(_line(each) for each in entries(home))


def verified(home: Path, checkpoint: tuple[int, str] | None = None) -> tuple[Problem, ...]:
    """Everything wrong with the ledger and its files; () if it is whole. See core.ledger.verify for `checkpoint`."""
    broken = [each for each in entries(home) if not _readable(each)]
    problems = [
        Problem(Kind.EDITED, int(each.name), f"The line of entry {each.name} cannot be read.") for each in broken
    ]
    whole = {each.name: _line(each) for each in entries(home) if each not in broken}
    lawful, untrue = hashes(place(home), whole)
    wrong = [name for name in sorted(lawful.keys() | set(_kept(home, whole))) if not _is(home, name, lawful.get(name))]
    problems += [Problem(Kind.EDITED, int(name[:6]), f"{name} is not what was sealed.") for name in wrong]
    return (*verify(whole.values(), checkpoint), *untrue, *problems)


def _kept(home: Path, folders: Iterable[str]) -> Iterator[str]:
    """The files of entries, by their paths in the ledger, but for their lines and what waits to be put in place."""
    for folder in folders:
        names = {each.name for each in (place(home) / folder).iterdir()} - {"line.json", ERASING}
        yield from (f"{folder}/{name}" for name in names)


def _is(home: Path, name: str, sealed: str | None) -> bool:
    """Whether a file is what it should be; one with the hash "" was erased, and should not be."""
    path = place(home) / name
    return sha256(path) == sealed if path.is_file() else sealed == ""


def place(home: Path) -> Path:
    """Where the ledger is kept."""
    return home / "linkage"


@contextmanager
def writing(home: Path, by: str) -> Iterator[None]:
    """One writer at a time; what an earlier one left unfinished is cleared away, or gone on with if it was sealed."""
    with locked(place(home) / "lock", by):
        for each in place(home).glob(f"{UNFINISHED}*"):
            shutil.rmtree(each)
        finish(place(home))
        yield


@contextmanager
def new_entry(home: Path) -> Iterator[Path]:
    """A folder to make the next entry in; it takes its place when all went well."""
    name = f"{len(entries(home)) + 1:06}"
    folder = place(home) / f"{UNFINISHED}{name}"
    folder.mkdir()
    try:
        yield folder
        for each in (*folder.rglob("*"), folder):
            sync(each)
        folder.rename(place(home) / name)
        sync(place(home))
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def seal(home: Path, folder: Path, *, at: datetime, by: str, action: str, facts: Mapping[str, Any]) -> None:
    """Write the line of an entry that is made in a folder."""
    files = {each.name: sha256(each) for each in sorted(folder.iterdir()) if each.is_file()}
    last = lines(home)[-1:]
    line = append(
        last[0] if last else None, at=at, by=by, action=action, subject="linkage", facts={**facts, "files": files}
    )
    write(folder / "line.json", json.dumps({**json.loads(canonical(line)), "seal": line.seal}).encode())


def _line(folder: Path) -> Line:
    said = _json(folder / "line.json")
    return Line(**{**said, "at": datetime.fromisoformat(said["at"])})


def _readable(folder: Path) -> bool:
    try:
        facts = _line(folder).facts
        return isinstance(facts["files"], dict) and isinstance(rewritten(facts), dict)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return False


def _json(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def _write_json(path: Path, value: Mapping[str, Any]) -> None:
    write(path, json.dumps(value, ensure_ascii=False).encode())
