"""Voting power against every order and every coalition of drawn games, and against published figures."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from itertools import chain, combinations, permutations

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from concordat.govern.ballot import Ballot, Said, Voter
from concordat.govern.carried import not_carried
from concordat.govern.voting_power import Game, NoGame, game_of, votes_of
from concordat.register.authority import Body, BodyForm, BodyMember, TermsOfReference, Voting
from concordat.register.meeting import Choice
from concordat.register.person import OfficeRole
from concordat.register.record import Record

NAMES = "ABCDEFG"


@st.composite
def games(draw: st.DrawFn) -> Game:
    votes = draw(st.lists(st.integers(0, 6), min_size=1, max_size=6))
    named = dict(zip(NAMES, votes, strict=False))
    quota = draw(st.integers(0, max(sum(votes), 1)))
    heads = draw(st.integers(0, len(votes)))
    veto = frozenset(draw(st.sets(st.sampled_from(sorted(named)), max_size=3)))
    assume(quota <= sum(votes) and (quota or heads or veto))
    return Game(votes=named, quota=quota, heads=heads, veto=veto)


def by_orders(game: Game) -> dict[str, Fraction]:
    """In every order in which members could join, whose joining makes it pass."""
    found = dict.fromkeys(game.votes, 0)
    orders = list(permutations(game.votes))
    for order in orders:
        found[next(each for at, each in enumerate(order) if game.passes(order[: at + 1]))] += 1
    return {each: Fraction(number, len(orders)) for each, number in found.items()}


def by_coalitions(game: Game) -> dict[str, Fraction]:
    """Of every coalition that passes, who could stop it by leaving."""
    every = chain.from_iterable(combinations(game.votes, size) for size in range(len(game.votes) + 1))
    passing = [each for each in every if game.passes(each)]
    found = {
        each: sum(each in some and not game.passes([x for x in some if x != each]) for some in passing)
        for each in game.votes
    }
    return {each: Fraction(number, sum(found.values())) for each, number in found.items()}


@given(games())
@settings(max_examples=300, deadline=None)
def test_it_agrees_with_every_order_and_every_coalition(game: Game) -> None:
    assert {each.member: each.shapley_shubik for each in game.powers} == by_orders(game)
    assert {each.member: each.banzhaf for each in game.powers} == by_coalitions(game)


@given(games())
@settings(deadline=None)
def test_power_sums_to_one_and_who_has_more_votes_has_no_less_of_it(game: Game) -> None:
    assert sum(each.shapley_shubik for each in game.powers) == sum(each.banzhaf for each in game.powers) == 1
    plain = [each for each in game.powers if each.member not in game.veto]
    for one, other in combinations(plain, 2):
        assert one.votes < other.votes or one.shapley_shubik >= other.shapley_shubik


def test_the_field_s_own_figure() -> None:
    powers = Game(votes={"A": 5, "B": 3, "C": 2, "D": 2}, quota=7).powers
    assert [each.shapley_shubik for each in powers] == [Fraction(1, 2), *[Fraction(1, 6)] * 3]
    assert str(powers[0]) == (
        "A has 5 of 12 votes (41.7%), and its vote is the one that turns the outcome in 50.0% of the ways to agree"
    )


def test_the_security_council() -> None:
    """Nine of fifteen, the five permanent members all: a permanent member has 421/2145 (Shapley and Shubik 1954)."""
    votes = dict.fromkeys([*"PQRST", *"abcdefghij"], 1)
    powers = Game(votes=votes, quota=9, veto=frozenset("PQRST")).powers
    assert powers[0].shapley_shubik == Fraction(421, 2145)
    assert powers[-1].shapley_shubik == Fraction(4, 2145)


def test_twenty_five_voters_are_exact() -> None:
    votes = {f"M{each:02}": each % 7 + 1 for each in range(25)}
    powers = Game(votes=votes, quota=sum(votes.values()) * 3 // 4).powers
    assert sum(each.shapley_shubik for each in powers) == 1
    assert len({each.shapley_shubik for each in powers}) == 7


def test_votes_that_never_matter_are_told() -> None:
    powers = Game(votes={"A": 3, "B": 3, "C": 1}, quota=6).powers
    assert "no outcome ever turns on it" in str(powers[2])
    assert "nothing passes without it" in str(powers[0])


@pytest.mark.parametrize(("votes", "quota"), [({}, 1), ({"A": 1}, 2), ({"A": 1}, 0), ({"A": 2, "B": -1}, 1)])
def test_a_vote_that_cannot_pass_or_cannot_fail_is_refused(votes: dict[str, int], quota: int) -> None:
    with pytest.raises(NoGame):
        Game(votes=votes, quota=quota)


VOTES = {"A": 5, "B": 3, "C": 2, "D": 2}


@pytest.mark.parametrize(("changes", "for_it", "passes"), [
    ({"voting": Voting.CONSENSUS}, "ABC", False),
    ({"voting": Voting.CONSENSUS}, "ABCD", True),
    ({"voting": Voting.MAJORITY}, "AC", True),
    ({"voting": Voting.MAJORITY}, "BC", False),
    ({"voting": Voting.QUALIFIED, "share_needed": 75.0}, "ABC", True),
    ({"voting": Voting.QUALIFIED, "share_needed": 75.0}, "AB", False),
    ({"voting": Voting.QUALIFIED, "share_needed": 70.0}, "ACD", True),
    ({"voting": Voting.DOUBLE}, "AB", False),
    ({"voting": Voting.DOUBLE}, "ACD", True),
    ({"voting": Voting.MAJORITY, "affected_veto": True}, "ABC", False),
    ({"voting": Voting.MAJORITY, "affected_veto": True}, "AD", True),
])  # fmt: skip
def test_terms_are_read_as_they_say(changes: dict[str, object], for_it: str, passes: bool) -> None:
    terms = TermsOfReference(body="JC", **changes)  # type: ignore[arg-type]
    assert game_of(terms, VOTES, affected="D").passes(for_it) is passes


@given(
    st.builds(
        TermsOfReference,
        body=st.just("JC"),
        voting=st.sampled_from(Voting),
        share_needed=st.sampled_from((0.0, 50.0, 66.67, 75.0, 100.0)),
        affected_veto=st.booleans(),
    ),
    st.dictionaries(st.sampled_from("ABCDE"), st.integers(1, 5), min_size=1),
    st.sets(st.sampled_from("ABCDE")),
    st.sets(st.sampled_from("ABCDE")),
)
@settings(deadline=None)
def test_the_game_passes_what_the_vote_carries(
    terms: TermsOfReference, votes: dict[str, int], for_it: set[str], affected: set[str]
) -> None:
    """The same terms are read twice: to weigh votes before a meeting, and to count them after it."""
    office = OfficeRole.CHIEF_EXECUTIVE
    ballot = Ballot(
        body=Body(body="JC", name="Joint committee", form=BodyForm.JOINT),
        terms=terms,
        voters=tuple(Voter(organisation=each, office=office, votes=number) for each, number in votes.items()),
        said=tuple(
            Said(organisation=each, office=office, choice=Choice.FOR if each in for_it else Choice.AGAINST)
            for each in votes
        ),
        affected=tuple(sorted(affected)),
    )
    carried = next(not_carried(ballot), None) is None
    try:
        assert game_of(terms, votes, affected).passes(for_it & votes.keys()) == carried
    except NoGame:
        assert not carried


def test_members_of_one_organisation_vote_as_one_and_of_their_day() -> None:
    def seat(code: str, office: OfficeRole, votes: int, **more: object) -> BodyMember:
        return BodyMember(body="JC", organisation=code, office=office, votes=votes, **more)  # type: ignore[arg-type]

    gone = seat("RZ2", OfficeRole.CHAIR, 9, valid_to=date(2026, 1, 1))
    seats = [seat("RZ1", OfficeRole.CHAIR, 2), seat("RZ1", OfficeRole.CHIEF_EXECUTIVE, 2),
             seat("RZ2", OfficeRole.CHIEF_EXECUTIVE, 2), gone, seat("RZ4", OfficeRole.CHAIR, 0)]  # fmt: skip
    assert votes_of(Record.of(seats), "JC", date(2026, 11, 22)) == {"RZ1": 2, "RZ2": 1}
