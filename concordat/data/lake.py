"""The lake: Parquet files that never change, in snapshots that are there whole or not at all.

Files come first and HEAD is flipped last, so that what is killed anywhere leaves what was there before; what it left
unfinished is swept by the next who writes. A leaver's rows are removed from every snapshot, with a proof.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from itertools import groupby
from pathlib import Path

from concordat.core.refusal import Refusal
from concordat.data import durable
from concordat.data.catalogue import Catalogue, Forgotten, Part, Snapshot, content
from concordat.data.current import PATIENT, current_sql, is_sent_again
from concordat.data.engine import DuckDB, name_of, text
from concordat.data.extract import landed
from concordat.data.lock import locked
from concordat.data.merged import KEY, MERGES, under_sql
from concordat.data.part import examined, folder_of, shape_of
from concordat.data.proof import Proof

STEPS = ("locked", "swept", "copied", "placed", "catalogued", "flipped", "removed")
"""The steps of a change, in order. After any of them the process may be killed."""


class NotInLake(Refusal):
    """A table, organisation or batch that the lake does not have."""


class Already(Refusal):
    """A batch that the lake already has, with other rows."""


@dataclass(frozen=True)
class Lake:
    """The lake of a workspace folder. `passing` is told of each step, so that tests can stop there."""

    home: Path
    passing: Callable[[str], object] = lambda step: None

    @property
    def folder(self) -> Path:
        """Where its Parquet files are."""
        return self.home / "lake"

    @property
    def catalogue(self) -> Catalogue:
        """Which files make up which snapshot."""
        return Catalogue(self.home / "catalogue")

    def head(self) -> Snapshot:
        """The last snapshot."""
        return self.at(self.catalogue.head()[0])

    def at(self, number: int) -> Snapshot:
        """A snapshot by its number. Raises NoSnapshot."""
        return self.catalogue.at(number)

    def on(self, day: date) -> Snapshot:
        """The last snapshot that was made by the end of a day; the empty lake before the first."""
        for number in range(self.catalogue.head()[0], 0, -1):
            made = self.catalogue.written(number).made_at
            if made and made.date() <= day:
                return self.at(number)
        return self.at(0)

    def files(self, table: str, snapshot: Snapshot) -> tuple[Path, ...]:
        """The files of a table, as an input to an engine. Raises NotInLake."""
        return self._paths(table, snapshot.of(table), snapshot)

    def sql(self, table: str, snapshot: Snapshot, whose: Collection[str] | None = None, *, gone: bool = False) -> str:
        """A query for the rows of a table, of these organisations or of all; nobody else's files are opened.

        Patients are under the record that goes on where theirs was merged: `files` has them as they came, and
        `gone` tells which those are (merged.GONE). Raises NotInLake.
        """
        parts = [each for each in snapshot.of(table) if whose is None or each.organisation in whose]
        rows, merges = self._read(table, parts, snapshot), self.merges(snapshot, whose)
        keyed = merges and table != MERGES and any(KEY in each.columns for each in parts)
        return under_sql(rows, merges, gone=gone) if keyed else rows

    def current(self, table: str, snapshot: Snapshot, whose: Collection[str]) -> str:
        """As `sql`, of what a member sent again and again the last alone. Raises NotInLake."""
        parts = [each for each in snapshot.of(table) if each.organisation in whose]
        merged = bool(self.merges(snapshot, whose))
        if not is_sent_again(table, parts, merged=merged):
            return self.sql(table, snapshot, whose)
        gone = merged and table == PATIENT
        columns = tuple(dict.fromkeys(column for each in parts for column in each.columns))
        return current_sql(table, self.sql(table, snapshot, whose, gone=gone), columns, self.ordered(parts), gone=gone)

    def ordered(self, parts: Iterable[Part]) -> tuple[str, ...]:
        """The batches that these parts hold rows of, the one that stands above the others last."""
        held = {batch for each in parts for batch in each.batches}
        own = (each for each in landed(self.home) if each.id in held)
        return tuple(each.id for each in sorted(own, key=lambda batch: batch.order))

    def merges(self, snapshot: Snapshot, whose: Collection[str] | None = None) -> str:
        """A query for what these organisations say of merged records, as they said it; "" where they say nothing."""
        parts = [each for each in snapshot.of(MERGES) if whose is None or each.organisation in whose]
        return self._read(MERGES, parts, snapshot) if parts else ""

    def commit(
        self,
        add: Iterable[Part] = (),
        *,
        remove_batches: Iterable[tuple[str, str]] = (),
        note: str = "",
        by: str,
        at: datetime,
    ) -> Snapshot:
        """The snapshot with these parts and without those batches, each an (organisation, batch).

        The `path` of a part to add is where its file is now; it is copied. Adding what is there already changes
        nothing. Raises Already, NotInLake, Busy, or BadPart for a file that is not what its part says.
        """
        with self._writing(by):
            head, added = self._known(), tuple(add)
            removed = tuple(dict.fromkeys(remove_batches))
            kept = self._without(head.parts, removed)
            new = _new(added, kept)
            if not new and kept == head.parts:
                return self.head()
            parts = (*kept, *self._kept(new, head.number + 1))
            return self._flip(replace(head, parts=parts, note=note, by=by, made_at=at))

    def replace(self, parts: Mapping[str, Part], *, note: str, by: str, at: datetime) -> Snapshot:
        """The snapshot with each part in place of that of the last one which has the path: as many rows, other columns.

        Its `path` is where its file is now; it is copied. Raises NotInLake where the lake has changed meanwhile, Busy,
        or BadPart.
        """
        with self._writing(by):
            head = self._known()
            if set(parts) - {each.path for each in head.parts}:
                raise NotInLake("The lake has changed meanwhile", where="lake", remedy="Do it again")
            if not parts:
                return self.head()
            new = dict(zip(parts, self._kept(parts.values(), head.number + 1), strict=True))
            kept = tuple(new.get(each.path, each) for each in head.parts)
            return self._flip(replace(head, parts=kept, note=note, by=by, made_at=at))

    def compact(self, *, by: str, at: datetime) -> Snapshot:
        """The same rows in fewer files: those of one table, organisation and shape become one."""
        with self._writing(by):
            head = self._known()
            parts: list[Part] = []
            for _, alike in groupby(sorted(head.parts, key=self._shape), key=self._shape):
                group = tuple(alike)
                parts.append(group[0] if len(group) == 1 else self._merged(group, head.number + 1))
            if len(parts) == len(head.parts):
                return self.head()
            return self._flip(replace(head, parts=tuple(parts), note="compacted", by=by, made_at=at))

    def forget(self, organisation: str, *, by: str, at: datetime, note: str = "") -> Proof:
        """Remove all rows of an organisation, from every snapshot there ever was.

        Run again after it was cut short it goes on; run again after it was done it gives the same proof.
        """
        with self._writing(by):
            head = self._known()
            if organisation in head.organisations:
                parts = tuple(each for each in head.parts if each.organisation != organisation)
                gone = Forgotten(organisation=organisation, number=head.number + 1, by=by, at=at)
                changed = replace(head, parts=parts, forgotten=(*head.forgotten, gone))
                self._flip(replace(changed, note=note or f"{organisation} has left", by=by, made_at=at))
            self._sweep()
            self.passing("removed")
            return self.proof(organisation)

    def proof(self, organisation: str) -> Proof:
        """What was removed of an organisation that was last forgotten, and what is left. Raises NotInLake."""
        entries = [each for each in self._known().forgotten if each.organisation == organisation]
        if not entries:
            raise NotInLake(f"No data of {organisation} were ever removed", remedy="Check the ODS code")
        last, since = entries[-1], entries[-2].number if len(entries) > 1 else 0
        had = {
            each.path: (each.path, each.sha256, each.rows)
            for number in range(since, last.number)
            for each in self.catalogue.written(number).parts
            if each.organisation == organisation
        }
        return Proof(
            organisation=organisation,
            snapshot=last.number,
            by=last.by,
            at=last.at,
            removed=tuple(had[path] for path in sorted(had)),
            left=tuple(sorted(set(self._on_disk(organisation)) - self._readable(since=last.number))),
        )

    def verify(self) -> tuple[str, ...]:
        """Everything that is wrong, a sentence each: the chain of snapshots, parts lost or changed, files too many."""
        return (*self.catalogue.problems(), *self._wrong_parts(), *self._strays())

    @contextmanager
    def _writing(self, by: str) -> Iterator[None]:
        with locked(self.catalogue.folder / "LOCK", by) as stopped:
            self.passing("locked")
            if stopped:
                self._sweep()
            self.passing("swept")
            yield

    def _paths(self, table: str, parts: Iterable[Part], snapshot: Snapshot) -> tuple[Path, ...]:
        found = tuple(self.folder / each.path for each in parts)
        if not found:
            where = f"snapshot {snapshot.number}"
            raise NotInLake(f"The lake has no {table}", where=where, remedy="Land, map and commit it first")
        return found

    def _read(self, table: str, parts: Iterable[Part], snapshot: Snapshot) -> str:
        listed = ", ".join(text(str(each.resolve())) for each in self._paths(table, parts, snapshot))
        return f"SELECT * FROM read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"

    def _known(self) -> Snapshot:
        return self.catalogue.written(self.catalogue.head()[0])

    def _flip(self, snapshot: Snapshot) -> Snapshot:
        """Write the next snapshot after what is there, and make it the head."""
        number, seal = self.catalogue.head()
        following = replace(snapshot, number=number + 1, previous=seal)
        written = content(following)
        durable.write(self.catalogue.file(number + 1), written)
        self.passing("catalogued")
        durable.write(self.catalogue.head_file, f"{number + 1} {hashlib.sha256(written).hexdigest()}\n".encode())
        self.passing("flipped")
        return self.head()

    def _kept(self, parts: Iterable[Part], number: int) -> Iterator[Part]:
        """Copy files into the lake, to places of their own."""
        for count, part in enumerate(parts):
            path = f"{folder_of(part)}/part-{number}-{count}.parquet"
            durable.copy(Path(part.path), self.folder / path)
            self.passing("copied")
            yield self._placed(replace(part, path=path))

    def _placed(self, part: Part) -> Part:
        """Look once more at a file that is whole, and place it."""
        path = self.folder / part.path
        seen = examined(durable.unfinished(path), part)
        durable.place(path)
        self.passing("placed")
        return replace(seen, path=part.path)

    def _made(self, part: Part, sql: str, sources: Iterable[Part]) -> Part:
        """A part made of others by SQL over `source`."""
        path = self.folder / part.path
        inputs = {"source": [self.folder / each.path for each in sources]}
        written = DuckDB().write(sql, durable.unfinished(path), inputs)
        self.passing("copied")
        return self._placed(replace(part, rows=written.rows, sha256=""))

    def _merged(self, parts: tuple[Part, ...], number: int) -> Part:
        batches = tuple(sorted({batch for each in parts for batch in each.batches}))
        merged = replace(parts[0], batch=f"merged-{number}", merged=batches)
        path = f"{folder_of(merged)}/part-{hashlib.sha256(parts[0].path.encode()).hexdigest()[:8]}.parquet"
        made = self._made(replace(merged, path=path), "SELECT * FROM source", parts)
        if made.rows != sum(each.rows for each in parts):
            raise Refusal(f"Merging {len(parts)} files of {made.table} lost rows", remedy="Report this fault")
        return made

    def _without(self, parts: tuple[Part, ...], removed: tuple[tuple[str, str], ...]) -> tuple[Part, ...]:
        """The parts without some batches; one that holds others too is written anew without them."""
        held = {(each.organisation, batch) for each in parts for batch in each.batches}
        if missing := [batch for organisation, batch in removed if (organisation, batch) not in held]:
            raise NotInLake(f"The lake has no batch {', '.join(missing)}", remedy="See which it has: its last snapshot")
        number, kept = self.catalogue.head()[0] + 1, []
        for place, part in enumerate(parts):
            staying = tuple(each for each in part.batches if (part.organisation, each) not in removed)
            if len(staying) == len(part.batches):
                kept.append(part)
            elif staying:
                listed = ", ".join(text(each) for each in staying)
                path = f"{folder_of(part)}/part-{number}-without-{place}.parquet"
                sql = f"SELECT * FROM source WHERE {name_of('_batch')} IN ({listed})"
                kept.append(self._made(replace(part, path=path, merged=staying), sql, (part,)))
        return tuple(kept)

    def _shape(self, part: Part) -> tuple[str, str, str]:
        """What parts that are merged have in common. Without _batch a batch could not be taken out again: such stay."""
        shape = shape_of(self.folder / part.path) if "_batch" in part.columns else part.path
        return part.table, part.organisation, shape

    def _readable(self, since: int = 0) -> set[str]:
        numbers = range(since, self.catalogue.head()[0] + 1)
        return {each.path for number in numbers for each in self.at(number).parts}

    def _on_disk(self, organisation: str = "*") -> Iterator[str]:
        yield from (
            str(each.relative_to(self.folder))
            for each in self.folder.glob(f"*/organisation={organisation}/**/*")
            if each.is_file()
        )

    def _sweep(self) -> None:
        """Delete every file that no snapshot can read: what was left unfinished, and what is forgotten."""
        readable, (head, _) = self._readable(), self.catalogue.head()
        for each in sorted(set(self._on_disk()) - readable):
            path = self.folder / each
            path.unlink()
            durable.sync(path.parent)
            for folder in (path.parent, path.parent.parent):
                if not any(folder.iterdir()):
                    folder.rmdir()
            self.passing("removed")
        for path in self.catalogue.folder.iterdir():
            beyond = path.stem.isdecimal() and int(path.stem) > head
            if beyond or path.name.startswith(durable.UNFINISHED):
                path.unlink()

    def _strays(self) -> Iterator[str]:
        for each in sorted(set(self._on_disk()) - self._readable()):
            yield f"{each} is in no snapshot; the next change removes it."

    def _wrong_parts(self) -> Iterator[str]:
        seen: dict[str, Part] = {}
        for number in range(1, self.catalogue.head()[0] + 1):
            seen.update((each.path, each) for each in self.at(number).parts)
        for path, part in sorted(seen.items()):
            if not (self.folder / path).is_file():
                yield f"{path} is missing."
            elif durable.sha256(self.folder / path) != part.sha256:
                yield f"{path} is not what was committed."


def _new(added: tuple[Part, ...], kept: tuple[Part, ...]) -> tuple[Part, ...]:
    """The parts that are not there yet. Raises Already for other rows of a batch that is."""
    there = {(each.table, each.organisation, batch) for each in kept for batch in each.batches}
    shas = {(each.table, each.organisation, each.sha256) for each in kept}
    new = tuple(each for each in added if (each.table, each.organisation, each.sha256) not in shas)
    if again := sorted({each.batch for each in new if (each.table, each.organisation, each.batch) in there}):
        raise Already(
            f"The lake already has batch {', '.join(again)}, in another file",
            remedy="To replace a batch, remove it in the same change",
        )
    return new
