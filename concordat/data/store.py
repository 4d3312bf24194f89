"""The governed store: one file for an agreement's version and a snapshot, with what a permit lets through and no more.

Safety is absence: what is not permitted is not in it. It is built beside its place and put there whole, is never
changed, and goes once its agreement is over or a leaver has it go. Nothing of it shows patients for their direct care.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import WeakKeyDictionary

import duckdb

from concordat.data import durable
from concordat.data.answering import SETTINGS
from concordat.data.catalogue import Snapshot
from concordat.data.elsewhere import Elsewhere
from concordat.data.engine import Engine, name_of, text
from concordat.data.going import listed, people_sql, tallies, tally_sql
from concordat.data.governed import PERSON_KEY, CannotBuild, Governed, governed
from concordat.data.lake import Lake, NotInLake
from concordat.data.lock import locked
from concordat.data.opt_out import CannotDisclose, OptOut, Wishes
from concordat.data.permit import Permit
from concordat.data.question import ListState

_BLOCK = 64
"""Bytes of a block of SHA-256, to which a key is padded (RFC 2104)."""


_DIGESTS: WeakKeyDictionary[Wishes, bytes] = WeakKeyDictionary()
"""Of lists that are in use, so that a list of a million people is not gone through for every question."""


@dataclass(frozen=True, kw_only=True)
class Store:
    """A store that was built: its file, its tables with their columns, and how many rows of each.

    `tallies` are, table by table, what it was made of: how many rows of how many patients are HELD, and how many were
    left out for each reason. They are exact, and so are told to nobody as they are.
    """

    folder: Path
    agreement: str
    version: int
    snapshot: int
    whose: tuple[str, ...]
    tables: Mapping[str, tuple[str, ...]]
    rows: Mapping[str, int]
    tallies: Mapping[str, Mapping[str, tuple[int, int]]] = field(default_factory=dict)

    @property
    def file(self) -> Path:
        """The one file a worker may open."""
        return self.folder / "store.duckdb"

    @property
    def name(self) -> str:
        """As the log names it."""
        return self.folder.name


def agreement_key(secret: bytes, agreement: str) -> bytes:
    """The key of an agreement: the same for all its versions, and telling nothing of any other's."""
    if len(secret) < 32:
        raise CannotBuild("The secret that keys identifiers is shorter than 32 bytes", remedy="Make a new one")
    return hmac.digest(secret, b"concordat agreement key\0" + agreement.encode(), "sha256")


def states(lists: Iterable[Wishes]) -> tuple[ListState, ...]:
    """Lists as a question tells of them. Nobody disclosed was unchecked, since rows of such people stay out."""
    return tuple(
        ListState(
            register=each.SCOPE, controller=each.controller, as_at=each.as_at, people=len(each.checked), unchecked=0
        )
        for each in lists
    )


def build(
    permit: Permit,
    *,
    key: bytes,
    snapshot: Snapshot,
    lake: Lake,
    lists: Iterable[Wishes] = (),
    home: Path,
    engine: Engine | None = None,
) -> Store:
    """The store of a permit, or the one that is there already: the same for the same permit, snapshot and lists, and
    whichever engine works out its rows: DuckDB, unless another is given.

    Raises CannotBuild where a condition cannot be carried out, CannotDisclose where a list that is due is not given,
    stale, or empty.
    """
    due = _due(permit, tuple(lists))
    made_on = snapshot.made_at.date() if snapshot.made_at else permit.as_of
    parts = {table: _columns(snapshot, table, permit.question.whose) for table in snapshot.tables}
    unlinked = [table for table in parts if _half_keyed(snapshot, table, permit.question.whose)]
    written = partial(governed, permit, parts, made_on, wishes=bool(due), unlinked=unlinked)
    tables = written()
    folder = home / "stores" / _name(permit, snapshot, tables, due)
    with locked(home / "stores" / "LOCK", permit.agreement, wait=True):
        durable.sweep(folder.parent)
        if not folder.is_dir() and engine is None:
            _make(folder, permit, tables, due, key, snapshot, lake)
        elif not folder.is_dir() and engine is not None:
            _make_elsewhere(folder, permit, written(to=engine.dialect), due, key, snapshot, lake, engine)
    return read(folder)


def read(folder: Path) -> Store:
    """A store that was built."""
    told = json.loads((folder / "store.json").read_bytes())
    tables = {table: tuple(columns) for table, columns in told["tables"].items()}
    tallies = {
        table: {reason: (rows, people) for reason, (rows, people) in counts.items()}
        for table, counts in told.get("tallies", {}).items()  # which a store of before has not
    }
    return Store(folder=folder, **(told | {"tables": tables, "whose": tuple(told["whose"]), "tallies": tallies}))


def stores(home: Path) -> tuple[Store, ...]:
    """Every store of a workspace folder."""
    found = (each.parent for each in sorted(home.glob("stores/*/store.json")))
    return tuple(read(each) for each in found if not each.name.startswith(durable.UNFINISHED))


def withdraw(home: Path, goes: Callable[[Store], bool]) -> tuple[str, ...]:
    """Delete the stores of which this is true; their names. What was left of builds that were cut short goes too."""
    with locked(home / "stores" / "LOCK", "a withdrawal", wait=True):
        durable.sweep(home / "stores")
        gone = [each for each in stores(home) if goes(each)]
        for each in gone:
            durable.discard(each.folder)
    return tuple(each.name for each in gone)


def _due(permit: Permit, lists: tuple[Wishes, ...]) -> tuple[Wishes, ...]:
    """The lists to apply. Raises CannotDisclose with everything that is wrong with them."""
    problems, found = [], []
    for register, days in permit.opt_outs:
        given = [each for each in lists if each.SCOPE is register and each.controller in permit.question.whose]
        found += given
        missing = set(_owed(permit, register)) - {each.controller for each in given}
        problems += [f"{each} gave no list of the {register.value}" for each in sorted(missing)]
        problems += [
            f"the list of {each.controller} for the {register.value} is too old, or of a day to come"
            for each in given
            if not each.fresh(permit.as_of, days)
        ]
    if problems:
        raise CannotDisclose("; ".join(problems), remedy="Have everybody checked again, and use that")
    return tuple(found)


def _owed(permit: Permit, register: OptOut) -> tuple[str, ...]:
    """Who must have given a list; of Type 1 opt-outs those whom the decision asked it of, which are practices."""
    if register is not OptOut.TYPE_1:
        return permit.question.whose
    if permit.question.lists is None:
        raise CannotDisclose("The lists were not part of the question that was decided", remedy="Decide with the lists")
    return tuple(each.controller for each in permit.question.lists if each.register is register)


def _columns(snapshot: Snapshot, table: str, whose: Iterable[str]) -> tuple[str, ...]:
    parts = (each for each in snapshot.of(table) if each.organisation in set(whose))
    return tuple(dict.fromkeys(column for each in parts for column in each.columns))


def _half_keyed(snapshot: Snapshot, table: str, whose: Iterable[str]) -> bool:
    """Whether some parts of a table have the keys of persons and some have not: these came after people were linked."""
    return len({PERSON_KEY in each.columns for each in snapshot.of(table) if each.organisation in set(whose)}) > 1


def _name(permit: Permit, snapshot: Snapshot, tables: Iterable[Governed], lists: Iterable[Wishes]) -> str:
    """The folder of a store: who agreed, and a hash of all that it is made of, in which nobody is named."""
    made_of = hashlib.sha256(json.dumps([(each.table, each.sql) for each in tables]).encode())
    for each in lists:
        made_of.update(_DIGESTS.get(each) or _DIGESTS.setdefault(each, _digest(each)))
    agreement = re.sub(r"[^A-Za-z0-9]+", "-", permit.agreement)
    return f"{agreement}-{permit.version}-{snapshot.number}-{made_of.hexdigest()[:16]}"


def _digest(wishes: Wishes) -> bytes:
    told = f"{wishes.SCOPE} {wishes.controller} {wishes.as_at} {','.join(sorted(wishes.disclosable))}"
    return hashlib.sha256(told.encode()).digest()


def _make(
    folder: Path,
    permit: Permit,
    tables: tuple[Governed, ...],
    lists: tuple[Wishes, ...],
    key: bytes,
    snapshot: Snapshot,
    lake: Lake,
) -> None:
    """Build the file beside its place, then move its folder there."""
    making = durable.unfinished(folder)
    making.mkdir(mode=0o700)
    rows, counts = {}, {}
    with _session(making / "store.duckdb", lake.folder) as session:
        if lists:
            _people(session, lists, _rows(lake.sql, "patient", snapshot, permit))
        for each in tables:
            source = _rows(lake.current, each.table, snapshot, permit)
            rows[each.table] = _fill(session, each, source, key)
            columns = _columns(snapshot, each.table, permit.question.whose)
            counts[each.table] = tallies(session.execute(tally_sql(each, source, columns)).fetchone() or (0,) * 6)
    _place(folder, permit, tables, snapshot, rows, counts)


def _make_elsewhere(
    folder: Path,
    permit: Permit,
    tables: tuple[Governed, ...],
    lists: tuple[Wishes, ...],
    key: bytes,
    snapshot: Snapshot,
    lake: Lake,
    engine: Engine,
) -> None:
    """As `_make`, of rows that another engine works out."""
    making = durable.unfinished(folder)
    making.mkdir(mode=0o700)
    rows = {}
    with TemporaryDirectory(dir=making) as work:
        place = Elsewhere(
            engine=engine, lake=lake, snapshot=snapshot, whose=tuple(permit.question.whose), folder=Path(work)
        )
        worked = place.work_out(tables, lists, _pads(key))
        with _session(making / "store.duckdb", Path(work)) as session:
            for table, made in worked.items():
                rows[table] = _copy(session, table, made.files)
    _place(folder, permit, tables, snapshot, rows, {table: made.tally for table, made in worked.items()})


def _place(
    folder: Path,
    permit: Permit,
    tables: tuple[Governed, ...],
    snapshot: Snapshot,
    rows: Mapping[str, int],
    tallies: Mapping[str, Mapping[str, tuple[int, int]]],
) -> None:
    """Say what is in a store that was made beside its place, and move its folder there."""
    making = durable.unfinished(folder)
    told = {
        "agreement": permit.agreement,
        "version": permit.version,
        "snapshot": snapshot.number,
        "whose": permit.question.whose,
        "tables": {each.table: each.columns for each in tables},
        "rows": rows,
        "tallies": tallies,
    }
    (making / "store.duckdb").chmod(0o400)
    durable.write(making / "store.json", json.dumps(told, indent=1).encode() + b"\n", mode=0o400)
    durable.place(folder)


@contextmanager
def _session(file: Path, reads: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A connection to the file that is made, which reads one folder besides. Raises CannotBuild."""
    session = duckdb.connect(":memory:")
    try:
        _lock(session, file, reads)
        yield session
        session.execute("CHECKPOINT store")
    except duckdb.Error as problem:
        kind = type(problem).__name__
        raise CannotBuild(f"The store could not be built ({kind})", remedy="Check the lake's tables") from None
    finally:
        session.close()


def _lock(session: duckdb.DuckDBPyConnection, file: Path, reads: Path) -> None:
    session.execute(f"ATTACH {text(str(file))} AS store")
    for name, value in {
        "threads": "2",
        "TimeZone": SETTINGS["TimeZone"],
        "memory_limit": "'2GB'",
        "temp_directory": "''",
        "autoload_known_extensions": "false",
        "autoinstall_known_extensions": "false",
        "allow_community_extensions": "false",
        "python_enable_replacements": "false",
        "allowed_directories": f"[{text(str(reads.resolve()))}]",
        "enable_external_access": "false",
        "lock_configuration": "true",
    }.items():
        session.execute(f"SET {name} = {value}")


def _rows(of: Callable[[str, Snapshot, Sequence[str]], str], table: str, snapshot: Snapshot, permit: Permit) -> str:
    """The rows of a table of those whose data it is about: nobody else's files are opened."""
    try:
        return of(table, snapshot, permit.question.whose)
    except NotInLake:
        raise CannotBuild(f"The lake has no {table} of those it is about", remedy="Land and commit it first") from None


def _people(session: duckdb.DuckDBPyConnection, lists: tuple[Wishes, ...], patients: str) -> None:
    """The patients whom every list that covers them lets go, whatever number they were ever sent with."""
    for name, table in listed(lists).items():
        session.register(name, table)
    session.execute(f"CREATE TEMP TABLE people AS {people_sql(lists, patients)}")


def _fill(session: duckdb.DuckDBPyConnection, table: Governed, rows: str, key: bytes) -> int:
    """Write one table; how many rows it has."""
    name = f"store.main.{name_of(table.table)}"
    made = f"CREATE TABLE {name} AS WITH source AS ({rows}) {table.sql}"
    session.execute(made, dict(zip(("inner", "outer"), _pads(key), strict=True)) if table.keyed else None)
    return _count(session, name)


def _copy(session: duckdb.DuckDBPyConnection, table: str, files: Sequence[Path]) -> int:
    """One table as it was worked out elsewhere, file after file; how many rows it has."""
    name, listed = f"store.main.{name_of(table)}", ", ".join(text(str(each.resolve())) for each in files)
    session.execute(f"CREATE TABLE {name} AS SELECT * FROM read_parquet([{listed}], hive_partitioning = false)")
    return _count(session, name)


def _pads(key: bytes) -> tuple[bytes, bytes]:
    """The two halves that a key is used in (RFC 2104)."""
    whole = key.ljust(_BLOCK, b"\0")
    return bytes(each ^ 0x36 for each in whole), bytes(each ^ 0x5C for each in whole)


def _count(session: duckdb.DuckDBPyConnection, name: str) -> int:
    (count,) = session.execute(f"SELECT count(*) FROM {name}").fetchone() or (0,)
    return int(count)
