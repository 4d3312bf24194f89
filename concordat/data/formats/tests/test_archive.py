"""Archives: a broken one keeps its good rows and says where it broke; a hostile one is refused within bounds."""

from __future__ import annotations

import gzip
import io
import random
import struct
import zipfile
import zlib
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.core.bounds import Limits, OutOfBounds, Unreadable
from concordat.data.formats import archive
from concordat.data.formats.reader import read
from concordat.data.formats.source import SourceSpec
from concordat.data.formats.tests.reading import read_bytes

CHANCE = random.Random(1)
ROWS = [(str(number), f"{CHANCE.getrandbits(64):x}") for number in range(20_000)]
CSV = b"id,name\n" + b"".join(f"{one},{two}\n".encode() for one, two in ROWS)


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return stream.getvalue()


def test_gz_is_told_from_its_bytes_and_read() -> None:
    got = read_bytes(gzip.compress(CSV), name="sent.dat")
    assert got.values == ROWS and not got.rejects and got.rows[0]["_file"] == "sent.dat"


def test_several_gz_one_after_the_other_are_one_and_rubbish_after_them_is_passed_over() -> None:
    half = CSV.index(b"\n", len(CSV) // 2) + 1
    packed = gzip.compress(CSV[:half]) + gzip.compress(CSV[half:])
    assert read_bytes(packed).values == ROWS
    assert read_bytes(packed + b"\0" * 512).values == ROWS and read_bytes(packed + b"rubbish").values == ROWS


@settings(max_examples=20, deadline=None)
@given(part=st.floats(0.01, 0.999))
def test_a_truncated_gz_keeps_every_whole_row_and_says_where_it_broke(part: float) -> None:
    whole = gzip.compress(CSV)
    packed = whole[: int(len(whole) * part)]
    came = zlib.decompressobj(31).decompress(packed)
    lines = came.count(b"\n")
    if lines < 1:
        with pytest.raises(Unreadable):
            read_bytes(packed, name="a.csv.gz")
        return
    got = read_bytes(packed, name="a.csv.gz")
    assert got.values == ROWS[: lines - 1], "half a value is not read as a whole one"
    assert got.faults == [(lines + 1, "broken")] and got.rejects[0]["file"] == "a.csv"


@pytest.mark.parametrize("at", [2_000, 50_000, -9])
def test_a_damaged_gz_keeps_what_came_before(at: int) -> None:
    packed = bytearray(gzip.compress(CSV))
    packed[at] ^= 0xFF
    got = read_bytes(bytes(packed))
    assert got.faults[-1][1] == "broken" and got.values[:50] == ROWS[:50]


def test_a_zip_is_read_whatever_it_holds() -> None:
    files = {
        "april/one.csv": b"id,name\n1,a\n",
        "two.CSV": b"id,sex\n2,b\n",
        "readme.txt": b"no\n",
        "__MACOSX/x": b"\0",
    }
    got = read_bytes(zipped(files), name="sent.zip", path="*.csv")
    assert got.relation.columns == ("id", "name", "sex")
    assert [(row["_file"], row["id"], row["name"], row["sex"]) for row in got.rows] == [
        ("one.csv", "1", "a", None),
        ("two.CSV", "2", None, "b"),
    ]
    with pytest.raises(Unreadable, match="no such file"):
        read_bytes(zipped(files), path="*.hl7")


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("cut", [200, 100_000, 150_000])
def test_a_truncated_zip_keeps_its_good_rows(method: int, cut: int) -> None:
    got = read_bytes(zipped({"first.csv": b"id,name\n7,x\n", "a.csv": CSV}, method)[:cut], name="sent.zip")
    assert got.rows[-1]["_file"] == "first.csv" and got.values[-1] == ("7", "x")
    assert got.values[:-1] == ROWS[: len(got.rows) - 1]
    assert [kind for _, kind in got.faults] == ["broken"]


def test_a_changed_byte_in_a_zip_is_told() -> None:
    packed = bytearray(zipped({"a.csv": b"id,name\n1,abcdefgh\n2,b\n"}, zipfile.ZIP_STORED))
    packed[packed.index(b"abcdefgh")] = ord("X")
    got = read_bytes(bytes(packed))
    assert got.faults == [(3, "checksum")] and len(got.rows) == 2


def test_an_unreadable_file_does_not_cost_the_others() -> None:
    got = read_bytes(zipped({"a.csv": b"id\n1\n", "empty.csv": b""}))
    assert len(got.rows) == 1 and [(each["file"], each["kind"]) for each in got.rejects] == [
        ("empty.csv", "unreadable")
    ]
    with pytest.raises(Unreadable, match="None of the files"):
        read_bytes(zipped({"empty.csv": b""}))


def test_a_bomb_is_refused_within_bounds(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.csv.gz"
    bomb.write_bytes(gzip.compress(b"a,b\n" + b"0" * 100_000_000, 9))
    with pytest.raises(OutOfBounds, match="too many times its size"):
        read(bomb, SourceSpec(format="csv"), work=tmp_path / "one")
    with pytest.raises(OutOfBounds, match="too many bytes"):
        read(bomb, SourceSpec(format="csv"), work=tmp_path / "two", limits=Limits(unpacked_size=1_000_000))
    assert sum(path.stat().st_size for path in (tmp_path / "two").rglob("*") if path.is_file()) <= 1_100_000


def test_a_zip_of_too_many_files_or_too_deep_is_refused() -> None:
    with pytest.raises(OutOfBounds, match="1,001 files"):
        read_bytes(zipped({f"{number}.csv": b"a\n" for number in range(1_001)}))
    assert read_bytes(zipped({"in.csv.gz": gzip.compress(CSV)})).values == ROWS
    with pytest.raises(Unreadable, match="in an archive"):
        read_bytes(gzip.compress(gzip.compress(gzip.compress(CSV))))


def test_a_directory_that_lies_about_sizes_is_not_believed() -> None:
    packed = bytearray(zipped({"a.csv": CSV}))
    at = packed.index(b"PK\1\2")
    packed[at + 24 : at + 28] = struct.pack("<I", 5)  # the size it says it unpacks to
    assert read_bytes(bytes(packed)).values == ROWS


@pytest.mark.parametrize("name", ["../../etc/passwd", "/etc/passwd", "..\\..\\a.csv", "..", "a\0b.csv", "x" * 400])
def test_no_name_in_an_archive_leads_anywhere(tmp_path: Path, name: str) -> None:
    path = tmp_path / "sent.zip"
    path.write_bytes(zipped({name: b"a,b\n1,2\n"}))
    (member,) = archive.unpacked(path, SourceSpec(format="csv"), work=tmp_path / "work")
    assert member.path.resolve().is_relative_to(tmp_path / "work")


def test_a_locked_zip_is_refused() -> None:
    packed = bytearray(zipped({"a.csv": b"a\n1\n"}))
    for mark, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        packed[packed.index(mark) + offset] |= 1
    with pytest.raises(Unreadable, match="password"):
        read_bytes(bytes(packed))


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=200), start=st.sampled_from([b"\x1f\x8b\x08\0", b"PK\3\4"]))
def test_any_bytes_that_begin_as_an_archive_are_read_or_refused(data: bytes, start: bytes) -> None:
    with suppress(Unreadable, OutOfBounds):
        read_bytes(start + data)


def test_half_a_message_is_not_read_as_a_whole_one() -> None:
    message = "MSH|^~\\&|A||||20261001||ADT^A08|{0}\rPID|1||{0}\rPV1|1|I||||{1}\r"
    text = "".join(message.format(number, f"{CHANCE.getrandbits(200):x}") for number in range(2_000)).encode()
    whole = gzip.compress(text)
    got = read_bytes(whole[: len(whole) // 2], format="hl7v2", paths={"id": "PID-3", "end": "PV1-6"})
    assert len(got.rows) > 500 and all(len(row["end"] or "") > 40 for row in got.rows)
    assert got.faults[-1][1] == "broken"
