"""State tables: those that contradict themselves cannot be built, and the rest say what is allowed."""

import pytest

from concordat.core.state import BadStateTable, Move, NotAllowed, StateTable

PROPOSAL = StateTable(
    "proposal",
    ("draft", "in review", "agreed", "refused"),
    "draft",
    (
        Move("draft", "in review", "submit", "SoRD 3.1"),
        Move("in review", "agreed", "agree"),
        Move("in review", "refused", "refuse"),
        Move("in review", "draft", "send back"),
    ),
)


def test_every_move_leads_where_it_says_and_every_other_act_is_refused() -> None:
    acts = {move.by for move in PROPOSAL.moves}
    for state in PROPOSAL.states:
        leads = {move.by: move.to for move in PROPOSAL.allowed(state)}
        for act in acts:
            if act in leads:
                assert PROPOSAL.after(state, act) == leads[act]
            else:
                with pytest.raises(NotAllowed, match=state):
                    PROPOSAL.after(state, act)


def test_a_refusal_names_the_acts_that_are_allowed() -> None:
    with pytest.raises(NotAllowed) as refusal:
        PROPOSAL.after("in review", "submit")
    assert "agree (to agreed), refuse (to refused), send back (to draft)" in str(refusal.value)
    with pytest.raises(NotAllowed, match="Nothing follows agreed"):
        PROPOSAL.after("agreed", "submit")


def test_a_state_that_is_not_in_the_table_is_our_mistake() -> None:
    with pytest.raises(BadStateTable, match="never 'lost'"):
        PROPOSAL.after("lost", "submit")


@pytest.mark.parametrize(
    ("states", "start", "moves", "complaint"),
    [
        (("a", "b"), "a", (), "'b' is never reached"),
        (("a", "b"), "a", (Move("b", "a", "go"),), "'b' is never reached"),
        (("a",), "z", (), "'z' is not a state"),
        (("a",), "a", (Move("a", "b", "go"),), "'b' is not a state"),
        (("a", "a"), "a", (), "'a' is listed twice"),
        (("a", "b"), "a", (Move("a", "b", "go"), Move("a", "a", "go")), "'go' leads from 'a' twice"),
        (("a", "b"), "a", (Move("a", "b", "go:\nend"),), "is not a plain name"),
        ((), "", (), "is not a state"),
    ],
)
def test_a_table_that_contradicts_itself_cannot_be_built(
    states: tuple[str, ...], start: str, moves: tuple[Move, ...], complaint: str
) -> None:
    with pytest.raises(BadStateTable, match=complaint):
        StateTable("thing", states, start, moves)


def test_every_complaint_is_made_at_once() -> None:
    with pytest.raises(BadStateTable) as wrong:
        StateTable("thing", ("a", "b", "c"), "a", (Move("a", "d", "go"),))
    assert all(f"'{state}'" in str(wrong.value) for state in "bcd")


def test_the_diagram_has_an_arrow_a_move_one_start_and_every_end() -> None:
    lines = PROPOSAL.mermaid().splitlines()
    assert lines[0] == "stateDiagram-v2"
    assert '    state "in review" as s1' in lines
    assert "    s0 --> s1: submit" in lines
    assert sum("-->" in line for line in lines) == len(PROPOSAL.moves) + 1 + len(PROPOSAL.ends)
    assert PROPOSAL.ends == ("agreed", "refused")


def test_the_text_says_the_same_and_why() -> None:
    text = PROPOSAL.text()
    assert "  submit -> in review (SoRD 3.1)" in text.splitlines()
    assert "agreed (end)" in text.splitlines()
    assert all(f"{move.by} -> {move.to}" in text for move in PROPOSAL.moves)
