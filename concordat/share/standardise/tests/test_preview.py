"""What a proposed mapping would do: counts before and after, codes of enough patients alone, and nothing is kept."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from concordat.data.disclosure import LEAST
from concordat.data.extract import Batch, land
from concordat.data.model import shared_model
from concordat.share.mapping.feed import Feed
from concordat.share.mapping.feed_file import feed_of
from concordat.share.standardise.preview import Preview, batch_for, preview, preview_of
from concordat.share.standardise.workspace import found_in, map_home

AT = datetime(2026, 11, 3, 9, tzinfo=UTC)
TEXT = """member: RZ1
system: RZ1-PAS
table: encounter
files: "visits*.csv"
source: {format: csv}
columns:
  encounter_id: id
  patient_id: patient
  encounter_class: {from: kind, codes: {OP: AMB, AE: EMER}}
"""


def feed(text: str = TEXT) -> Feed:
    return feed_of(text, file="encounter.yaml")


def visits() -> bytes:
    """Codes of LEAST patients, of one fewer, and of many rows of one patient; and words too long for a code."""
    kinds = [("OP", LEAST), ("AE", LEAST - 1), ("said so herself " * 5, LEAST)]
    rows = [f"{kind[:2]}{n},p{n},{kind.strip()}" for kind, patients in kinds for n in range(patients)]
    rows += [f"one{n},p1,XX" for n in range(3 * LEAST)]
    return "\n".join(["id,patient,kind", *rows]).encode()


@pytest.fixture
def batch(tmp_path: Path) -> Batch:
    """A month of visits, landed."""
    path = tmp_path / "visits-10.csv"
    path.write_bytes(visits())
    return land(path, home=tmp_path / "home", organisation="RZ1", system="RZ1-PAS", period="2026-10", received_at=AT)


def tried(batch: Batch, home: Path, proposed: Feed, used: tuple[Feed, ...] = ()) -> Preview:
    made = preview(
        batch, proposed, home=home, found=found_in(home) if used else (), feeds=used, model=shared_model(),
        work=home.parent / "work",
    )  # fmt: skip
    assert preview_of(json.loads(json.dumps(made.as_dict()))) == made
    return made


def test_only_codes_of_enough_different_patients_are_shown(batch: Batch, tmp_path: Path) -> None:
    (found,) = tried(batch, tmp_path / "home", feed()).codes
    assert found.codes == (("OP", LEAST, LEAST),)
    assert (found.others, found.other_rows) == (3, LEAST - 1 + LEAST + 3 * LEAST)


def test_a_key_is_never_a_code(batch: Batch, tmp_path: Path) -> None:
    mapped = feed(TEXT.replace("patient_id: patient", "patient_id: {from: patient, codes: {p1: p1}}"))
    assert [each.column for each in tried(batch, tmp_path / "home", mapped).codes] == ["encounter_class"]


def test_counts_stand_beside_what_is_mapped_now_and_nothing_is_kept(batch: Batch, tmp_path: Path) -> None:
    home, now = tmp_path / "home", feed()
    map_home(home, [now], model=shared_model(), by="Ann", at=AT)
    before = {path: path.read_bytes() for path in home.rglob("*") if path.is_file()}
    made = tried(batch, home, feed(TEXT.replace("AE: EMER", "AE: EMER, XX: IMP")), used=(now,))
    assert {path: path.read_bytes() for path in home.rglob("*") if path.is_file()} == before
    faults = {each.what: (each.before, each.after) for each in made.faults}
    assert faults["encounter_class: unmapped code"] == (4 * LEAST, LEAST)
    (sent, kept, *_) = made.rows
    assert (sent.before, sent.after) == (kept.before, kept.after) == (6 * LEAST - 1, 6 * LEAST - 1)
    assert [name for name, _, _ in made.fields] == ["encounter_class"]


def test_a_mapping_that_does_not_fit_is_told_in_a_sentence(batch: Batch, tmp_path: Path) -> None:
    made = tried(batch, tmp_path / "home", feed(TEXT.replace("encounter_id: id", "encounter_id: number")))
    assert "has no column number" in made.refused and made.rows == ()


def test_the_last_file_is_that_of_the_last_period_the_feed_is_for(batch: Batch, tmp_path: Path) -> None:
    home = tmp_path / "home"
    for name, period in (("visits-09.csv", "2026-09"), ("other-11.csv", "2026-11")):
        (tmp_path / name).write_bytes(visits() + period.encode())
        land(tmp_path / name, home=home, organisation="RZ1", system="RZ1-PAS", period=period, received_at=AT)
    assert batch_for(home, feed()) == batch
    assert batch_for(home, feed(TEXT.replace("RZ1-PAS", "RZ1-EPR"))) is None
