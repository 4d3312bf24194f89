"""Routing 1,000 proposals over 14 members and ten years of meetings, against Dijkstra over the meetings, in one run.

Claim: a tenth of the peer's processor time or less, and for each member of 14 no more than twice that for each of four.
The peer is what a textbook says of earliest arrival: for each organisation a graph expanded over time, whose nodes are
bodies at their meetings and whose edges lead to every later meeting of the body that comes next, searched by Dijkstra's
algorithm with a heap; joint meetings are tried one by one, the soonest first. It asks the same `Power.stands_against`
which powers hold on which day, once for each, so that what is compared is the search. Both must find the same day.

Run `python benchmarks/route.py [--proposals N] [--seed N]`, two minutes. Exit 1: a bar is missed, or the two disagree.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from heapq import heappop, heappush
from random import Random
from typing import TypeVar

from concordat.register.authority import (
    Body,
    BodyForm,
    BodyMember,
    DecisionClass,
    Delegation,
    Function,
    ReservedMatter,
    TermsOfReference,
    Voting,
)
from concordat.register.deciding.matter import Matter, matter_of
from concordat.register.deciding.power import Power, powers
from concordat.register.deciding.route import route
from concordat.register.deciding.standing import Sitting, Standing
from concordat.register.meeting import Meeting
from concordat.register.noun import Noun
from concordat.register.person import OfficeRole
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.register.record import Record

T = TypeVar("T")
AS_OF = date(2026, 11, 22)
SIZES, YEARS = (4, 7, 14), 10
RATIO, GROWTH = 10.0, 2.0  # times as fast as the peer at least; time for each member beside the fewest's, at most
_FORMS = {"BOARD": (BodyForm.BOARD, 60), "FPC": (BodyForm.COMMITTEE, 30), "EMT": (BodyForm.EXECUTIVE, 14),
          "COG": (BodyForm.GOVERNORS, 90)}  # fmt: skip
_OFFICES = (OfficeRole.CHIEF_EXECUTIVE, OfficeRole.FINANCE_LEAD, OfficeRole.DIGITAL_LEAD)


def collaborative(members: int, seed: int) -> Record:
    """So many trusts, each with a scheme for every function and kind of decision, and ten years of meetings."""
    random = Random(seed)
    names = tuple(f"R{number:02}" for number in range(members))
    return Record.of(_rows(names, random))


def _rows(names: tuple[str, ...], random: Random) -> Iterator[Noun]:
    yield Body(body="JC", name="Joint committee", form=BodyForm.JOINT, members=names)
    yield from _calendar("JC", names, 60, random)
    for name in names:
        for short, (form, every) in _FORMS.items():
            yield Body(body=f"{name}-{short}", name=f"{name} {short}", form=form, organisation=name)
            yield from _calendar(f"{name}-{short}", (name,), every, random)
        for function in Function:
            for kind in DecisionClass:
                yield from _scheme(name, function, kind, random)


def _calendar(key: str, organisations: tuple[str, ...], every: int, random: Random) -> Iterator[Noun]:
    yield TermsOfReference(body=key, voting=Voting.MAJORITY, quorum=2, quorum_each=1, papers_days=random.choice((5, 7)))
    for each in organisations:
        for office in _OFFICES:
            yield BodyMember(body=key, organisation=each, office=office)
    day = AS_OF + timedelta(random.randrange(every))
    while day < AS_OF + timedelta(365 * YEARS):
        yield Meeting(body=key, on=day)
        day += timedelta(every + random.randrange(-3, 4))


def _scheme(name: str, function: Function, kind: DecisionClass, random: Random) -> Iterator[Noun]:
    limits = sorted(random.choice((250, 500, 1_000, 2_500, 5_000)) * 1_000_00 for _ in range(2))
    about = {"organisation": name, "function": function, "decision_class": kind}
    yield Delegation(body=f"{name}-EMT", limit=limits[0], **about)  # type: ignore[arg-type]
    yield Delegation(body=f"{name}-FPC", limit=limits[1], after=(f"{name}-EMT",), **about)  # type: ignore[arg-type]
    if random.random() < 0.97:
        limit = random.choice((None, 5_000_000_00))
        yield Delegation(body="JC", limit=limit, after=(f"{name}-FPC",), **about)  # type: ignore[arg-type]
    yield Delegation(body=f"{name}-BOARD", after=(f"{name}-FPC",), **about)  # type: ignore[arg-type]
    if kind is DecisionClass.MERGER and function is Function.CLINICAL:
        yield ReservedMatter(organisation=name, decision_class=kind, body=f"{name}-COG", besides=True)


def matters(record: Record, many: int, seed: int) -> list[tuple[Matter, date]]:
    """So many proposals of some or all members, of any kind and value, each put on a day of the first nine years."""
    random = Random(seed)
    names = sorted({each.organisation for each in record.all(Delegation)})
    return [
        (matter_of(_drawn(names, random)), AS_OF + timedelta(random.randrange(365 * (YEARS - 1)))) for _ in range(many)
    ]


def _drawn(names: list[str], random: Random) -> Proposal:
    return Proposal(
        proposal="P", title="A proposal", verb="govern", status=ProposalStatus.RELEASED,
        members=tuple(sorted(random.sample(names, random.randint(len(names) // 2, len(names))))),
        function=random.choice(list(Function)), decision_class=random.choice(list(DecisionClass)),
        value=random.choice((0, 100_000_00, 750_000_00, 3_000_000_00, 20_000_000_00)), months=60,
    )  # fmt: skip


@dataclass
class Peer:
    """Dijkstra's algorithm over bodies at their meetings, for one matter from a day on."""

    standing: Standing
    matter: Matter
    as_of: date
    able: dict[tuple[int, date], bool] = field(default_factory=dict)

    def earliest(self) -> date | None:
        """The earliest day on which all are bound."""
        held = {each: powers(each, self.matter, self.standing) for each in self.matter.members}
        own = {each: self._own([one for one in found if one.body != "JC"]) for each, found in held.items()}
        best = None if None in own.values() else max(filter(None, own.values()))
        joint = [next((one for one in found if one.body == "JC"), None) for found in held.values()]
        for sitting in self._sittings("JC") if all(joint) else ():
            if best and sitting.on >= best:
                break
            ends = {one.organisation: self._through(one, sitting) for one in joint if one}
            if all(ends.values()):
                together = max(min(filter(None, (end, own[each]))) for each, end in ends.items())
                best = min(best, together) if best else together
        return best

    def _own(self, held: list[Power]) -> date | None:
        return min(filter(None, (self._through(each, None) for each in held)), default=None)

    def _through(self, power: Power, sitting: Sitting | None) -> date | None:
        """When a power binds its organisation: the shortest way from today to the last body of its line."""
        heap: list[tuple[date, int]] = [(self.as_of - timedelta(1), 0)]
        line = (*power.after, power.body)
        settled: set[tuple[date, int]] = set()
        while heap:
            day, stage = heappop(heap)
            if (day, stage) in settled:
                continue
            settled.add((day, stage))
            besides = power.besides(day) if stage == len(line) else ()
            if stage == len(line) and not besides:
                return day
            if stage > len(line):
                return day
            for later, next_stage in self._edges(power, line, sitting, day, stage, besides):
                heappush(heap, (later, next_stage))
        return None

    def _edges(
        self, power: Power, line: tuple[str, ...], sitting: Sitting | None, day: date, stage: int, besides: object
    ) -> Iterator[tuple[date, int]]:
        """Every later meeting of the body that comes next."""
        if besides:
            ends = [
                next((one.on for one in self._sittings(row.body) if one.on > day), None) for row in power.besides(day)
            ]
            if all(ends):
                yield max(filter(None, ends)), stage + 1
            return
        last = stage == len(line) - 1
        for each in (sitting,) if sitting and last else self._sittings(line[stage]):
            if each.on > day and (not last or self._may(power, each.on)):
                yield each.on, stage + 1

    def _sittings(self, body: str) -> list[Sitting]:
        found = self.standing.coming(body, after=self.as_of - timedelta(1), as_of=self.as_of)
        return [each for each in found if self.standing.is_quorate(body, each.on)]

    def _may(self, power: Power, day: date) -> bool:
        key = (id(power), day)
        if key not in self.able:
            self.able[key] = not any(power.stands_against(self.matter, self.standing, day))
        return self.able[key]


def timed(work: Callable[[], list[T]]) -> tuple[list[T], float]:
    """What it gives, and the processor seconds it took; without pauses for garbage, as timeit measures."""
    gc.collect()
    gc.disable()
    start = time.process_time()
    found = work()
    took = time.process_time() - start
    gc.enable()
    return found, took


@dataclass(frozen=True, kw_only=True)
class Run:
    """What one size took: processor seconds of ours and the peer's, and how many days they do not agree on."""

    members: int
    ours: float
    peer: float
    different: int

    def missed(self) -> Iterator[str]:
        """The bars that were missed."""
        if self.different:
            yield f"{self.different:,} days differ of {self.members} members"
        if self.peer < RATIO * self.ours:
            yield f"{self.peer / self.ours:.1f} × as fast as the peer at {self.members} members, bar {RATIO} ×"


def measured(members: int, many: int, seed: int) -> Run:
    """One size, with its line printed."""
    record = collaborative(members, seed)
    put, standing = matters(record, many, seed), Standing(record)
    _, read = timed(lambda: [standing.sittings(key) for key in standing.bodies])
    days, ours = timed(lambda: [route(matter, standing, day).earliest for matter, day in put])
    theirs, peer = timed(lambda: [Peer(standing, matter, day).earliest() for matter, day in put])
    size = f"{members:2} members, {len(record.all(Meeting)):,} meetings, {many:,} proposals, {days.count(None)} blocked"
    each = f"{1000 * ours / many:.2f} ms each; Dijkstra {1000 * peer / many:.2f} ms; ratio {peer / ours:.1f}"
    print(f"{size}: {each}; the calendar is read once, in {read:.2f} s")
    different = sum(one != other for one, other in zip(days, theirs, strict=True))
    return Run(members=members, ours=ours, peer=peer, different=different)


def main() -> int:
    """Print times, growth and the ratio, and say which bars were missed."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--proposals", type=int, default=1_000)
    ask.add_argument("--seed", type=int, default=1)
    options = ask.parse_args()
    runs = [measured(members, options.proposals, options.seed) for members in SIZES]
    missed = [each for run in runs for each in run.missed()]
    growth = (runs[-1].ours / runs[-1].members) / (runs[0].ours / runs[0].members)
    print(f"Time for each member of {SIZES[-1]} beside each of {SIZES[0]}: {growth:.2f} ×")
    missed += [f"time for each member grows {growth:.2f} ×, bar {GROWTH} ×"] if growth > GROWTH else []
    print("\n".join(["missed:", *missed]) if missed else "every bar held")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
