"""How soon and how well `converge` plans, against its bars, plain HiGHS and replacing at expiry, in one run.

Run `python benchmarks/converge.py [--small] [--seed N] [--peer-seconds S]`. Times are CPU seconds of this process.
The problems are made up (`solver/tests/made_up.py`), so savings say nothing of real prices. Exit 1: a bar is missed.
"""

import argparse
import sys
import time
from dataclasses import dataclass

from concordat.converge.solver import Solution, solve
from concordat.converge.solver.check import broken
from concordat.converge.solver.mip import Programme
from concordat.converge.solver.model import Model
from concordat.converge.solver.tests.made_up import made_up, replace_at_expiry

WITHIN = 0.01  # the gap to which the solver and plain HiGHS race
FIRST_GAP = 0.10
FASTER = 5.0


@dataclass(frozen=True, kw_only=True)
class Case:
    """A size, and its bars: the final gap, CPU seconds to it, and CPU seconds to a first plan within 10 %.

    A mandate at 6 × 15 has no plan at a slack of 1 (`explain_infeasible` says why), so it is given more.
    """

    name: str
    organisations: int
    capabilities: int
    gap: float
    seconds: float
    first: float
    mandate: bool = False
    slack: float = 1.0
    race: bool = False


CASES = (
    Case(name="6 × 15", organisations=6, capabilities=15, gap=0.001, seconds=5, first=1),
    Case(
        name="6 × 15 mandate", organisations=6, capabilities=15, gap=0.015, seconds=5, first=1, mandate=True, slack=2.0
    ),
    Case(name="14 × 40", organisations=14, capabilities=40, gap=0.003, seconds=25, first=8, race=True),
    Case(name="14 × 40 mandate", organisations=14, capabilities=40, gap=0.015, seconds=25, first=8, mandate=True),
    Case(name="40 × 60", organisations=40, capabilities=60, gap=0.005, seconds=120, first=25),
)


@dataclass(frozen=True, kw_only=True)
class Lap:
    """What was known after so many CPU seconds."""

    seconds: float
    gap: float


def timed_solve(model: Model) -> tuple[Solution, list[Lap]]:
    """The answer, and each improvement told on the way to it."""
    laps: list[Lap] = []
    start = time.process_time()

    def lap(_stage: str, cost: float, bound: float) -> None:
        laps.append(Lap(seconds=time.process_time() - start, gap=(cost - bound) / abs(bound)))

    found = solve(model, on_progress=lap)
    if found.choice is not None:
        lap("answer", found.choice.cost(model), found.bound)
    return found, laps


def until(laps: list[Lap], gap: float) -> float:
    """CPU seconds until a plan was proved within ``gap``."""
    return min((lap.seconds for lap in laps if lap.gap <= gap), default=float("inf"))


def plain_highs(model: Model, seconds: float) -> tuple[float, bool]:
    """CPU seconds of HiGHS on the whole disaggregated programme to the same gap, and whether it got there."""
    start = time.process_time()
    programme = Programme(model, ~model.absent)
    found = programme.minimise(programme.cost, gap=WITHIN, nodes=10**9, seconds=seconds)
    return time.process_time() - start, found.choice is not None and not found.cut


def run(case: Case, seed: int, peer_seconds: float) -> list[str]:
    """Print one case; the bars it missed."""
    model = made_up(case.organisations, case.capabilities, seed=seed, mandate=case.mandate, slack=case.slack)
    found, laps = timed_solve(model)
    if found.choice is None:
        return [f"{case.name}: no plan ({found.status})"]
    cost, spent = found.choice.cost(model), laps[-1].seconds
    gap, first, close = laps[-1].gap, until(laps, FIRST_GAP), until(laps, WITHIN)
    saving = "" if case.mandate else f"   saves {1 - cost / replace_at_expiry(model):.1%} on replacing at expiry"
    print(f"{case.name:16} {model.cells:5} cells   first {first:6.1f} s   1 % {close:6.1f} s", end="   ")
    print(f"end {spent:6.1f} s   gap {gap:.3%}{saving}", flush=True)
    bars = [
        (not broken(model, found.choice), "the plan breaks a rule"),
        (gap <= case.gap, f"gap {gap:.3%}, bar {case.gap:.1%}"),
        (spent <= case.seconds, f"{spent:.1f} CPU s, bar {case.seconds} s"),
        (first <= case.first, f"first plan after {first:.1f} CPU s, bar {case.first} s"),
        *([race(model, close, peer_seconds)] if case.race else []),
    ]
    return [f"{case.name}: {what}" for held, what in bars if not held]


def race(model: Model, ours: float, seconds: float) -> tuple[bool, str]:
    """Print the race against plain HiGHS; whether it is won by enough."""
    theirs, arrived = plain_highs(model, seconds)
    ratio = theirs / ours
    when = f"{theirs:.1f} s, {ratio:.1f} × ours" if arrived else f"not in {theirs:.1f} s, over {ratio:.1f} × ours"
    print(f"{'':16} plain HiGHS to 1 %: {when}", flush=True)
    return ratio >= FASTER, f"{ratio:.1f} × less CPU than plain HiGHS to 1 %, bar {FASTER:.0f} ×"


def main() -> int:
    """Run the cases and say which bars were missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", action="store_true", help="only the 6 × 15 cases")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--peer-seconds", type=float, default=240.0, help="most wall seconds given to plain HiGHS")
    options = parser.parse_args()
    cases = [case for case in CASES if not options.small or case.organisations == CASES[0].organisations]
    missed = [miss for case in cases for miss in run(case, options.seed, options.peer_seconds)]
    print("\n".join(["missed:", *missed]) if missed else "every bar held")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
