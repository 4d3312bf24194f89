"""Feed files: everything wrong is told at once, each with its line."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.core.refusal import Refusal
from concordat.data.located import BadYaml, read_yaml
from concordat.share.mapping.feed import BadFeed
from concordat.share.mapping.feed_file import feed_of, read_feed

GOOD = """member: RZ1
system: PAS
table: patient
source: {format: csv}
columns:
  patient_id: HOSP
  birth_date: {from: DOB, date: dd/mm/yyyy}
"""
BAD = """member: R!
sistem: PAS
table: patient
source: {format: cvs, zone: Mars}
every: fortnight
columns:
  nhs_numbr: NHS
  birth_date: {from: DOB, date: ddmmyy, clean: scrub}
  gender: {from: SEX, absent: no}
  postcode: {absent: ""}
  family_name: {expression: "read_csv('x')"}
  ethnic_category: {from: ETH, level: 3 groups, codes: {W: Q}}
  death_date: 7
"""


def test_everything_wrong_is_told_at_once_with_its_line() -> None:
    with pytest.raises(BadFeed) as caught:
        feed_of(BAD, file="bad.yaml")
    told = [(each.row, each.what) for each in caught.value.findings]
    assert {row for row, _ in told} == {1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13}
    said = " ".join(what for _, what in told)
    for fault in (
        "sistem",
        "nhs_numbr",
        "ddmmyy",
        "scrub",
        "READ_CSV",
        "no such level",
        "patient_id is the key",
        "say why",
    ):
        assert fault in said
    assert all(each.next and each.file == "bad.yaml" for each in caught.value.findings)


def test_a_feed_is_read_and_its_hash_is_of_all_it_rests_on(tmp_path: Path) -> None:
    path = tmp_path / "RZ1" / "pas.yaml"
    path.parent.mkdir()
    path.write_text(GOOD + "  gender: {from: SEX, codes: sex.csv}\n")
    codes = path.parent / "sex.csv"
    codes.write_text("source,target,equivalence\nM,1,equivalent\n")
    first = read_feed(path)
    assert first.reads == ("HOSP", "DOB", "SEX") and first.name == "pas"
    codes.write_text("source,target,equivalence\nM,1,wider\n")
    assert read_feed(path).hash != first.hash


@pytest.mark.parametrize(
    "name", ["../../../etc/passwd", "/etc/passwd", "none.csv", "../RZ4/sex.csv", "a\\0b", "x" * 5_000]
)
def test_files_beyond_the_feeds_and_other_members_are_not_read(tmp_path: Path, name: str) -> None:
    path = tmp_path / "feeds" / "RZ1" / "pas.yaml"
    for each in (path.parent, tmp_path / "feeds" / "RZ4"):
        each.mkdir(parents=True)
    (tmp_path / "feeds" / "RZ4" / "sex.csv").write_text("source,target,equivalence\nTHEIRS,1,equivalent\n")
    path.write_text(GOOD + f'  gender: {{from: SEX, codes: "{name}"}}\n')
    with pytest.raises(BadFeed) as caught:
        read_feed(path)
    assert caught.value.findings[0].row == 8 and "THEIRS" not in str(caught.value)


def test_a_code_map_may_be_for_all_members(tmp_path: Path) -> None:
    path = tmp_path / "feeds" / "RZ1" / "pas.yaml"
    path.parent.mkdir(parents=True)
    path.write_text(GOOD + "  gender: {from: SEX, codes: ../sex.csv}\n")
    (tmp_path / "feeds" / "sex.csv").write_text("source,target,equivalence\nM,1,equivalent\n")
    assert read_feed(path).column("gender")


def test_codes_outside_the_value_set_are_told() -> None:
    with pytest.raises(BadFeed, match=r"7 in x\.yaml is not in the value set"):
        feed_of(GOOD + '  gender: {from: SEX, codes: {M: "7"}}\n', file="x.yaml")


def test_yaml_keeps_what_was_written() -> None:
    read = read_yaml("a: NO\nb: 012\nc: 1:30\nd: 2026-10-05\ne: true\nf: 7\ng: ~\nh: on", file="f")
    assert read.value == {
        "a": "NO",
        "b": "012",
        "c": "1:30",
        "d": "2026-10-05",
        "e": True,
        "f": 7,
        "g": None,
        "h": "on",
    }
    assert read.line("d") == 4


@pytest.mark.parametrize(
    "text",
    [
        "a: &x [1]\nb: *x",
        "a: 1\na: 2",
        "? [1]\n: 2",
        "a: [",
        "\t",
        "a: !!python/object:os.system x\n: [",
        "[" * 5000,
        "a: b: c",
    ],
    ids=range(8),
)
def test_what_is_not_plain_yaml_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(BadYaml) as caught:
        read_yaml(text, file="feed.yaml")
    assert "feed.yaml" in str(caught.value)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_feed_with_lines_changed_is_read_or_refused(data: st.DataObject) -> None:
    lines = GOOD.splitlines()
    at = data.draw(st.integers(0, len(lines) - 1))
    lines[at] = data.draw(st.text(st.sampled_from("abc: {}[],\"'-#&*!|>%@`\n 1"), max_size=30))
    try:
        feed_of("\n".join(lines), file="x.yaml")
    except Refusal as refusal:
        assert str(refusal)
