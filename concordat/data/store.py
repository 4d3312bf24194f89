"""The governed store: one file for an agreement's version and a snapshot, with what a permit lets through and no more.

Safety is absence: what is not permitted is not in it. It is built beside its place and put there whole, is never
changed, and is deleted when the agreement ends. Nothing of it shows patients for their direct care.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from weakref import WeakKeyDictionary

import duckdb
import pyarrow as pa

from concordat.data import durable
from concordat.data.answering import SETTINGS
from concordat.data.catalogue import Snapshot
from concordat.data.engine import name_of, text
from concordat.data.governed import PERSON_KEY, CannotBuild, Governed, governed
from concordat.data.lake import Lake, NotInLake
from concordat.data.lock import locked
from concordat.data.opt_out import CannotDisclose, OptOut, Wishes
from concordat.data.permit import Permit
from concordat.data.question import ListState

_BLOCK = 64
"""Bytes of a block of SHA-256, to which a key is padded (RFC 2104)."""


HELD, OPTED_OUT, BEYOND = "held", "opted out or not checked", "beyond the limits of the agreement"

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
    permit: Permit, *, key: bytes, snapshot: Snapshot, lake: Lake, lists: Iterable[Wishes] = (), home: Path
) -> Store:
    """The store of a permit, or the one that is there already: the same for the same permit, snapshot and lists.

    Raises CannotBuild where a condition cannot be carried out, CannotDisclose where a list that is due is not given,
    stale, or empty.
    """
    due = _due(permit, tuple(lists))
    made_on = snapshot.made_at.date() if snapshot.made_at else permit.as_of
    parts = {table: _columns(snapshot, table, permit.question.whose) for table in snapshot.tables}
    unlinked = [table for table in parts if _half_keyed(snapshot, table, permit.question.whose)]
    tables = governed(permit, parts, made_on, wishes=bool(due), unlinked=unlinked)
    folder = home / "stores" / _name(permit, snapshot, tables, due)
    with locked(home / "stores" / "LOCK", permit.agreement, wait=True):
        durable.sweep(folder.parent)
        if not folder.is_dir():
            _make(folder, permit, tables, due, key, snapshot, lake)
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


def withdraw(home: Path, *, agreement: str = "", organisation: str = "") -> tuple[str, ...]:
    """Delete the stores of an agreement, or all that hold an organisation's rows; their names. What was left of builds
    that were cut short goes with them."""
    with locked(home / "stores" / "LOCK", agreement or organisation, wait=True):
        durable.sweep(home / "stores")
        gone = [each for each in stores(home) if each.agreement == agreement or organisation in each.whose]
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
    rows, tallies = {}, {}
    session = _session(making / "store.duckdb", lake.folder)
    try:
        if lists:
            _people(session, lists, _rows(lake, snapshot, "patient", permit.question.whose))
        for each in tables:
            source = _rows(lake, snapshot, each.table, permit.question.whose)
            rows[each.table] = _fill(session, each, source, key)
            tallies[each.table] = _tally(session, each, source, _columns(snapshot, each.table, permit.question.whose))
        session.execute("CHECKPOINT store")
    except duckdb.Error as problem:
        kind = type(problem).__name__
        raise CannotBuild(f"The store could not be built ({kind})", remedy="Check the lake's tables") from None
    finally:
        session.close()
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


def _session(file: Path, lake: Path) -> duckdb.DuckDBPyConnection:
    session = duckdb.connect(":memory:")
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
        "allowed_directories": f"[{text(str(lake.resolve()))}]",
        "enable_external_access": "false",
        "lock_configuration": "true",
    }.items():
        session.execute(f"SET {name} = {value}")
    return session


def _rows(lake: Lake, snapshot: Snapshot, table: str, whose: Iterable[str]) -> str:
    """The rows of a table of those whose data it is about: nobody else's files are opened."""
    try:
        return lake.sql(table, snapshot, tuple(whose))
    except NotInLake:
        raise CannotBuild(f"The lake has no {table} of those it is about", remedy="Land and commit it first") from None


def _people(session: duckdb.DuckDBPyConnection, lists: tuple[Wishes, ...], patients: str) -> None:
    """The patients whom every list that covers them lets go, by each number that any of their rows bears."""
    tests: list[str] = []
    for register in dict.fromkeys(each.SCOPE for each in lists):
        given = [each for each in lists if each.SCOPE is register]
        name = f"listed_{len(tests)}"
        pairs = [(each.controller, number) for each in given for number in each.disclosable]
        columns = {"_member": [one for one, _ in pairs], "number": [one for _, one in pairs]}
        session.register(name, pa.table(columns, schema=pa.schema([("_member", pa.string()), ("number", pa.string())])))
        covered = ", ".join(text(each.controller) for each in given)
        tests.append(f"(_member NOT IN ({covered}) OR (_member, number) IN (SELECT _member, number FROM {name}))")
    numbered = f"SELECT _member, patient_id, replace(nhs_number::VARCHAR, ' ', '') AS number FROM ({patients})"
    going = f"bool_and(coalesce({' AND '.join(tests)}, false))"
    session.execute(
        f"CREATE TEMP TABLE people AS SELECT _member, patient_id FROM ({numbered}) GROUP BY ALL HAVING {going}"
    )


def _fill(session: duckdb.DuckDBPyConnection, table: Governed, rows: str, key: bytes) -> int:
    """Write one table; how many rows it has."""
    pads = {
        "inner": bytes(each ^ 0x36 for each in key.ljust(_BLOCK, b"\0")),
        "outer": bytes(each ^ 0x5C for each in key.ljust(_BLOCK, b"\0")),
    }
    name = f"store.main.{name_of(table.table)}"
    made = f"CREATE TABLE {name} AS WITH source AS ({rows}) {table.sql}"
    session.execute(made, pads if table.keyed else None)
    (count,) = session.execute(f"SELECT count(*) FROM {name}").fetchone() or (0,)
    return int(count)


def _tally(
    session: duckdb.DuckDBPyConnection, table: Governed, rows: str, columns: Iterable[str]
) -> dict[str, tuple[int, int]]:
    """How many rows, of how many patients, are held and left out by each reason; where there are none, rows count."""
    patient = "patient_id" if "patient_id" in columns else "row_number() OVER () AS patient_id"
    going = "g.patient_id IS NOT NULL" if table.people else "true"
    joined = "LEFT JOIN people g USING (_member, patient_id)" if table.people else ""
    counted = ", ".join(
        f"coalesce(sum({many}) FILTER ({who}), 0)::BIGINT, count(*) FILTER ({who} AND {many} > 0)"
        for many, who in (("within", going), ("n", f"NOT ({going})"), ("n - within", going))
    )
    sql = f"""
        WITH given AS (SELECT _member, {patient}, coalesce({table.where}, false) AS fits FROM ({rows})),
        each AS (SELECT _member, patient_id, count(*) AS n, count(*) FILTER (fits) AS within FROM given GROUP BY ALL)
        SELECT {counted} FROM each {joined}"""
    found = session.execute(sql).fetchone() or (0,) * 6
    return {reason: (found[2 * at], found[2 * at + 1]) for at, reason in enumerate((HELD, OPTED_OUT, BEYOND))}
