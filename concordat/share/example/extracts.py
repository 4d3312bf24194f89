"""Extracts of Three Rivers' four trusts in four technologies, as two months of files, and beside them what is true."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from concordat.core.refusal import Refusal
from concordat.data.opt_out_check import check_file
from concordat.share.example import csv_files, fhir_files, hl7_files
from concordat.share.example.activity import Activity, activity
from concordat.share.example.people import Member, People, generate
from concordat.share.example.sent import Sent, sent
from concordat.share.example.truth import counts, is_number, numbers_out, write_table, write_truth

TRUSTS = (
    Member(code="RZ1", size=1.5, no_number=0.01),
    Member(code="RZ4", size=1.2, no_number=0.04),
    Member(code="RZ8", size=0.7, no_number=0.12),
    Member(code="Z3R4V", size=0.6, no_number=0.10),
)
WRITERS: Mapping[str, Callable[[Sent, Path], Iterator[Path]]] = {
    "RZ1": fhir_files.write,
    "RZ4": csv_files.write_older,
    "RZ8": csv_files.write_newer,
    "Z3R4V": hl7_files.write,
}
SYSTEMS = {"Observation": "RZ1-EPR", "RESULTS": "RZ4-OCS", "tests": "RZ8-OCS", "ORU": "Z3R4V-OCS"}
"""The system a file comes from, by how its name begins; all others come from the trust's patient administration."""
RECEIVED_ON = {"2026-09": date(2026, 10, 6), "2026-10": date(2026, 11, 5)}
CHECKED_ON = date(2026, 11, 20)
"""The day of the replies on opt-outs: two days before the example's own."""
MOST_PEOPLE = 1_000_000


class CannotMake(Refusal):
    """A number of people for whom no extracts are made."""


@dataclass(frozen=True, kw_only=True)
class Made:
    """What was written, and counts of it that are also in truth/summary.json."""

    files: tuple[Path, ...]
    counts: Mapping[str, Any]


def write_extracts(folder: Path, *, people: int, seed: int = 1) -> Made:
    """Write extracts/ODS/MONTH/*, opt_outs/ODS/* and truth/* into a folder; the same files for the same seed.

    Truth is for tests and demonstrations alone, and no part of what trusts send. Raises CannotMake.
    """
    if not 1 <= people <= MOST_PEOPLE:
        remedy = f"Ask for 1 to {MOST_PEOPLE:,}"
        raise CannotMake(f"Extracts of {people:,} people cannot be made", remedy=remedy)
    made = generate(people, seed=seed, members=TRUSTS)
    happened = activity(made, seed=seed)
    months = sent(happened, WRITERS)
    files = [*_months(months, folder / "extracts")]
    files += [path for each in WRITERS for path in _opt_outs(each, happened, made, folder / "opt_outs" / each)]
    counted = counts(made, happened, months)
    return Made(files=(*files, *write_truth(made, happened, counted, folder / "truth")), counts=counted)


def _months(months: Iterable[Sent], folder: Path) -> Iterator[Path]:
    """The files, and sent.csv: what to say of each when it is landed."""
    said = []
    for each in months:
        place = folder / each.member / each.month
        place.mkdir(parents=True, exist_ok=True)
        for path in WRITERS[each.member](each, place):
            start = path.stem.replace("_2", "-2").partition("-")[0]
            system = SYSTEMS.get(start, f"{each.member}-PAS")
            said.append([path.relative_to(folder).as_posix(), each.member, system, each.month, RECEIVED_ON[each.month]])
            yield path
    yield write_table(folder / "sent.csv", ["file", "organisation", "system", "period", "received_on"], said)


def _opt_outs(member: str, happened: Activity, made: People, folder: Path) -> Iterator[Path]:
    """The file by which a trust asked who has opted out nationally, and the reply: the numbers of all the others."""
    numbers = [each["nhs_number"] for each in happened.patients if each["member"] == member]
    if not any(map(is_number, numbers)):
        return
    folder.mkdir(parents=True, exist_ok=True)
    asked = check_file(
        numbers,
        mailbox=f"{member}OT01"[:12],
        made_on=CHECKED_ON,
        sequence=1,
        subject="three-rivers",
        message=f"tests-done-twice-{member}",
    )
    out = numbers_out(made, happened)
    yield _bytes(folder / asked.name, asked.content)
    kept = [line for line in asked.content.decode("ascii").splitlines(keepends=True) if line[:10] not in out]
    yield _bytes(folder / f"reply-{CHECKED_ON}.dat", "".join(kept).encode("ascii"))


def _bytes(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
