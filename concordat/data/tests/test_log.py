"""The log against its own host: edited, deleted, moved, cut off or written anew, a member's checkpoint tells."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.cli import main
from concordat.core.ledger import Kind
from concordat.data.checkpoint import BadCheckpoint, read_checkpoint
from concordat.data.log import Log, NotForTheLog, verify_log
from concordat.data.redacted import KEYWORDS, redacted

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CANARY = "9434765919"


def ask(log: Log, count: int = 6) -> None:
    """Some questions and their outcomes, two lines each."""
    for number in range(count // 2):
        at = AT + timedelta(minutes=number)
        facts = {"whose": ["RZ1"] if number else ["RZ2"], "organisation": "QZ3", "purpose": "planning"}
        line = log.asked(by="a.khan", at=at, subject="DSA-01 / 2", facts=facts)
        log.outcome(line, "answered", at=at, facts={"rows": number})


@pytest.fixture
def log(tmp_path: Path) -> Log:
    kept = Log(tmp_path)
    ask(kept)
    return kept


def _lines(change: Callable[[list[bytes]], list[bytes]]) -> Callable[[Log], None]:
    def tamper(log: Log) -> None:
        log.file.write_bytes(b"".join(change(log.file.read_bytes().splitlines(keepends=True))))

    return tamper


TAMPERINGS: dict[str, tuple[Callable[[Log], None], Kind]] = {
    "a word": (_lines(lambda lines: [*lines[:2], lines[2].replace(b"planning", b"research"), *lines[3:]]), Kind.EDITED),
    "a blank": (_lines(lambda lines: [*lines[:2], lines[2].replace(b":", b": ", 1), *lines[3:]]), Kind.EDITED),
    "nonsense": (_lines(lambda lines: [*lines[:2], b"{}\n", *lines[3:]]), Kind.EDITED),
    "a float": (_lines(lambda lines: [*lines[:2], lines[2].replace(b'"QZ3"', b"1.5"), *lines[3:]]), Kind.EDITED),
    "deleted": (_lines(lambda lines: [*lines[:2], *lines[3:]]), Kind.DELETED),
    "moved": (_lines(lambda lines: [lines[1], lines[0], *lines[2:]]), Kind.REORDERED),
    "twice": (_lines(lambda lines: [*lines, lines[-1]]), Kind.REPEATED),
    "cut off": (_lines(lambda lines: lines[:-2]), Kind.TRUNCATED),
    "emptied": (_lines(lambda lines: []), Kind.TRUNCATED),
    "removed": (lambda log: log.file.unlink(), Kind.TRUNCATED),
}


@pytest.mark.parametrize("name", TAMPERINGS)
def test_each_way_of_tampering_is_found_and_named(log: Log, name: str) -> None:
    checkpoint = log.checkpoint(at=AT)
    assert verify_log(log.home, checkpoint) == ()
    tamper, kind = TAMPERINGS[name]
    tamper(log)
    for each in log.folder.glob("checkpoints/*"):
        each.unlink()
    assert kind in {problem.kind for problem in verify_log(log.home, checkpoint)}


def test_without_a_checkpoint_a_log_cut_off_seems_whole_and_with_the_hosts_own_it_does_not(log: Log) -> None:
    log.checkpoint(at=AT)
    TAMPERINGS["cut off"][0](log)
    assert {each.kind for each in verify_log(log.home)} == {Kind.TRUNCATED}
    for each in log.folder.glob("checkpoints/*"):
        each.unlink()
    assert verify_log(log.home) == ()


def test_a_log_written_anew_is_found_by_a_members_checkpoint_and_only_so(log: Log) -> None:
    checkpoint, lines = log.checkpoint(at=AT), log.lines()
    for path in (log.file, *log.folder.glob("checkpoints/*")):
        path.unlink()
    for each in lines:
        by = "nobody" if each.number == 2 else each.by
        log.write(by=by, at=each.at, action=each.action, subject=each.subject, facts=each.facts)
    assert verify_log(log.home) == ()
    assert {each.kind for each in verify_log(log.home, checkpoint)} == {Kind.EDITED}


@settings(max_examples=30)
@given(number=st.integers(1, 6), lines=st.integers(1, 6))
def test_a_member_sees_its_line_proved_by_the_checkpoint_alone(kept: Log, number: int, lines: int) -> None:
    checkpoint = kept.checkpoint(lines, at=AT)
    if number > lines:
        with pytest.raises(Exception, match="not in that checkpoint"):
            kept.inclusion(number, checkpoint)
        return
    proof = kept.inclusion(number, checkpoint)
    assert proof.holds(checkpoint)
    other = kept.lines()[number % 6]
    assert not type(proof)(line=other, lines=proof.lines, path=proof.path).holds(checkpoint)
    assert lines == 6 or not proof.holds(kept.checkpoint(at=AT))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Log:
    log = Log(tmp_path_factory.mktemp("log"))
    ask(log)
    return log


def test_a_member_sees_all_use_of_its_data_with_the_outcomes_and_no_other(log: Log) -> None:
    assert [each.number for each in log.about("RZ2")] == [1, 2]
    assert [each.number for each in log.about("RZ1")] == [3, 4, 5, 6]
    assert len(log.about("QZ3")) == 6 and log.about("RZ9") == ()


def test_a_line_cut_short_by_a_crash_is_cut_off_and_that_is_told(log: Log) -> None:
    whole = log.file.read_bytes()
    log.file.write_bytes(whole + b'{"action":"asked","at":"20')
    assert verify_log(log.home)
    log.asked(by="a.khan", at=AT, subject="DSA-01 / 2", facts={})
    assert [each.action for each in log.lines()][-2:] == ["cut short", "asked"] and verify_log(log.home) == ()
    assert log.lines()[6].facts == {"cut_bytes": 26}


def test_a_new_day_writes_the_checkpoint_of_the_day_before(log: Log) -> None:
    assert not list(log.folder.glob("checkpoints/*"))
    log.asked(by="a.khan", at=AT + timedelta(days=1), subject="DSA-01 / 2", facts={})
    (file,) = log.folder.glob("checkpoints/*")
    checkpoint = read_checkpoint(file.read_bytes())
    assert checkpoint.lines == 6 and verify_log(log.home, checkpoint) == ()


def _ask_many(home: str) -> None:
    ask(Log(Path(home)), 20)


def test_many_at_once_are_one_chain(tmp_path: Path) -> None:
    workers = [get_context("spawn").Process(target=_ask_many, args=(str(tmp_path),)) for _ in range(3)]
    for each in workers:
        each.start()
    for each in workers:
        each.join()
    assert len(Log(tmp_path).lines()) == 60 and verify_log(tmp_path) == ()


def test_what_has_no_place_in_the_log_is_refused_and_numbers_of_people_are_not_kept(log: Log) -> None:
    with pytest.raises(NotForTheLog, match="given_name"):
        log.asked(by="a.khan", at=AT, subject="x", facts={"given_name": "Ann"})
    for written in (CANARY, "943 476 5919", "943-476-5919"):
        facts = {"columns": [f"patient.{written}"], "problem": written}
        log.asked(by="a.khan", at=AT, subject=f"x {written}", facts=facts)
    assert "943" not in log.file.read_text() and verify_log(log.home) == ()


@given(st.text())
def test_of_sql_only_known_words_and_punctuation_are_kept(secret: str) -> None:
    for sql in (f"select '{secret}'", f'select 1 as "{secret}"', f"select 1 -- {secret}", f"$${secret}$$", secret):
        words = [each.strip('"') for each in redacted(sql, {"gender"}).split(" ") if each]
        unknown = [each for each in words if each.isalnum() and each.casefold() not in _KNOWN]
        assert not unknown


_KNOWN = {each.casefold() for each in ("gender", *KEYWORDS)}


def test_redacted_sql_still_tells_what_was_asked() -> None:
    sql = "SELECT gender, count(*) FROM patient WHERE nhs_number = '9434765919' AND x > 12.5"
    told = redacted(sql, {"gender", "patient", "nhs_number", "count"})
    assert told == "SELECT gender , count ( * ) FROM patient WHERE nhs_number = ? AND ? > ? . ?"


def test_the_hash_of_a_text_is_keyed_by_the_log_and_the_same_again(tmp_path: Path) -> None:
    first, second = Log(tmp_path / "a"), Log(tmp_path / "b")
    assert first.mac("x") == first.mac("x") != second.mac("x")
    assert (first.folder / "key").stat().st_mode & 0o777 == 0o400


@pytest.mark.parametrize("content", ["", "{}", "[]", "null", '{"lines":1,"seal":"","root":"zz","at":"2026-11-22"}'])
def test_what_is_no_checkpoint_is_refused(content: str) -> None:
    with pytest.raises(BadCheckpoint):
        read_checkpoint(content)


def test_the_command_says_whether_it_is_whole(log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "checkpoint.json"
    file.write_text(log.checkpoint(at=AT).as_json())
    command = ["share", "verify-log", "--home", str(log.home)]
    assert main([*command, "--checkpoint", str(file)]) == 0 and "is whole" in capsys.readouterr().out
    assert main(command) == 0 and "Only a checkpoint" in capsys.readouterr().out
    TAMPERINGS["cut off"][0](log)
    assert main([*command, "--checkpoint", str(file), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["whole"] is False and told["problems"][0]["kind"] == "truncated"
    assert main(["share", "verify-log", "--home", str(tmp_path / "nowhere")]) == 2
