"""Workers: a confined process for each store, kept warm, and ended when it takes too long or the store is withdrawn."""

from __future__ import annotations

import json
import os
import select
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from concordat.core.refusal import Refusal


class NotAnswered(Refusal):
    """A question that could not be answered; `kind` is one of a few words, and tells nothing of any row."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        what, remedy = _SAID.get(kind, _SAID["other"])
        super().__init__(what, remedy=remedy)


_SAID = {
    "memory": ("The question needs more memory than it may have", "Ask for less, or of fewer rows"),
    "time": ("The question took longer than it may", "Ask for less, or of fewer rows"),
    "size": ("The answer is larger than it may be", "Ask for fewer rows or columns, or count them"),
    "value": ("A value cannot be turned into what the question makes of it", "Use TRY_CAST, or leave such rows out"),
    "names": ("The question does not fit the tables and columns", "Check its names and types"),
    "other": ("The question could not be answered", "Ask it more simply"),
}


@dataclass(frozen=True, kw_only=True)
class Limits:
    """What one question may use; `memory`, `bytes` of its answer and `address_space` are bytes.

    DuckDB is held to `seconds` and `memory`; where it does not heed them the process is held to `grace` seconds more,
    `cpu` seconds and `address_space`.
    """

    seconds: float = 10
    grace: float = 2
    memory: int = 512 << 20
    cpu: int = 30
    rows: int = 100_000
    columns: int = 200
    bytes: int = 100 << 20
    address_space: int = 4 << 30


@dataclass
class Worker:
    """The process of one store. Its process is begun when first asked; one question at a time."""

    store: Path
    limits: Limits = Limits()
    isolation: str = ""
    _process: subprocess.Popen[bytes] | None = None
    _turn: threading.Lock = field(default_factory=threading.Lock)

    def ask(self, sql: str, limits: Limits | None = None) -> pa.Table:
        """The answer to SQL that the guard let through, or that we wrote ourselves. Raises NotAnswered.

        Limits of its own may be given for the size of one answer; those on time and memory stay.
        """
        bounds = limits or self.limits
        with self._turn:
            process = self._begun()
            request = {"sql": sql} | {name: getattr(bounds, name) for name in ("rows", "columns", "bytes", "cpu")}
            try:
                os.write(_in(process), json.dumps(request).encode() + b"\n")
                return _table(_Reading(process, self.limits.seconds + self.limits.grace))
            except NotAnswered as problem:
                if problem.kind in ("time", "memory", "other"):  # what state it is in then is anyone's guess
                    self.end()
                raise
            except OSError:
                self.end()
                raise NotAnswered("other") from None

    def end(self) -> None:
        """End the process; the next question begins another."""
        if self._process:
            self._process.kill()
            self._process.wait()
            for each in (self._process.stdin, self._process.stdout):
                if each:
                    each.close()
        self._process = None

    def __enter__(self) -> Worker:
        return self

    def __exit__(self, *problem: object) -> None:
        self.end()

    def _begun(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self.end()
            held = self.limits.address_space, self.limits.memory, self.limits.seconds
            self._process = subprocess.Popen(
                [sys.executable, "-I", "-m", "concordat.data.confined", str(self.store.resolve()), *map(str, held)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={"MALLOC_ARENA_MAX": "2", "ARROW_DEFAULT_MEMORY_POOL": "system"},
                cwd="/",
                bufsize=0,
            )
            self.isolation = _Reading(self._process, 60).line().get("isolation", "")
        return self._process


class _Reading:
    """Reads what a process says until a deadline."""

    def __init__(self, process: subprocess.Popen[bytes], seconds: float) -> None:
        self._from, self._deadline, self._held = _out(process), time.monotonic() + seconds, bytearray()

    def line(self) -> dict[str, Any]:
        """The next line."""
        while b"\n" not in self._held:
            self._more()
        said, _, rest = bytes(self._held).partition(b"\n")
        self._held = bytearray(rest)
        return dict(json.loads(said))

    def content(self, size: int) -> bytes:
        """So many bytes."""
        while len(self._held) < size:
            self._more()
        return bytes(self._held[:size])

    def _more(self) -> None:
        left = self._deadline - time.monotonic()
        if left <= 0 or not select.select([self._from], [], [], left)[0]:
            raise NotAnswered("time")
        said = os.read(self._from, 1 << 20)
        if not said:  # it has been ended: by its limit of CPU or memory
            raise NotAnswered("other")
        self._held += said


def _table(reading: _Reading) -> pa.Table:
    told = reading.line()
    if "failed" in told:
        raise NotAnswered(told["failed"])
    return pa.ipc.open_stream(reading.content(told["bytes"])).read_all()


def _in(process: subprocess.Popen[bytes]) -> int:
    assert process.stdin
    return process.stdin.fileno()


def _out(process: subprocess.Popen[bytes]) -> int:
    assert process.stdout
    return process.stdout.fileno()
