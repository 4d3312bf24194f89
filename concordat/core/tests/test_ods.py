"""ODS codes: lenient where the register is, and never three characters only."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.core import ods

NHS_DATA = Path(__file__).parents[4] / "shared" / "data" / "nhs"


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("RAL", "trust"),
        ("RW1", "trust"),
        ("R0A", "trust"),
        ("TAF", "trust"),
        ("G6V2S", "trust"),
        ("D9Y0V", "sub-ICB location"),
        ("RAL01", "site"),
        ("G6V2S01", "site"),
        ("QMJ", "ICB"),
        ("Y56", "region"),
        ("02P", "sub-ICB location"),
        ("A81001", "GP practice"),
        ("U12345", "primary care network"),
        ("329", "local authority"),
        ("YGM06", "supplier"),
        ("7A4", "Welsh health board"),
        ("ZT001", "Northern Ireland trust"),
    ],
)
def test_known_shapes_hint_at_what_bears_them(code: str, kind: str) -> None:
    assert kind in ods.kinds(ods.parse(code))
    assert ods.note(code) == ""


@given(st.from_regex(r"[ \t]{0,3}[A-Za-z0-9]{3,10}[ \t\n]{0,3}", fullmatch=True))
def test_any_code_the_register_could_give_out_is_taken(text: str) -> None:
    code = ods.parse(text)
    assert code == ods.parse(code) == text.strip().upper()
    assert bool(ods.note(code)) != bool(ods.kinds(code))


@given(st.text(max_size=12))
def test_what_is_taken_is_always_capitals_and_digits(text: str) -> None:
    try:
        code = ods.parse(text)
    except ods.NotAnOdsCode as refusal:
        assert "ODS" in str(refusal)
    else:
        assert code.isascii() and code.isalnum() and code == code.upper()


@pytest.mark.parametrize(
    "text", ["", "  ", "RX", "R X1", "RX-1", "ßab", "ﬁx1", "ＲＸＸ", "R" * 11, "=RXX", "RXX\x00", "x" * 10**5]
)
def test_other_text_is_refused_and_a_long_one_is_cut(text: str) -> None:
    with pytest.raises(ods.NotAnOdsCode) as refusal:
        ods.parse(text)
    assert len(str(refusal.value)) < 250


@pytest.mark.parametrize("file", ["etr.csv", "etr_2026.csv"])
def test_every_trust_in_the_published_file_is_known_for_one(file: str) -> None:
    path = NHS_DATA / file
    if not path.exists():
        pytest.skip(f"The published ODS file {file} is not on this machine (../shared/data/nhs)")
    with path.open(encoding="utf-8-sig", newline="") as opened:
        codes = [row[0] for row in csv.reader(opened)]
    assert codes and all("trust" in ods.kinds(ods.parse(code)) for code in codes)
