"""The queue of clerical review: pairs of records that a person should look at, and in words what speaks for each.

Nothing here holds a value of a row: a pair is two record ids, how far each field agrees, and what that weighs.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from concordat.data.engine import Engine, Input
from concordat.share.linkage import incremental, ledger
from concordat.share.linkage.bands import FIELDS
from concordat.share.linkage.compare import LEVELS
from concordat.share.linkage.guard import GUARDS
from concordat.share.linkage.known import Known
from concordat.share.linkage.ledger import Decided
from concordat.share.linkage.settings import Settings
from concordat.share.linkage.weights import SWAPPED, Parameters

_NAMES = ("given", "family")


@dataclass(frozen=True, kw_only=True)
class Pair:
    """Two records as a run left them: `weight` is log2 of the odds that they are one person's.

    `levels` by field, as in `compare.LEVELS`, None where a side says nothing; `guards` are those that spoke; `decided`
    is the last decision of a person, None if nobody has looked yet.
    """

    a: str
    b: str
    weight: float
    linked: bool
    levels: dict[str, int | None]
    swapped: bool
    clash: bool
    guards: tuple[int, ...]
    decided: Decided | None = None

    @property
    def waits(self) -> bool:
        """Whether nobody has settled it: nobody looked, or whoever did could not tell."""
        return self.decided is None or self.decided.decision.same is None

    @property
    def chance(self) -> float:
        """The chance that they are one person's, as the scores have it."""
        return float(1 / (1 + 2**-self.weight))


@dataclass(frozen=True, kw_only=True)
class Said:
    """What one thing says of a pair, in words, and the weight it adds or takes."""

    what: str
    says: str
    weight: float


def side(record: str) -> tuple[str, str]:
    """Whose record it is, as an ODS code, and the id it has there; an id that names no member is nobody's."""
    member, colon, local = record.partition(":")
    return (member, local) if colon else ("", record)


def queue(home: Path, *, engine: Engine) -> tuple[Pair, ...]:
    """Every pair that the runs left for a person, decided or not: what nobody looked at first, the most doubtful first.

    A run that looks at everybody again says all there is; of other runs, a pair stands until a record of it is looked
    at again.
    """
    known = ledger.known(home)
    last = ledger.last_words(home)
    found: dict[frozenset[str], Pair] = {}
    for row in _rows(known, engine):
        pair = frozenset((row["record_a"], row["record_b"]))
        found.setdefault(pair, _pair(row, last.get(pair)))
    return tuple(sorted(found.values(), key=lambda each: (not each.waits, each.decided is not None)))


def comparison(pair: Pair, parameters: Parameters) -> tuple[Said, ...]:
    """What a pair's weight is the sum of: where it starts, each field, how rare its names are, and what guards take."""
    said = [Said(what="Before anything is compared", says="two records taken at random", weight=parameters.start)]
    said += _fields(pair, parameters)
    said += [
        Said(what=f"Guard for {GUARDS[each].whom}", says="it speaks against", weight=-GUARDS[each].takes)
        for each in pair.guards
    ]
    rest = pair.weight - sum(each.weight for each in said)
    if abs(rest) >= 0.05:
        said.append(Said(what="Names", says="rarer than most" if rest > 0 else "commoner than most", weight=rest))
    return tuple(said)


def _fields(pair: Pair, parameters: Parameters) -> Iterator[Said]:
    if pair.swapped:
        yield Said(what="Forename and surname", says="swapped, and otherwise alike", weight=SWAPPED)
    for name, level in pair.levels.items():
        if pair.swapped and name in _NAMES:
            continue
        what = FIELDS[name][:1].upper() + FIELDS[name][1:]
        if level is None:
            yield Said(what=what, says="one record or both say nothing", weight=0.0)
            continue
        clash = ", and both are sound" if name == "nhs" and pair.clash else ""
        yield Said(what=what, says=f"{LEVELS[name][level]}{clash}", weight=parameters.weight(name, level))


def _rows(known: Known, engine: Engine) -> Iterator[dict[str, Any]]:
    """The pairs of every run that still stand, of the last run first."""
    for number, folder in reversed([*enumerate(known.runs, 1)]):
        inputs: dict[str, Input] = {"review": folder / "review.parquet"}
        inputs |= {"all_assigned": known.all("assigned"), "all_replaced": known.all("replaced")}
        yield from engine.run(_standing_sql(number), inputs).to_pylist()
        if known.size <= incremental.SMALL:
            return


def _standing_sql(run: int) -> str:
    guards = ", ".join(f"coalesce({each.when}, false) AS guard_{at}" for at, each in enumerate(GUARDS))
    return f"""
        WITH settled AS (
            SELECT record_id, max(run) AS run FROM all_assigned ANTI JOIN all_replaced USING (id) GROUP BY record_id)
        SELECT r.*, {guards} FROM review r
        JOIN settled x ON x.record_id = r.record_a JOIN settled y ON y.record_id = r.record_b
        WHERE x.run <= {run} AND y.run <= {run} ORDER BY abs(r.weight - {Settings.link_at}), r.record_a, r.record_b"""


def _pair(row: dict[str, Any], decided: Decided | None) -> Pair:
    return Pair(
        a=row["record_a"],
        b=row["record_b"],
        weight=row["weight"],
        linked=row["linked"],
        levels={name: row[name] for name in LEVELS},
        swapped=row["swapped"],
        clash=row["clash"],
        guards=tuple(at for at in range(len(GUARDS)) if row[f"guard_{at}"]),
        decided=decided,
    )
