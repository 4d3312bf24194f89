"""The command `concordat example`: what it writes, what it says, and what it refuses."""

import argparse
from pathlib import Path

import pytest

from concordat.core.refusal import Refusal
from concordat.register.example import cli
from concordat.register.example.generate import generate
from concordat.register.example.three_rivers import three_rivers
from concordat.register.example.three_rivers.questions import questions
from concordat.register.intake import read_record


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    cli.describe(parser)
    return cli.run(parser.parse_args(words))


@pytest.mark.parametrize("words", [(), ("--three-rivers",)])
def test_three_rivers_is_the_default(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(*words, str(tmp_path / "new" / "folder")) == 0
    assert read_record(tmp_path / "new" / "folder").stored == len(three_rivers())
    told = capsys.readouterr().out
    assert "contracts.xlsx" in told and "questions" in told
    assert len(list((tmp_path / "new" / "folder" / "questions").glob("*.json"))) == len(list(questions()))


def test_a_size_or_a_seed_asks_for_a_generated_one(tmp_path: Path) -> None:
    run("--trusts", "2", "--capabilities", "3", str(tmp_path))
    assert read_record(tmp_path).stored == len(generate(2, 3, 1))
    assert not (tmp_path / "questions").exists()


def test_a_size_beside_three_rivers_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="one size"):
        run("--three-rivers", "--trusts", "2", str(tmp_path))


def test_a_file_is_not_a_folder(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("mine", encoding="utf-8")
    with pytest.raises(Refusal, match="is a file"):
        run(str(tmp_path / "taken"))
    assert (tmp_path / "taken").read_text(encoding="utf-8") == "mine"
