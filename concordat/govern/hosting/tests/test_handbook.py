"""The handbook tells each reader what is theirs: caps to the parties, costs to their own and to the office."""

from __future__ import annotations

from concordat.govern.hosting.handbook import Handbook, everywhere, handbook
from concordat.govern.hosting.ladder import Kind
from concordat.govern.hosting.sight import EVERYTHING, Sight
from concordat.govern.hosting.tests.sample import AS_OF, given, promised, record
from concordat.register.service import Duty

CAP, PROMISED = 987_654_32, 1_234_567_89
"""Pence: of the supplier to the host, and of the host to Trust RZB alone."""
RECORD = record(
    given(Duty.LIABILITY, limit=CAP),
    promised(Duty.LIABILITY, limit=PROMISED, owed_to=("RZB",)),
    without=[given(Duty.LIABILITY), promised(Duty.LIABILITY)],
)
FIGURES = {"cap": "£987,654.32", "promise": "£1,234,567.89", "gap": "£246,913.57", "of RZA": "£1,000.00",
           "of RZB": "£500.50", "expected of RZB": "£100.10"}  # fmt: skip


def told(sight: Sight) -> str:
    book = handbook(RECORD, "SVC-SCANS", AS_OF, sight)
    tables = [book.obligations(), book.other_duties(), book.raci(), book.risk_table(), book.by_member()]
    tables += [book.ladder(each) for each in Kind] + list(everywhere(RECORD, AS_OF, sight))
    words = [" ".join(row) for table in tables for row in table.words()]
    return "\n".join([*words, book.pooled_said, *(f"{what}: {text}" for what, text in book.about())])


def seen(sight: Sight) -> set[str]:
    text = told(sight)
    return {name for name, figure in FIGURES.items() if figure in text}


def test_whoever_holds_the_record_sees_all() -> None:
    assert seen(EVERYTHING) == set(FIGURES)


def test_the_host_sees_both_caps_and_its_own_cost() -> None:
    assert seen(Sight(reader="RZA")) == {"cap", "promise", "gap", "of RZA"}


def test_a_member_sees_what_it_is_promised_and_its_own_cost() -> None:
    assert seen(Sight(reader="RZB")) == {"promise", "of RZB", "expected of RZB"}
    assert seen(Sight(reader="RZC")) == set()
    assert "up to £100k" in told(Sight(reader="RZC"))


def test_the_office_sees_every_cost_and_no_cap_of_others() -> None:
    assert seen(Sight(reader="RZC", office=True)) == {"of RZA", "of RZB", "expected of RZB"}


def test_a_stranger_sees_no_pounds() -> None:
    assert "£" not in told(Sight(reader="RZX", member=False))


def test_the_verdict_is_told_to_all() -> None:
    """That it is exposed is why somebody must act; by how much is for the parties."""
    for sight in (Sight(reader="RZC"), Sight(reader="RZX", member=False)):
        assert "stronger" in told(sight)
        assert "more than the supplier's cap" in told(sight)


def test_that_two_caps_are_the_same_is_not_told() -> None:
    """To a member that knows its own, it would tell the supplier's."""
    told_of = {}
    for limit in (PROMISED, PROMISED + 1):
        own = record(
            given(Duty.LIABILITY, limit=limit),
            promised(Duty.LIABILITY, limit=PROMISED, owed_to=("RZB",)),
            without=[given(Duty.LIABILITY), promised(Duty.LIABILITY)],
        )
        told_of[limit] = handbook(own, "SVC-SCANS", AS_OF, Sight(reader="RZB")).obligations().words()
    assert told_of[PROMISED] == told_of[PROMISED + 1]


def test_codes_are_named_and_strange_ones_are_kept() -> None:
    book = handbook(RECORD, "SVC-SCANS", AS_OF)
    assert book.name("RZA") == "Trust RZA (RZA)"
    assert book.name("S1") == "Halden Systems"
    assert book.name("S9") == "S9"


def test_every_activity_has_a_cell_for_every_organisation() -> None:
    table = handbook(RECORD, "SVC-SCANS", AS_OF).raci()
    assert table.headings == ("Activity", "Trust RZA (RZA)", "Trust RZB (RZB)", "Trust RZC (RZC)")
    assert all(len(row) == 4 and all(row) for row in table.rows)


def test_it_is_the_same_for_the_same_record() -> None:
    one, other = (handbook(RECORD, "SVC-SCANS", AS_OF) for _ in range(2))
    assert isinstance(one, Handbook) and one == other
