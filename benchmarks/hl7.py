"""HL7 v2 messages per CPU second, from a file to rows in Parquet, against python-hl7 on the same file in one run.

Claim: at least 10 times as many as python-hl7 parsing each message and taking the same
values, written with pyarrow. Both must give the same rows. The messages are made up; the peer gets one in ten.
python-hl7 is not in requirements.lock: `.venv/bin/pip install hl7`.

Run `python benchmarks/hl7.py [--messages N] [--seed N]`. Exit 1: the bar is missed, the rows differ, or no peer.
"""

from __future__ import annotations

import argparse
import importlib
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from concordat.data.engine import DuckDB
from concordat.data.formats.reader import read
from concordat.data.formats.source import SourceSpec

BAR = 10.0
ONE_IN = 10  # the peer reads this part of the messages
PATHS = {
    "local_id": "PID-3.1",
    "nhs_number": "PID-3[4=NHS].1",
    "family_name": "PID-5.1",
    "given_name": "PID-5.2",
    "birth_date": "PID-7",
    "gender": "PID-8",
    "postcode": "PID-11.5",
    "class": "PV1-2",
    "specialty": "PV1-10",
    "visit": "PV1-19.1",
    "admitted": "PV1-44",
    "diagnosis": "DG1-3.1",
}
MESSAGE = "\r".join(
    (
        "MSH|^~\\&|PAS|RXX|EPR|RXX|20261001120000||ADT^A01^ADT_A01|{n}|P|2.4|||AL|NE",
        "EVN|A01|20261001120000|||U1^Smith^John",
        "PID|1||L{n}^^^RXX^PI~{nhs}^^^NHS^NH||{family}^{given}^Jane^^Mrs||{born}|{sex}|||{n} High Street^^Leeds^^"
        "LS1 1AA^GBR^H||01130000000|||S|CHR||||||A",
        "PD1|||Practice^^B86001|G123^Jones",
        "NK1|1|{family}^Bob|SPO|1 High Street",
        "PV1|1|I|W1^B2^3^RXX01||||C123^Cons^Ult|||100||||19|||C123|IP|V{n}^^^RXX|||||||||||||||||||||||||20261001110000",
        "PV2|||^Chest pain",
        "AL1|1|DA|X^Penicillin",
        "DG1|1||R07^Chest pain^I10",
        "",
    )
)


def main() -> int:
    """Prints both rates and their ratio."""
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--messages", type=int, default=50_000)
    ask.add_argument("--seed", type=int, default=1)
    asked = ask.parse_args()
    peer = _peer()
    if peer is None:
        print("python-hl7 is not installed, so there is nothing to compare with: .venv/bin/pip install hl7")
        return 1
    made = _made(asked.messages, random.Random(asked.seed))
    with tempfile.TemporaryDirectory() as folder:
        ours, our_rate = _ours(made, Path(folder))
        theirs, their_rate = _theirs(made[::ONE_IN], peer, Path(folder))
    ratio = our_rate / their_rate
    same = ours[::ONE_IN] == theirs
    print(f"{asked.messages:,} ADT^A01, {len(PATHS)} values each; {sum(map(len, made)) / 1e6:.0f} MB")
    print(f"concordat   {our_rate:10,.0f} messages a CPU second")
    print(f"python-hl7  {their_rate:10,.0f} messages a CPU second")
    print(f"ratio       {ratio:10.1f}   bar {BAR:.0f}   {'met' if ratio >= BAR else 'MISSED'}")
    print("the rows are the same" if same else "THE ROWS DIFFER")
    return 0 if same and ratio >= BAR else 1


def _peer() -> Any:
    """python-hl7, whose name is this file's too; None where it is not installed."""
    here = Path(__file__).resolve().parent
    sys.path[:] = [each for each in sys.path if Path(each).resolve() != here]
    try:
        return importlib.import_module("hl7")
    except ImportError:
        return None


def _made(count: int, chance: random.Random) -> list[str]:
    return [
        MESSAGE.format(
            n=number,
            nhs=chance.randrange(10**9, 10**10),
            family=chance.choice(("Smith", "O\\T\\Neil", "Jones-Brown", "Patel")),
            given=chance.choice(("Ann", "Bob", "Mary Jane", "Ali")),
            born=f"{chance.randrange(1930, 2020)}0{chance.randrange(1, 10)}15",
            sex=chance.choice("MF"),
        )
        for number in range(count)
    ]


def _ours(made: list[str], folder: Path) -> tuple[list[tuple[Any, ...]], float]:
    path = folder / "adt.hl7"
    path.write_text("".join(made), encoding="utf-8", newline="")
    spec = SourceSpec.of({"format": "hl7v2", "paths": PATHS})
    start = time.process_time()
    relation = read(path, spec, work=folder / "work")
    seconds = time.process_time() - start
    rows = DuckDB().run(f"{relation.sql} ORDER BY _row", relation.inputs)
    return list(zip(*(rows[name].to_pylist() for name in PATHS), strict=True)), len(made) / seconds


def _theirs(made: list[str], peer: Any, folder: Path) -> tuple[list[tuple[Any, ...]], float]:
    path = folder / "theirs.hl7"
    path.write_text("".join(made), encoding="utf-8", newline="")
    start = time.process_time()
    rows = [_row(peer.parse(text)) for text in _each(path)]
    table = pa.table([pa.array(column, pa.string()) for column in zip(*rows, strict=True)], names=list(PATHS))
    pq.write_table(table, folder / "theirs.parquet", compression="zstd")
    return rows, len(made) / (time.process_time() - start)


def _each(path: Path) -> Iterator[str]:
    with path.open(encoding="utf-8", newline="") as stream:
        for part in stream.read().split("\rMSH|"):
            yield part if part.startswith("MSH|") else f"MSH|{part}"


def _row(message: Any) -> tuple[str | None, ...]:
    """The values as its manual has them taken: an accessor where it will do, the tree for the chosen repeat."""
    nhs = next((str(each[0]) for each in message.segment("PID")[3] if str(each[3]) == "NHS"), None)
    taken = (
        message.extract_field("PID", 1, 3, 1, 1, 1),
        nhs,
        message.extract_field("PID", 1, 5, 1, 1, 1),
        message.extract_field("PID", 1, 5, 1, 2, 1),
        message.extract_field("PID", 1, 7, 1, 1, 1),
        message.extract_field("PID", 1, 8, 1, 1, 1),
        message.extract_field("PID", 1, 11, 1, 5, 1),
        message.extract_field("PV1", 1, 2, 1, 1, 1),
        message.extract_field("PV1", 1, 10, 1, 1, 1),
        message.extract_field("PV1", 1, 19, 1, 1, 1),
        message.extract_field("PV1", 1, 44, 1, 1, 1),
        message.extract_field("DG1", 1, 3, 1, 1, 1),
    )
    return tuple(each if each is None else message.unescape(each) if "\\" in each else each for each in taken)


if __name__ == "__main__":
    sys.exit(main())
