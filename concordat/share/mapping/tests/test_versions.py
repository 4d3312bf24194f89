"""Versions of a mapping: signed before they are used, kept when replaced, and signed by nobody once altered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from concordat.core.refusal import Refusal
from concordat.share.mapping import versions
from concordat.share.mapping.feed_file import read_feeds
from concordat.share.mapping.versions import CannotPropose, NoSuchMapping, Version

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
TEXT = """member: RZ1
system: RZ1-PAS
table: patient
source: {format: csv}
columns:
  patient_id: id
  gender: {from: sex, codes: maps/sex.csv}
"""


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A workspace with a code map, and no mapping in use."""
    maps = tmp_path / "feeds" / "RZ1" / "maps"
    maps.mkdir(parents=True)
    (maps / "sex.csv").write_text("source,target,equivalence\nM,1,equivalent\n")
    return tmp_path


def propose(home: Path, text: str = TEXT, base: int = 0) -> Version:
    feed = versions.read_text(home, "RZ1", "patient", text)
    return versions.propose(home, feed=feed, text=text, by="Ann", at=AT, base=base)


def test_a_version_is_used_once_it_is_signed_and_the_one_before_is_kept(home: Path) -> None:
    first = propose(home)
    assert read_feeds(home) == () and versions.signature(home, versions.read_text(home, "RZ1", "patient", TEXT)) is None
    versions.sign(home, version=first, by="Ann", at=AT)
    (feed,) = read_feeds(home)
    found = versions.signature(home, feed)
    assert found and (found.signed_by, found.signed_at) == ("Ann", AT)
    second = propose(home, TEXT.replace("id\n", "number\n"), base=1)
    assert [each.number for each in versions.versions(home, "RZ1", "patient")] == [2, 1]
    versions.sign(home, version=second, by="Bob", at=AT + timedelta(days=1))
    assert versions.in_use(home, "RZ1", "patient") == second.text
    assert versions.version(home, "RZ1", "patient", 1).text == TEXT


def test_what_was_altered_since_is_signed_by_nobody(home: Path) -> None:
    versions.sign(home, version=propose(home), by="Ann", at=AT)
    (home / "feeds" / "RZ1" / "maps" / "sex.csv").write_text("source,target,equivalence\nM,2,equivalent\n")
    (feed,) = read_feeds(home)
    assert versions.signature(home, feed) is None, "its code map says something else"


def test_what_would_do_something_else_than_was_looked_at_is_not_signed(home: Path) -> None:
    made = propose(home)
    (home / "feeds" / "RZ1" / "maps" / "sex.csv").write_text("source,target,equivalence\nM,2,equivalent\n")
    with pytest.raises(CannotPropose, match="has changed since"):
        versions.sign(home, version=made, by="Ann", at=AT)
    assert read_feeds(home) == ()


def test_a_second_author_is_told_of_the_first(home: Path) -> None:
    propose(home)
    with pytest.raises(CannotPropose, match="Somebody proposed another"):
        propose(home)


@pytest.mark.parametrize("name", ["..", "a/b", "", "a" * 41, "-a", "Ä"])
def test_no_name_leads_out_of_the_workspace(home: Path, name: str) -> None:
    assert versions.versions(home, "RZ1", name) == () and versions.suggestion(home, "RZ1", name) == ""
    with pytest.raises(NoSuchMapping):
        versions.in_use(home, "RZ1", name)


def test_a_damaged_version_is_told(home: Path) -> None:
    propose(home)
    (home / "mappings" / "RZ1" / "patient" / "000001" / "stamp.json").write_text("{}")
    with pytest.raises(Refusal, match="damaged"):
        versions.versions(home, "RZ1", "patient")
