"""What a workspace stands on: the machine, how questions are confined on it, and whether what is kept is whole."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from concordat.core.finding import Severity
from concordat.core.refusal import Refusal
from concordat.data import durable
from concordat.data.engine import DuckDB
from concordat.data.extract import is_unchanged, landed
from concordat.data.lake import Lake
from concordat.data.log import verify_log
from concordat.share.linkage import ledger

PYTHON = (3, 11)
LEAST_MEMORY, LEAST_DISK = 2 << 30, 2 << 30
"""Bytes that building a store may take, and that there should be room for beside what is kept already."""
_CONFINE = "from concordat.data.sandbox import confine; print(confine([]))"
_TRIED = "SELECT version() AS version, timezone('Europe/London', TIMESTAMP '2026-07-01 12:00')::VARCHAR AS noon"


@dataclass(frozen=True, kw_only=True)
class Sign:
    """One thing looked at: what was `found`; where something is amiss how much that matters, and what to do `next`."""

    name: str
    found: str
    next: str = ""
    amiss: Severity | None = None


def signs(home: Path | None) -> tuple[Sign, ...]:
    """All there is to say of this machine and, if one is named, of a workspace. Nothing is changed."""
    told = [sign for each in _MACHINE for sign in each()]
    return (*told, *(sign for each in _HOME for sign in each(home))) if home else tuple(told)


def _python() -> Iterator[Sign]:
    found = ".".join(map(str, sys.version_info[:3]))
    old = sys.version_info[:2] < PYTHON or sys.maxsize < 2**32
    wanted = f"Use a 64-bit Python of {'.'.join(map(str, PYTHON))} or later"
    yield _judged("Python", found, old, Severity.ERROR, wanted)


def _engine() -> Iterator[Sign]:
    with TemporaryDirectory() as folder:
        try:
            path = Path(folder) / "tried.parquet"
            DuckDB(temp=Path(folder)).write(_TRIED, path)
            (row,) = DuckDB().run("SELECT * FROM tried", {"tried": path}).to_pylist()
        except Refusal as problem:
            yield Sign(name="engine", found=f"it does not work: {problem.what}", next=_ENGINE, amiss=Severity.ERROR)
            return
    yield Sign(name="engine", found=f"DuckDB {row['version']}, reads and writes Parquet, knows time zones")


_ENGINE = "Install what requirements.lock names: pip install --require-hashes -r requirements.lock"


def _isolation() -> Iterator[Sign]:
    """A process is begun and confined as each that answers a question is, and says what holds it."""
    done = subprocess.run([sys.executable, "-c", _CONFINE], capture_output=True, text=True, timeout=60, check=False)
    held = done.stdout.strip() or "nothing: the process could not be confined"
    weak = not held.startswith("Landlock")
    remedy = "Use Linux 5.13 or later with Landlock, or run it in a container or as a user of its own"
    yield _judged("isolation", held, weak, Severity.WARNING, remedy)


def _memory() -> Iterator[Sign]:
    free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    found, remedy = f"{_gigabytes(free)} free", "Building a store may take 2 GB: end what is not needed"
    yield _judged("memory", found, free < LEAST_MEMORY, Severity.WARNING, remedy)


def _disk(home: Path) -> Iterator[Sign]:
    free, held = shutil.disk_usage(home).free, sum(each.stat().st_size for each in home.rglob("*") if each.is_file())
    found = f"{_gigabytes(free)} free beside {_gigabytes(held)} of the workspace"
    remedy = "Make room: what is written is written whole beside what it replaces"
    yield _judged("disk", found, free < LEAST_DISK + held, Severity.WARNING, remedy)


def _access(home: Path) -> Iterator[Sign]:
    """Who may read it: patients' rows and the secret are its owner's alone."""
    secret = home / "secret"
    allowed = {home: stat.S_IRWXO, secret: stat.S_IRWXG | stat.S_IRWXO}
    open_to = [each.name for each, others in allowed.items() if each.exists() and each.stat().st_mode & others]
    found = f"others on this machine may read {' and '.join(open_to)}" if open_to else "its owner's alone"
    yield _judged("access", found, open_to, Severity.WARNING, f"Run chmod 700 {home}; chmod 600 {secret}")


def _landed(home: Path) -> Iterator[Sign]:
    batches = landed(home)
    wrong = [f"batch {each.id} is not what was sent" for each in batches if not is_unchanged(each, home)]
    yield _whole(
        "landed files", f"{len(batches):,} as they were sent", wrong, "Ask for these files again, and land them"
    )


def _lake(home: Path) -> Iterator[Sign]:
    lake = Lake(home)
    problems = lake.verify()
    strays = [each for each in problems if "is in no snapshot" in each]
    wrong = [each for each in problems if each not in strays]
    found = f"snapshot {lake.catalogue.head()[0]}, every part as it was committed"
    yield _whole("lake", found, wrong, "Restore the lake from a copy, or map every batch again into a new one")
    if strays:
        said = f"{len(strays):,} files of a change that was cut short"
        yield Sign(name="lake", found=said, next="Nothing: the next change removes them", amiss=Severity.NOTE)


def _log(home: Path) -> Iterator[Sign]:
    wrong = [str(each) for each in verify_log(home)]
    remedy = "Tell the members: hold it against the checkpoints they keep (concordat share verify-log)"
    yield _whole("log", "it agrees with itself and with the checkpoints beside it", wrong, remedy)


def _ledger(home: Path) -> Iterator[Sign]:
    wrong = [str(each) for each in ledger.verified(home)]
    found = f"{len(ledger.entries(home)):,} entries of linkage, every file as it was sealed"
    yield _whole("ledger", found, wrong, "Restore the folder linkage from a copy; else link all people afresh")


def _unfinished(home: Path) -> Iterator[Sign]:
    left = list(home.glob(f"**/{durable.UNFINISHED}*"))
    if left:
        said = f"{len(left):,} things that were being made when something stopped, or are being made now"
        yield Sign(name="unfinished", found=said, next="Nothing: they go with the next run", amiss=Severity.NOTE)


_MACHINE: tuple[Callable[[], Iterable[Sign]], ...] = (_python, _engine, _isolation, _memory)
_HOME: tuple[Callable[[Path], Iterable[Sign]], ...] = (_disk, _access, _landed, _lake, _log, _ledger, _unfinished)


def _whole(name: str, found: str, wrong: list[str], remedy: str) -> Sign:
    if not wrong:
        return Sign(name=name, found=found)
    more = f" (and {len(wrong) - 1:,} more)" if len(wrong) > 1 else ""
    return Sign(name=name, found=f"{wrong[0].rstrip('.')}{more}", next=remedy, amiss=Severity.ERROR)


def _judged(name: str, found: str, amiss: object, severity: Severity, remedy: str) -> Sign:
    return Sign(name=name, found=found, next=remedy, amiss=severity) if amiss else Sign(name=name, found=found)


def _gigabytes(size: int) -> str:
    return f"{size / (1 << 30):.1f} GB"
