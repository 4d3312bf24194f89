"""Landing: a file from a member is hashed, stamped and kept unchanged, whole or not at all; the same file is known."""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime
from pathlib import Path, PurePath
from typing import Any, BinaryIO

from concordat.core import ods
from concordat.core.refusal import Refusal
from concordat.data import durable
from concordat.data.work import workplace

MOST_BYTES = 64 << 30
STAMP = "stamp.json"
_CHUNK = 1 << 20
_KNOWN = ("organisation", "system", "period")
_PERIOD = re.compile(r"(\d{4})-(\d\d)(?:-(\d\d))?")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_UNFIT = re.compile(r"[^\w.()+ -]+")


class CannotLand(Refusal):
    """A file that was not landed, or a stamp that says too little; nothing was kept of it."""


class NoSuchBatch(Refusal):
    """An id by which nothing was landed."""


class Damaged(Refusal):
    """What was landed is no longer as it was."""


@dataclass(frozen=True, kw_only=True)
class Batch:
    """A landed file and its stamp. `name` is what the sender called it; `known`: it had been landed before."""

    id: str
    sha256: str
    name: str
    organisation: str
    system: str
    period: str
    received_at: datetime
    bytes: int
    table: str = ""
    notes: str = ""
    known: bool = False

    @property
    def order(self) -> tuple[str, datetime, str]:
        """Where it comes among the batches of its member."""
        return order_of(self.period, self.received_at, self.id)

    def file(self, home: Path) -> Path:
        """Where the file is kept, unchanged."""
        return _zone(home) / self.sha256 / _kept_as(self.name)

    def as_dict(self) -> dict[str, Any]:
        """The batch for JSON."""
        return {**asdict(self), "received_at": self.received_at.isoformat()}


def land(
    path: Path,
    *,
    home: Path,
    organisation: str,
    system: str,
    period: str,
    received_at: datetime,
    table: str = "",
    notes: str = "",
    name: str = "",
    most: int = MOST_BYTES,
) -> Batch:
    """Keep a copy of a file under the workspace `home`, stamped; a crash at any point leaves what was there before.

    `name` is the sender's, where `path` is only where an upload was put. Raises CannotLand, naming all that is wrong.
    """
    if received_at.tzinfo is None:
        raise ValueError("received_at has no time zone, so it could be either of two hours in October")
    name = name or path.name
    problems = list(_problems(path, organisation, system, period, table, notes))
    if problems:
        raise CannotLand("; ".join(what for what, _ in problems), where=_shown(name), remedy=problems[0][1])
    zone = _zone(home)
    with workplace(zone) as making:
        digest, size = _copied(path, making / _kept_as(name), most)
        if not size:
            raise CannotLand("The file is empty", where=_shown(name), remedy="Export it again and send that")
        if (zone / digest).exists():
            return _again(_read(zone / digest), organisation, system, period)
        batch = Batch(
            id=digest[:16],
            sha256=digest,
            name=_shown(name),
            organisation=ods.parse(organisation),
            system=system.strip(),
            period=period,
            received_at=received_at,
            bytes=size,
            table=table,
            notes=notes,
        )
        _stamped(making / STAMP, batch)
        return _placed(making, zone, batch)


def order_of(period: str, received_at: datetime, id: str) -> tuple[str, datetime, str]:
    """The order in which batches count, the last standing: by what they are about, then by when they were received.

    September sent again in November corrects September, and leaves October as it was. A month comes after its days.
    """
    return f"{period}-99"[:10], received_at, id


def landed(home: Path) -> tuple[Batch, ...]:
    """Every batch under the workspace, in the order received. Raises Damaged."""
    zone = _zone(home)
    folders = (each for each in zone.iterdir() if _SHA256.fullmatch(each.name)) if zone.is_dir() else ()
    return tuple(sorted(map(_read, folders), key=lambda batch: (batch.received_at, batch.id)))


def batch_of(home: Path, id: str) -> Batch:
    """The batch with an id, or with the hash of a file. Raises NoSuchBatch or Damaged."""
    zone = _zone(home)
    if re.fullmatch(r"[0-9a-f]{16,64}", id):
        for folder in zone.glob(f"{id}*"):
            return _read(folder)
    raise NoSuchBatch("Nothing was landed by that id", remedy="List what was landed and give the id of one of those")


def is_unchanged(batch: Batch, home: Path) -> bool:
    """Whether the kept file is there and still has its hash."""
    path = batch.file(home)
    return path.is_file() and durable.sha256(path) == batch.sha256


def _zone(home: Path) -> Path:
    return home / "landed"


def _problems(
    path: Path, organisation: str, system: str, period: str, table: str, notes: str
) -> Iterator[tuple[str, str]]:
    """What is wrong with what was asked, and what to do about it."""
    if not path.is_file():  # nor a folder, a pipe or a device, which may have no end
        yield "There is no such file", "Give the path of one file"
    try:
        ods.parse(organisation)
    except ods.NotAnOdsCode as problem:
        yield problem.what, problem.remedy
    if not system.strip():
        yield "The system it came from is not named", "Give the system's key in the register"
    if any(not each.isprintable() or len(each) > 200 for each in (system, table)):
        yield "The system or table is no plain name of up to 200 characters", "Give its key in the register"
    if len(notes) > 2_000:
        yield "The notes are longer than 2,000 characters", "Say it shorter"
    if not is_period(period):
        yield "The period is not a month or a day", "Write the month it is about as 2026-10, or the day as 2026-10-05"


def is_period(text: str) -> bool:
    """Whether it is a month, 2026-10, or a day, 2026-10-05."""
    found = _PERIOD.fullmatch(text)
    try:
        return bool(found and date(int(found[1]), int(found[2]), int(found[3] or 1)))
    except ValueError:
        return False


def _shown(name: str) -> str:
    """The sender's name for a file, without its folders and with nothing a terminal would obey."""
    last = PurePath(name.replace("\\", "/")).name
    return "".join(each if each.isprintable() else "?" for each in last)[:200] or "extract"


def _kept_as(name: str) -> str:
    """A name that is safe in any file system, hides nothing, and is not the stamp's."""
    plain = _UNFIT.sub("_", _shown(name)).lstrip(". ")
    while len(plain.encode()) > 200:
        plain = plain[1:]  # its end says what kind of file it is
    return f"extract-{plain}" if not plain or plain.casefold() == STAMP else plain


def _copied(path: Path, kept: Path, most: int) -> tuple[str, int]:
    """The hash and size of what was copied, read once. Raises CannotLand."""
    hashed, size = hashlib.sha256(), 0
    with _opened(path) as source, kept.open("xb") as copy:
        before = os.fstat(source.fileno())
        while size <= before.st_size and (chunk := source.read(_CHUNK)):  # one that grows has no end to wait for
            size += len(chunk)
            if size > most:
                what = f"The file is larger than {most:,} bytes"
                raise CannotLand(what, where=_shown(path.name), remedy="Send it in parts, a period each")
            hashed.update(chunk)
            copy.write(chunk)
        after = os.fstat(source.fileno())
        if (before.st_size, before.st_mtime_ns) != (after.st_size, after.st_mtime_ns) or size != after.st_size:
            remedy = "Land it when the export has finished"
            raise CannotLand("The file changed while it was read", where=_shown(path.name), remedy=remedy)
        os.fchmod(copy.fileno(), 0o440)
        copy.flush()
        os.fsync(copy.fileno())
    return hashed.hexdigest(), size


def _opened(path: Path) -> BinaryIO:
    try:
        return path.open("rb")
    except OSError as problem:
        what = f"The file cannot be read: {problem.strerror or 'no reason given'}"
        raise CannotLand(what, where=_shown(path.name), remedy="Check that you may open it") from None


def _stamped(path: Path, batch: Batch) -> None:
    stamp = batch.as_dict()
    del stamp["known"]
    with path.open("x", encoding="utf-8") as stream:
        os.fchmod(stream.fileno(), 0o440)
        json.dump(stamp, stream, ensure_ascii=False, indent=1)
        stream.flush()
        os.fsync(stream.fileno())


def _placed(making: Path, zone: Path, batch: Batch) -> Batch:
    """One rename makes it landed. If another process has just landed the same file, that one stands."""
    durable.sync(making)
    making.chmod(0o750)
    try:
        making.rename(zone / batch.sha256)
    except OSError:
        if not (zone / batch.sha256).exists():
            raise
        return _again(_read(zone / batch.sha256), batch.organisation, batch.system, batch.period)
    durable.sync(zone)
    return batch


def _again(first: Batch, organisation: str, system: str, period: str) -> Batch:
    """The batch a file was before. Raises CannotLand if that was of another member, system or period."""
    said = (ods.parse(organisation), system.strip(), period)
    stood = (first.organisation, first.system, first.period)
    if differ := [name for name, one, other in zip(_KNOWN, said, stood, strict=True) if one != other]:
        own = said[0] == stood[0]  # what another member sent, when and by what name is not this one's to know
        when = f" on {first.received_at:%-d %B %Y} as batch {first.id}" if own else ""
        what = f"This very file was landed{when or ' before'}, with another {' and '.join(differ)}"
        remedy = "Check that it is the file you meant; if the first stamp is wrong, tell whoever keeps the workspace"
        raise CannotLand(what, where=first.name if own else "", remedy=remedy)
    return replace(first, known=True)


def _read(folder: Path) -> Batch:
    """The stamp of a landed file. Raises Damaged."""
    try:
        stamp = json.loads((folder / STAMP).read_text(encoding="utf-8"))
        batch = Batch(**{**stamp, "received_at": datetime.fromisoformat(stamp["received_at"])})
    except (OSError, ValueError, TypeError, KeyError):
        batch = None
    if batch is None or batch.sha256 != folder.name:
        remedy = "Restore it from a backup, or remove its folder and land the file again"
        raise Damaged("The stamp of a landed file is missing or damaged", where=folder.name[:16], remedy=remedy)
    return batch
