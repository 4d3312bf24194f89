"""HL7 v2: values by path however they are parted, escaped and repeated; last states, merges; bad messages told."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.core.bounds import Unreadable
from concordat.data.formats import messages
from concordat.data.formats.hl7_path import Marks, Place, unescaped
from concordat.data.formats.source import BadSource
from concordat.data.formats.tests.reading import Read, read_bytes

PATHS = {"id": "PID-3.1", "nhs": "PID-3[4=NHS].1", "family": "PID-5.1", "given": "PID-5.2", "visit": "PV1-19.1"}


def read(data: bytes | str, **source: Any) -> Read:
    given = data if isinstance(data, bytes) else data.encode()
    return read_bytes(given, name="adt.hl7", format="hl7v2", **{"paths": PATHS, **source})


def adt(event: str, at: str, id: str, *, name: str = "Smith^Ann", visit: str = "", more: str = "") -> str:
    return (
        f"MSH|^~\\&|PAS|RXX|||{at}||ADT^{event}|1|P|2.4\r"
        f"PID|1||{id}^^^RXX^PI~9434765919^^^NHS&2.16&ISO^NH||{name}\r{more}PV1|1|I|||||||||||||||||{visit}\r"
    )


texts = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=10)
MARKS = st.permutations(["|", "^", "~", "\\", "&", "#", "*", "$"]).map(lambda marks: Marks(*marks[:5]))


@settings(max_examples=60, deadline=None)
@given(
    people=st.lists(st.tuples(texts, texts, texts, texts), min_size=1, max_size=4),
    marks=MARKS,
    end=st.sampled_from(["\r", "\n", "\r\n"]),
    framed=st.booleans(),
)
def test_what_was_built_with_any_marks_is_read(
    people: list[tuple[str, str, str, str]], marks: Marks, end: str, framed: bool
) -> None:
    """Each message is built with the marks in its MSH, and every one of them in a value is escaped."""
    codes = dict(
        zip((marks.field, marks.component, marks.repeat, marks.escape, marks.subcomponent), "FSRET", strict=True)
    )

    def escaped(text: str) -> str:
        return "".join(f"{marks.escape}{codes[each]}{marks.escape}" if each in codes else each for each in text)

    f, c, r = marks.field, marks.component, marks.repeat
    built = ""
    for local, family, given_name, nhs in people:
        lines = (
            f"MSH{f}{c}{r}{marks.escape}{marks.subcomponent}{f}A",
            f"PID{f}1{f}{f}{escaped(local)}{c * 3}RXX{r}{escaped(nhs)}{c * 3}NHS"
            f"{f}{f}{escaped(family)}{c}{escaped(given_name)}",
            "",
        )
        built += "\x0b" * framed + end.join(lines) + "\x1c\r" * framed
    got = read(built, encoding="utf-8", paths={name: PATHS[name] for name in ("id", "family", "given", "nhs")})
    assert got.values == [tuple(None if each in ("", '""') else each for each in person) for person in people]
    assert not got.rejects


@settings(max_examples=60, deadline=None)
@given(
    data=st.lists(st.sampled_from([b"MSH", b"|", b"^~\\&", b"\r", b"PID|1||7", b"\x0b", b"\x1c", b"\xff", b"BTS|9"]))
)
def test_any_bytes_are_read_or_refused_and_nothing_else(data: list[bytes]) -> None:
    with suppress(Unreadable):
        read(b"".join(data))


@pytest.mark.parametrize("end", [b"\r", b"\n", b"\r\n"])
def test_values_are_taken_however_lines_end(end: bytes) -> None:
    text = adt("A01", "20261001", "L1", name="O\\T\\Neil&van^Ann\\X41\\", visit="V1^2") + adt("A03", "20261002", "L2")
    got = read(text.encode().replace(b"\r", end))
    assert got.values[0] == ("L1", "9434765919", "O&Neil", "AnnA", "V1") and got.values[1][0] == "L2"
    assert got.places == [1, 4] and not got.rejects


@pytest.mark.parametrize("chunk", [5, 33, 400])
def test_where_blocks_end_makes_no_difference(monkeypatch: pytest.MonkeyPatch, chunk: int) -> None:
    text = "".join(adt("A01", "20261001", f"L{n}", more="free MSH text\r\nMSHA\n") for n in range(30)).encode()
    whole = read(text)
    monkeypatch.setattr(messages, "_CHUNK", chunk)
    parts = read(text)
    assert (parts.rows, parts.rejects) == (whole.rows, whole.rejects)
    assert len(whole.rows) == 30 and {kind for _, kind in whole.faults} == {"stray"}


def test_a_path_that_names_a_repeat_or_a_part() -> None:
    message = 'MSH|^~\\&|A\rPID|1||a^b~c&d^e&f~g||""|""~x\r'
    paths = {"second": "PID-3[2].1.2", "deep": "PID-3[1=c].2.2", "none": "PID-3[9].1", "null": "PID-5", "msh": "MSH-3"}
    assert read(message, paths=paths).values == [("d", "f", None, None, "A")]


@pytest.mark.parametrize("path", ["PID", "PID-0", "pid-3", "PID-3.", "PID-3[4=].1", "PID-3[4=NHS", "PID-3.1.1.1", ""])
def test_what_is_no_path_is_refused(path: str) -> None:
    with pytest.raises(ValueError, match="PID-3"):
        Place.of(path)
    with pytest.raises(BadSource, match="paths, id"):
        read(b"MSH|^~\\&|A\r", paths={"id": path, "no": "?"})


@pytest.mark.parametrize("text", ["\\", "a\\b", "\\Q\\", "\\X4\\", "\\XFF\\", "\\X00\\", "\\Zlocal\\", "\\\\"])
def test_an_escape_that_is_none_is_left_as_it_stands(text: str) -> None:
    assert unescaped(text, Marks()) == text


def test_an_update_is_the_last_state_even_if_it_came_first() -> None:
    late = adt("A08", "20261003120000+0100", "L1", name="New^Ann")
    early = adt("A08", "202610031130", "L1", name="Newest^Ann")  # 11:30 is after 12:00+01:00
    got = read(late + early + adt("A01", "20261001", "L1", name="Old^Ann"), key="id")
    assert [row["family"] for row in got.rows] == ["Newest"]


def test_a_merge_is_told_and_its_message_replaces_no_state() -> None:
    merge = "MSH|^~\\&|PAS|RXX|||20261005||ADT^A40|9|P|2.4\rPID|1||L1^^^RXX\rMRG|L2^^^RXX\rPID|2||L3\rMRG|L4\r"
    got = read(adt("A08", "20261001", "L1") + adt("A08", "20261002", "L2") + merge, key="id")
    assert [(row["id"], row["family"]) for row in got.rows] == [("L1", "Smith")]
    assert got.merges == [("L1", "L2"), ("L3", "L4")]
    assert read(merge.replace("MRG|L2^^^RXX", "MRG|"), key="id").faults == [(1, "no_key")]


def test_a_cancelled_stay_is_none_but_its_patient_stays() -> None:
    text = adt("A01", "20261001", "L1", visit="V1") + adt("A11", "20261002", "L1", visit="V1")
    assert not read(text, key="visit").rows
    assert [row["id"] for row in read(text, key="id").rows] == ["L1"]


def test_results_are_a_row_for_each_with_the_order_above_them() -> None:
    text = (
        "MSH|^~\\&|LAB||||20261001||ORU^R01|1\rPID|1||7\r"
        "OBR|1||A\rOBX|1|NM|G1||5\rOBX|2|NM|G2||6\rOBR|2||B\rOBX|1|NM|H1||7\r"
    )
    paths = {"id": "PID-3", "order": "OBR-3", "test": "OBX-3.1", "value": "OBX-5"}
    got = read(text + adt("A01", "20261001", "L1"), paths=paths, per="OBX", messages=["ORU^R01"])
    assert got.values == [("7", "A", "G1", "5"), ("7", "A", "G2", "6"), ("7", "B", "H1", "7")]
    assert "1 ADT^A01" in str(got.relation.notes[0])


def test_a_batch_that_lost_messages_is_noted() -> None:
    text = (
        "FHS|^~\\&\rBHS|^~\\&\r"
        + adt("A01", "20261001", "L1")
        + "BTS|1\rBHS|^~\\&\r"
        + adt("A01", "1", "L2")
        + "BTS|5\r"
    )
    got = read(text)
    assert [row["id"] for row in got.rows] == ["L1", "L2"] and not got.rejects
    assert [note.row for note in got.relation.notes] == [11] and "5" in str(got.relation.notes[0])


def test_each_bad_message_is_told_with_its_line_and_costs_no_other() -> None:
    good = adt("A01", "20261001", "L1")
    text = (
        b"PID|1||lost\r"
        + b"MSH|\r" + b"MSH|^^~\\|A\r" + b"MSH|A~\\&|\r" + b"MSH|^~\\&|A\0\rPID|1||x\r"
        + b"MSH|^~\\&|A||||||ADT^A01|||||||||UNICODE UTF-8\rPID|1||\xff\r"
        + good.encode() + b"MSH|^~\\&|A\rPID|1||"
    )  # fmt: skip
    got = read(text)
    assert got.faults == [(1, "no_msh"), (2, "marks"), (3, "marks"), (4, "marks"), (5, "nul"), (7, "encoding")]
    assert [row["id"] for row in got.rows] == ["L1", None] and "lost" not in str(got.rejects)


def test_character_sets_as_a_message_says_or_shows() -> None:
    head = "MSH|^~\\&|A||||||ADT^A01||||||||"
    for said, encoding in (("|8859/1", "latin-1"), ("|UNICODE UTF-8", "utf-8"), ("", "utf-8"), ("", "cp1252")):
        assert read(f"{head}{said}\rPID|1||Zoë\r".encode(encoding)).values[0][0] == "Zoë", encoding


def test_a_message_too_long_is_told_and_the_next_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    from concordat.data.formats import hl7v2

    monkeypatch.setattr(messages, "MOST_MESSAGE", 5_000)
    monkeypatch.setattr(messages, "_CHUNK", 1_000)
    monkeypatch.setattr(hl7v2, "MOST_MESSAGE", 5_000)
    got = read(adt("A01", "1", "L1") + adt("A01", "1", "x" * 20_000) + adt("A01", "1", "L3"))
    assert [row["id"] for row in got.rows] == ["L1", "L3"] and got.faults == [(4, "too_long")]


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n"])
def test_an_empty_file_is_refused(data: bytes) -> None:
    with pytest.raises(Unreadable):
        read(data)
