"""Landing: whole or not at all whenever the process is killed, unchanged, known again, and led nowhere by a name."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import stat
import sys
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.data import durable, extract, work
from concordat.data.extract import Batch, CannotLand, Damaged, NoSuchBatch, batch_of, is_unchanged, land, landed

AT = datetime(2026, 11, 2, 9, 30, tzinfo=UTC)
STAMP: dict[str, Any] = {"organisation": "rxx", "system": "PAS", "period": "2026-10", "received_at": AT}


@pytest.fixture
def sent(tmp_path: Path) -> Path:
    path = tmp_path / "sent" / "October waiting list.csv"
    path.parent.mkdir()
    path.write_bytes(b"id,name\r\n1,A\r\n" * 5_000)
    return path


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return tmp_path / "home"


def kept(home: Path) -> dict[str, bytes]:
    """What a reader of the workspace sees: every landed file, and nothing that is still being made."""
    return {
        str(path.relative_to(home)): path.read_bytes()
        for path in home.rglob("*")
        if path.is_file() and not any(part.startswith(durable.UNFINISHED) for part in path.parts)
    }


def test_a_file_is_kept_unchanged_and_stamped(sent: Path, home: Path) -> None:
    batch = land(sent, home=home, **STAMP, table="pathway", notes="as agreed")
    assert (batch.organisation, batch.bytes, batch.known) == ("RXX", sent.stat().st_size, False)
    assert batch.sha256 == hashlib.sha256(sent.read_bytes()).hexdigest() and batch.id == batch.sha256[:16]
    assert batch.file(home).read_bytes() == sent.read_bytes() and is_unchanged(batch, home)
    assert not batch.file(home).stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH | stat.S_IROTH)
    assert landed(home) == (batch,) and batch_of(home, batch.id) == batch


def test_the_same_file_twice_is_known_whatever_its_name(sent: Path, home: Path) -> None:
    first = land(sent, home=home, **STAMP)
    before = kept(home)
    again = sent.rename(sent.with_name("the same.csv"))
    second = land(again, home=home, **{**STAMP, "received_at": AT + timedelta(days=3)})
    assert second.known and second.id == first.id and second.received_at == AT
    assert kept(home) == before


@pytest.mark.parametrize(("field", "other"), [("organisation", "RYY"), ("system", "EPR"), ("period", "2026-11")])
def test_the_same_file_under_another_stamp_is_refused(sent: Path, home: Path, field: str, other: str) -> None:
    land(sent, home=home, **STAMP)
    with pytest.raises(CannotLand, match=f"landed .* another {field}") as caught:
        land(sent, home=home, **{**STAMP, field: other})
    known_to_its_sender = field != "organisation"  # another member is not told when it came, nor by what name
    assert ("on 2 November 2026" in str(caught.value)) == (sent.name in str(caught.value)) == known_to_its_sender


def test_all_that_is_wrong_is_told_at_once(tmp_path: Path, home: Path) -> None:
    with pytest.raises(CannotLand) as caught:
        land(tmp_path, home=home, organisation="?", system=" ", period="October", received_at=AT, notes="x" * 2_001)
    for part in ("no such file", "not an ODS code", "system", "notes", "period"):
        assert part in str(caught.value)
    assert not home.exists()


@pytest.mark.parametrize("period", ["2026-13", "2026-1", "2026-02-30", "2026", "0000-01", "2026-10-5", "2026-10 "])
def test_a_period_is_a_month_or_a_day_there_is(period: str) -> None:
    assert not extract.is_period(period)
    assert extract.is_period("2026-02") and extract.is_period("2024-02-29")


def test_an_empty_file_and_one_too_large_leave_nothing(sent: Path, home: Path) -> None:
    with pytest.raises(CannotLand, match="larger than 100 bytes"):
        land(sent, home=home, **STAMP, most=100)
    sent.write_bytes(b"")
    with pytest.raises(CannotLand, match="empty"):
        land(sent, home=home, **STAMP)
    assert not kept(home) and not list((home / "landed").iterdir())


def test_a_time_of_no_zone_is_a_mistake_of_ours(sent: Path, home: Path) -> None:
    with pytest.raises(ValueError, match="time zone"):
        land(sent, home=home, **{**STAMP, "received_at": datetime(2026, 10, 25, 1, 30)})


@given(name=st.text(min_size=1, max_size=300))
def test_no_name_leads_anywhere(name: str) -> None:
    kept_as, shown = extract._kept_as(name), extract._shown(name)
    assert Path(kept_as).name == kept_as and kept_as not in (".", "..", extract.STAMP) and not kept_as.startswith(".")
    assert kept_as == extract._kept_as(shown), "the stamp's name leads to the file"
    assert len(kept_as.encode()) <= 255 and shown.isprintable() and "\0" not in kept_as


@pytest.mark.parametrize("name", ["../../etc/passwd", "..\\..\\a.csv", "/etc/passwd", "stamp.json", "..", "\x1b[2J"])
def test_a_hostile_name_is_kept_below_the_workspace(sent: Path, home: Path, name: str) -> None:
    batch = land(sent, home=home, **STAMP, name=name)
    assert batch.file(home).resolve().is_relative_to(home.resolve()) and is_unchanged(batch, home)
    assert landed(home) == (batch,)


def test_a_pipe_is_not_waited_for(tmp_path: Path, home: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(CannotLand, match="no such file"):
        land(tmp_path / "pipe", home=home, **STAMP)


def test_a_file_that_is_still_being_written_is_refused(sent: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sha256 = hashlib.sha256

    class Growing:
        def __init__(self) -> None:
            self.real = sha256()

        def update(self, chunk: bytes) -> None:
            with sent.open("ab") as stream:
                stream.write(b"2,B\r\n")
            self.real.update(chunk)

        def hexdigest(self) -> str:
            return self.real.hexdigest()

    monkeypatch.setattr(hashlib, "sha256", Growing)
    with pytest.raises(CannotLand, match="changed while it was read"):
        land(sent, home=home, **STAMP)
    assert not kept(home)


def test_damage_is_found(sent: Path, home: Path) -> None:
    batch = land(sent, home=home, **STAMP)
    batch.file(home).chmod(0o600)
    batch.file(home).write_bytes(b"changed")
    assert not is_unchanged(batch, home)
    stamp = batch.file(home).with_name(extract.STAMP)
    stamp.chmod(0o600)
    stamp.write_text(json.dumps({"id": batch.id}))
    with pytest.raises(Damaged, match="stamp"):
        landed(home)
    with pytest.raises(NoSuchBatch):
        batch_of(home, "../../..")


def test_everything_is_on_disk_before_the_rename_that_lands_it(
    sent: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What a kill cannot show and a power cut would: the order of fsync and rename."""
    done: list[str] = []
    fsync, rename = os.fsync, Path.rename

    def syncing(descriptor: int) -> None:
        done.append(Path(f"/proc/self/fd/{descriptor}").readlink().name)
        fsync(descriptor)

    def renaming(path: Path, target: Path) -> Path:
        done.append("rename")
        return rename(path, target)

    if not Path("/proc/self/fd").exists():
        pytest.skip("this system does not say which file a descriptor is of")
    monkeypatch.setattr(os, "fsync", syncing)
    monkeypatch.setattr(Path, "rename", renaming)
    land(sent, home=home, **STAMP)
    assert done[0] == sent.name and done[1] == extract.STAMP and done[2].startswith(durable.UNFINISHED)
    assert done[3:] == ["rename", "landed"]


def killed_at(step: int, sent: Path, home: Path) -> bool:
    """Land in a child that kills itself before the given line of the modules it is made of; whether it came so far."""
    child = os.fork()
    if not child:
        steps = count(1)
        files = {extract.__file__, durable.__file__, work.__file__}

        def trace(frame: FrameType, event: str, argument: object) -> Any:
            if frame.f_code.co_filename not in files:
                return None
            if event == "line" and next(steps) == step:
                os.kill(os.getpid(), signal.SIGKILL)
            return trace

        sys.settrace(trace)
        try:
            land(sent, home=home, **STAMP)
        finally:
            os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def test_killed_before_any_line_it_is_landed_whole_or_not_at_all(sent: Path, tmp_path: Path) -> None:
    whole = {
        path.split("/")[-1]: content
        for home in [tmp_path / "whole"]
        if land(sent, home=home, **STAMP)
        for path, content in kept(home).items()
    }
    seen = set()
    for step in count(1):
        home = tmp_path / f"home{step}"
        killed = killed_at(step, sent, home)
        found = {path.split("/")[-1]: content for path, content in kept(home).items()} if home.exists() else {}
        assert found in ({}, whole), f"half landed before step {step}"
        seen.add(bool(found))
        batch: Batch = land(sent, home=home, **STAMP)  # run again, it completes
        assert batch.known == bool(found) and landed(home) == (Batch(**{**vars(batch), "known": False}),)
        assert [each.name for each in (home / "landed").iterdir()] == [batch.sha256], "what was left over is swept"
        if not killed:
            break
    assert seen == {True, False} and step > 60


def test_two_landings_do_not_sweep_each_other(sent: Path, home: Path) -> None:
    zone = home / "landed"
    with work.workplace(zone) as at_work:
        land(sent, home=home, **STAMP)
        assert at_work.exists()
    assert not at_work.exists() and len(landed(home)) == 1
