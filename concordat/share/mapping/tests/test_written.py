"""A mapping changed column by column: what is not changed stays to the letter, and what is written is read again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concordat.data.located import BadYaml
from concordat.share.mapping.written import CannotRewrite, Said, lines_of, rewritten, said_in

TEXT = """# Ours.
member: RZ1   # who
table: patient
columns:
  patient_id: Hosp No
  # asked of the supplier in March
  gender: {from: Sex, codes: {M: "1", F: "2"}}
  birth_date:
    from: [DOB, Born]
    date: [dd/mm/yyyy, iso]
  # ethnicity comes later
source: {format: csv}
"""
_PLAIN = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FFF, exclude_categories=["C", "Z"]), min_size=1)
_LINE = _PLAIN.map(str.strip).filter(bool)


def test_what_says_what_it_said_stays_to_the_letter() -> None:
    assert rewritten(TEXT, said_in(TEXT, file="f"), file="f") == TEXT


def test_one_column_is_changed_and_all_else_stays() -> None:
    said = said_in(TEXT, file="f")
    made = rewritten(TEXT, said | {"gender": replace(said["gender"], what="Gender")}, file="f")
    assert made == TEXT.replace("from: Sex", "from: Gender")


def test_a_column_is_added_and_one_taken_away() -> None:
    said = said_in(TEXT, file="f")
    del said["gender"]
    made = rewritten(TEXT, said | {"postcode": Said(how="absent", what="Not: asked")}, file="f")
    assert '  postcode: {absent: "Not: asked"}\nsource:' in made and "gender" not in made


@pytest.mark.parametrize("text", ["member: RZ1\ntable: patient\n", "member: RZ1\ncolumns: {a: b, c: {from: d}}\n"])
def test_columns_are_written_where_there_were_none_of_their_own_lines(text: str) -> None:
    said = {"a": Said(how="from", what="x\ny"), "c": Said(how="expression", what="upper(z)")}
    assert said_in(rewritten(text, said, file="f"), file="f") == said


def test_where_columns_cannot_be_told_apart_it_says_so() -> None:
    for codes in ("F  = 2", ">= 5 = 1"):
        with pytest.raises(CannotRewrite, match="one by one"):
            rewritten(TEXT, {"gender": Said(how="from", what="Sex", codes=f"M = 1\n{codes}")}, file="f")
    with pytest.raises(CannotRewrite, match="do not begin on a line"):
        rewritten("{member: RZ1, columns: {a: b}}\n", {"a": Said(how="from", what="c")}, file="f")
    with pytest.raises(BadYaml):
        rewritten("columns: [", {}, file="f")


def test_lines_lead_to_columns() -> None:
    found = lines_of(TEXT, file="f")
    assert (found[5], found[7], found[9], found[10]) == ("patient_id", "gender", "birth_date", "birth_date")
    assert 2 not in found
    assert lines_of("member: RZ1\n", file="f") == {} == said_in(rewritten(TEXT, {}, file="f"), file="f")


@given(
    st.dictionaries(
        st.sampled_from(["patient_id", "gender", "postcode", "nhs_number"]),
        st.builds(
            Said,
            how=st.just("from"),
            what=st.lists(_LINE, min_size=1, max_size=3, unique=True).map("\n".join),
            date=st.sampled_from(["", "dd/mm/yyyy", "iso, yyyymmdd"]),
            clean=st.sampled_from(["", "upper", "upper, one space"]),
            level=st.sampled_from(["", "5 groups"]),
        ),
    )
)
def test_whatever_is_written_is_read_again_or_refused(said: dict[str, Said]) -> None:
    try:
        made = rewritten(TEXT, said, file="f")
    except (CannotRewrite, BadYaml):
        return
    assert said_in(made, file="f") == said
    assert made.startswith("# Ours.\nmember: RZ1   # who\n") and made.endswith("source: {format: csv}\n")
