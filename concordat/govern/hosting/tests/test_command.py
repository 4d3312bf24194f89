"""concordat govern service, as a user types it, and the papers it writes: for whoever holds the record, and for one."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from concordat.cli import main
from concordat.core.rows import read_tables
from concordat.govern.hosting.handbook import handbook
from concordat.govern.hosting.month import month_of, pack
from concordat.govern.hosting.sight import Sight
from concordat.govern.hosting.tests import sample
from concordat.govern.out import handbook_paper, raci_sheet, review_paper
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.outtake import write_record
from concordat.register.record import Record

DAY = ("--as-of", "2026-11-22")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sample as a workbook in a folder, with one more organisation that has no part in it."""
    (tmp_path / "record").mkdir()
    other = Organisation(code="RZX", name="Another trust", kind=OrganisationKind.ACUTE)
    write_record(Record.of((*sample.record(), other)), tmp_path / "record" / "scans.xlsx")
    return tmp_path / "record"


def asked(folder: Path, *more: str) -> int:
    return main(["govern", "service", str(folder), "--service", "SVC-SCANS", *DAY, *more])


def words(document: bytes) -> str:
    with zipfile.ZipFile(BytesIO(document)) as parts:
        return parts.read("word/document.xml").decode()


def test_the_handbook_in_short(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(folder) == 0
    told = capsys.readouterr().out
    assert told.startswith("Shared scans\n  How it is run: One contracts and recharges.")
    assert "Back to back: 14 of 14 duties" in told
    assert "Trust RZA (RZA): £200.00; £1,000.00" in told


def test_whom_to_call_in_a_night_that_loses_an_hour(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(folder, "--call", "2027-03-28 01:30") == 0
    told = capsys.readouterr().out
    assert told.startswith("Call On call of RZA, 01234 2 at 02:30 on Sunday 28 March 2027.\nThe clocks go forward")
    assert "then Supplier's desk, 01234 3, at 02:50" in told
    assert asked(folder, "--call", "2026-12-25 10:00", "--about", "dispute") == 0
    assert capsys.readouterr().out.startswith("Nobody can be reached at 10:00 on Friday 25 December 2026.")


def test_the_review_of_a_month(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(folder, "--month", "2027-01") == 0
    told = capsys.readouterr().out
    assert told.startswith("Shared scans: January 2027\nThe record keeps no incidents")
    assert "  Risk R-1 (likelihood 3, impact 4) (digital lead of RZA, 20 January 2027)" in told


def test_one_json_object_has_it_all(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(folder, "--call", "2027-01-09 03:00", "--month", "2027-01", "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    keys = "service as_of about obligations raci forgotten risks exposure call review"
    assert list(answer) == keys.split()
    assert [each["who"] for each in answer["call"]["steps"]] == ["On call", "Supplier's desk"]
    assert answer["call"]["at"] == "2027-01-09T03:00:00+00:00"
    assert answer["raci"][0]["Activity"] == sample.ACTIVITIES[0]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (("--service", "nowhere"), "use one of these: SVC-SCANS"),
        (("--call", "soon"), "2027-01-09 03:00"),
        (("--month", "soon"), "2027-01"),
        (("--review", "x.docx"), "--month 2027-01"),
        (("--handbook", "/nowhere/at/all.docx"), "Write it elsewhere"),
    ],
)
def test_bad_input_ends_with_2_and_says_what_next(
    folder: Path, more: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert asked(folder, *more) == 2
    assert said.casefold() in capsys.readouterr().err.casefold()


def test_papers_are_written_and_said(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    papers = {"--handbook": "handbook.docx", "--review": "review.docx", "--raci": "raci.xlsx"}
    given = [part for option, name in papers.items() for part in (option, str(tmp_path / name))]
    assert asked(folder, "--month", "2027-01", *given) == 0
    told = capsys.readouterr().out
    assert all(f"Wrote {tmp_path / name}" in told for name in papers.values())
    tables = {each.sheet: each for each in read_tables(tmp_path / "raci.xlsx")}
    assert len(tables["Who does what"].rows) == len(sample.ACTIVITIES)
    assert len(tables["Obligations side by side"].rows) == 14


def test_a_copy_for_one_leaves_out_the_pounds_of_others(folder: Path, tmp_path: Path) -> None:
    def written(*more: str) -> str:
        path = tmp_path / "handbook.docx"
        assert asked(folder, "--handbook", str(path), *more) == 0
        return words(path.read_bytes())

    assert "£2,000,000.00" in written(), "the supplier's cap"
    copy = written("--reader", "RZB")
    assert "£2,000,000.00" not in copy and "a cap for its parties" in copy
    assert "£1,000,000.00" in copy, "what the host owes RZB"
    assert "£" not in written("--reader", "RZX").replace("£1,000,000.00", "")


def test_a_copy_is_for_an_organisation_of_the_record(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert asked(folder, "--reader", "RZY") == 2
    assert "There is no organisation RZY. Name one of: RZA" in capsys.readouterr().err


def test_papers_are_the_same_for_the_same_record() -> None:
    def made() -> tuple[bytes, ...]:
        book = handbook(sample.record(), "SVC-SCANS", sample.AS_OF, Sight(reader="RZB"))
        review = pack(sample.record(), "SVC-SCANS", month_of("2027-01"), sample.AS_OF)
        return handbook_paper.docx(book), raci_sheet.xlsx(book), review_paper.docx(review, sample.AS_OF)

    assert made() == made()


def test_a_service_about_which_nothing_is_known_still_has_a_handbook() -> None:
    bare = sample.service(host="", users=(), contract="", agreement="", exit_schedule="", hours="")
    book = handbook(Record.of([bare]), "SVC-SCANS", sample.AS_OF)
    text = words(handbook_paper.docx(book))
    assert "There is no ladder for an incident" in text
    assert "Nobody has a part in anything yet" in text
    assert raci_sheet.xlsx(book)


def test_hostile_words_stay_words() -> None:
    nasty = sample.record(sample.service(name="=cmd|' /C calc'!A0 <b>&\x07"), without=[sample.service()])
    book = handbook(nasty, "SVC-SCANS", sample.AS_OF)
    assert "<b>" not in words(handbook_paper.docx(book))
