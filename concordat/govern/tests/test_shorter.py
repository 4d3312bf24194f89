"""What would bring a day forward, and other ways: each day is that of routing again, and nothing splits a contract."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from concordat.core.period import ONE_DAY
from concordat.govern.alternatives import alternatives
from concordat.govern.shorter import Change, Shorter, shorter
from concordat.register.authority import Body, BodyForm, Delegation, ReservedMatter, TermsOfReference
from concordat.register.deciding.matter import matter_in
from concordat.register.deciding.route import Route, route
from concordat.register.deciding.standing import Standing
from concordat.register.deciding.tests.drawn import AS_OF as DRAWN_ON
from concordat.register.deciding.tests.drawn import drawn
from concordat.register.deciding.tests.together import ABOUT, AS_OF, LIMIT, PROPOSAL, changed, together
from concordat.register.meeting import Meeting
from concordat.register.noun import Noun
from concordat.register.proposal import Proposal
from concordat.register.record import Record

BOARDS = date(2027, 3, 25)


def tried(*rows: Noun, proposal: Proposal = PROPOSAL) -> tuple[Route, Standing, tuple[Shorter, ...]]:
    """A route, what it was found on, and what would be sooner."""
    standing = Standing(Record.of(rows))
    found = route(matter_in(standing.record, proposal, AS_OF), standing, AS_OF)
    return found, standing, shorter(found, standing)


def best(found: tuple[Shorter, ...], kind: Change) -> Shorter | None:
    """The best of a kind."""
    return next((each for each in found if each.kind is kind), None)


def test_every_change_is_sooner_and_the_best_comes_first() -> None:
    saved = 0
    for seed in range(120):
        record, proposal = drawn(seed)
        standing = Standing(record)
        found = route(matter_in(record, proposal, DRAWN_ON), standing, DRAWN_ON)
        sooner = shorter(found, standing)
        assert [each.earliest for each in sooner] == sorted(each.earliest for each in sooner)
        for each in sooner:
            assert found.earliest is None or each.earliest < found.earliest
            assert each.days == ((found.earliest - each.earliest).days if found.earliest else None)
            saved += 1
    assert saved > 30


def test_a_chair_acts_up_to_exactly_what_the_terms_allow_and_the_next_meeting_ratifies() -> None:
    later = Meeting(body="JC", on=date(2027, 4, 9))
    found = best(tried(*changed("JC", TermsOfReference, chairs_action=LIMIT), later)[2], Change.CHAIR)
    assert found is not None
    assert found.earliest == date(2027, 1, 21)  # the day after both finance committees
    assert "12 February 2027 ratifies it" in found.change
    assert best(tried(*changed("JC", TermsOfReference, chairs_action=LIMIT - 1))[2], Change.CHAIR) is None
    free = replace(PROPOSAL, value=0)  # no chair decides anything where the terms say nothing
    assert best(tried(*together(), proposal=free)[2], Change.CHAIR) is None


def test_all_whom_the_day_waits_for_may_meet_once_more_in_order() -> None:
    """Either alone brings less: the board waits for the committee, and the committee meets on 20 January."""
    board = Delegation(organisation="RZ1", body="RZ1-BOARD", after=("RZ1-FPC",), **ABOUT)
    rows = [each for each in together() if not (isinstance(each, Delegation) or each.key.startswith("JC"))]
    found, _, sooner = tried(*rows, board, proposal=replace(PROPOSAL, members=("RZ1",)))
    assert found.earliest == BOARDS
    assert sooner[0].change == (
        "Each meets once more: RZ1-FPC (RZ1) on 11 January 2027, then RZ1-BOARD (RZ1) on 12 January 2027"
    )
    assert sooner[0].earliest == date(2027, 1, 12)


def test_all_meet_together_only_where_that_is_sooner_than_one_change() -> None:
    _, _, sooner = tried(*together())
    assert sooner[0].change == (
        "Each meets once more: RZ1-FPC (RZ1) and RZ2-FPC (RZ2) on 11 January 2027, then JC on 12 January 2027"
    )
    assert sooner[0].earliest == date(2027, 1, 12)
    both = (Meeting(body=f"{each}-FPC", on=date(2027, 1, 11)) for each in ("RZ1", "RZ2"))
    _, _, sooner = tried(*together(), *both)
    assert [each.change for each in sooner] == ["JC meets once more, on 12 January 2027"]


def test_no_chair_votes_for_governors() -> None:
    rows = changed("JC", TermsOfReference, chairs_action=LIMIT, rows=tuple(together()))
    rows = changed("JC", Body, rows=rows, form=BodyForm.JOINT)
    governors = Body(body="COG", name="Governors", form=BodyForm.GOVERNORS, organisation="RZ1")
    terms = replace(
        next(each for each in rows if isinstance(each, TermsOfReference)), body="COG", quorum=0, quorum_each=0
    )
    consent = ReservedMatter(organisation="RZ1", decision_class=PROPOSAL.decision_class, body="COG", besides=True)  # type: ignore[arg-type]
    _, _, sooner = tried(*rows, governors, terms, consent, Meeting(body="COG", on=BOARDS))
    assert not any("chair of Governors" in each.change for each in sooner)


def test_a_limit_is_raised_only_after_the_board_has_met() -> None:
    """RZ2's limit is a pound short; its board meets in March, too late to help; with one in January it helps."""
    rows = changed("RZ2", Delegation, limit=LIMIT - 1)
    _, _, sooner = tried(*rows)
    assert best(sooner, Change.LIMIT) is None
    soon = Meeting(body="RZ2-BOARD", on=date(2027, 2, 11))
    found, _, sooner = tried(*rows, soon)
    assert found.earliest == BOARDS
    raised = best(sooner, Change.LIMIT)
    assert raised is not None
    assert raised.earliest == date(2027, 2, 12)
    _, _, sooner = tried(*rows, replace(soon, on=date(2027, 2, 12)))
    assert best(sooner, Change.LIMIT) is None  # it decides the same day


def test_who_has_not_let_a_joint_committee_may_do_so() -> None:
    rows = [each for each in together() if not (isinstance(each, Delegation) and each.organisation == "RZ2")]
    _, _, sooner = tried(*rows, Meeting(body="RZ2-BOARD", on=date(2027, 1, 20)))
    found = best(sooner, Change.DELEGATION)
    assert found is not None
    assert found.change.startswith("RZ2 let")
    assert found.earliest == date(2027, 2, 12)


def test_where_there_is_no_way_a_missing_meeting_is_named() -> None:
    rows = [each for each in together() if not isinstance(each, Meeting)]
    alone = replace(PROPOSAL, members=("RZ1",))
    found, _, sooner = tried(*rows, proposal=alone)
    assert found.blocked
    assert sooner[0].days is None
    assert sooner[0].change == "RZ1-BOARD (RZ1) meets once more, on 11 January 2027"


def test_alternatives_give_each_way_its_day_and_splitting_none() -> None:
    found, standing, sooner = tried(*together())
    ways = {each.way: each for each in alternatives(found, standing, sooner)}
    assert ways["JC (joint committee)"].earliest == found.earliest
    assert ways["Each by its own board"].earliest == BOARDS
    assert ways["One more meeting"].earliest == sooner[0].earliest
    assert ways["Chair's action"].earliest is None
    split = ways["Split it into parts below the limits"]
    assert (split.earliest, split.reason.rule) == (None, "GOV-13")


def test_no_alternative_is_sooner_than_the_route_without_changing_anything() -> None:
    for seed in range(60):
        record, proposal = drawn(seed)
        standing = Standing(record)
        found = route(matter_in(record, proposal, DRAWN_ON), standing, DRAWN_ON)
        for each in alternatives(found, standing, ()):
            assert each.earliest is None or (found.earliest is not None and each.earliest >= found.earliest), seed


def test_a_line_that_is_raised_keeps_its_past_and_the_record_its_own() -> None:
    line = Delegation(organisation="RZ1", body="JC", limit=1, valid_to=date(2027, 6, 1), **ABOUT)
    standing, since = Standing(Record.of([line])), date(2027, 2, 1)
    lifted = standing.with_lines(
        replace(line, valid_to=since), replace(line, limit=None, valid_from=since), without=line
    )

    def limits(of: Standing, day: date) -> list[int | None]:
        return [each.limit for each in of.delegations("RZ1", line.function, line.decision_class) if each.valid_on(day)]

    assert (limits(lifted, since - ONE_DAY), limits(lifted, since)) == ([1], [None])
    assert limits(standing, since) == [1]


def test_a_meeting_that_is_supposed_is_not_in_the_calendar() -> None:
    standing = Standing(Record.of(together()))
    before = standing.sittings("JC")
    more = standing.with_meetings(Meeting(body="JC", on=AS_OF, papers_due=AS_OF))
    assert [each.on for each in more.sittings("JC")] == [AS_OF, *(each.on for each in before)]
    assert standing.sittings("JC") == before
