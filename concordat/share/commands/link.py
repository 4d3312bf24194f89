"""concordat share link: a person key for each row of any files of people, or of a workspace's shared tables."""

from __future__ import annotations

import argparse
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from pyarrow.csv import write_csv

from concordat.core.command import as_json, day, json_given
from concordat.core.refusal import Refusal
from concordat.data.engine import DuckDB
from concordat.data.facts import Facts
from concordat.data.model import shared_model
from concordat.register.intake import whole_record
from concordat.share.commands.given import takes_by
from concordat.share.linkage import agreed, ledger
from concordat.share.linkage.bands import reasons
from concordat.share.linkage.keyed import link_lake, members_of
from concordat.share.linkage.link import Linked, link
from concordat.share.linkage.people_file import BadMap, PeopleFiles, gather
from concordat.share.linkage.settings import Settings
from concordat.share.standardise.orphans import keep_orphans
from concordat.share.standardise.units import keep_units

HELP = "the same person in several files: a key for each row, and the pairs that a person should look at"
_CARE = "These links serve planning and evaluation. They are no identity check, and not for the care of one patient."

_UNCHECKED = (
    "To link members' patients needs an agreement in force that lets them be linked; whether there is one was not "
    "looked at. Name the register with --record, and who is not covered is refused."
)


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat share link`."""
    parser.add_argument(
        "inputs",
        nargs="*",
        type=Path,
        metavar="INPUT",
        help="people, as CSV, Excel or Parquet; without any, the patients in the tables of --home",
    )
    parser.add_argument("--columns", type=Path, metavar="MAP.json",
                        help='what the files call each column: {"given_name": "forename", …}')  # fmt: skip
    parser.add_argument("--out", type=Path, metavar="FILE", help="the keys of files, .csv or .parquet")
    parser.add_argument("--review", type=Path, metavar="FILE", help="the pairs to look at, .csv or .parquet")
    parser.add_argument("--home", type=Path, metavar="FOLDER", help="a workspace, where keys last from run to run")
    parser.add_argument("--record", type=Path, metavar="FOLDER",
                        help="the register: refuse members whose linkage no agreement in force allows")  # fmt: skip
    parser.add_argument("--as-of", type=day, default=None, help="the day to judge that, YYYY-MM-DD (default: today)")
    takes_by(parser)
    parser.add_argument("--any-number", action="store_true", help="the number is of another kind: check no digit")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Link, write and tell; 0, or 2 for what cannot be read."""
    _check(arguments)
    for path in filter(None, (arguments.out, arguments.review)):
        if path.suffix not in (".csv", ".parquet"):
            raise Refusal(f"The file {path.name} is neither .csv nor .parquet", remedy="Name it as one of them")
        if not path.parent.is_dir():
            raise Refusal(f"There is no folder {path.parent}", remedy="Make it, or write elsewhere")
    return _files_linked(arguments) if arguments.inputs else _lake_linked(arguments)


def _check(arguments: argparse.Namespace) -> None:
    """What goes with files, and what with a workspace alone."""
    if arguments.inputs and not (arguments.columns and arguments.out):
        raise Refusal("Files need --columns and --out", remedy="Say what they call each column, and where keys go")
    if arguments.inputs and arguments.record:
        remedy = "Leave --record out: files do not say which member each is of, so that is for you to look up"
        raise Refusal("Agreements are checked for the patients of --home alone", remedy=remedy)
    if not arguments.inputs and (not arguments.home or arguments.columns or arguments.out):
        remedy = "Give files with --columns and --out; or --home alone, to link the patients in its tables"
        raise Refusal("It is not said who is to be linked", remedy=remedy)


def _lake_linked(arguments: argparse.Namespace) -> int:
    if arguments.record:
        as_of = arguments.as_of or date.today()
        agreed.check(members_of(arguments.home), Facts(whole_record(arguments.record), as_of))
    settings = Settings(check_digit=not arguments.any_number)
    done = link_lake(arguments.home, by=arguments.by, at=datetime.now(UTC), settings=settings)
    keep_orphans(arguments.home, shared_model())  # of this snapshot: what was counted of another is not shown
    keep_units(arguments.home)
    if arguments.review and done.linked:
        _write("SELECT * FROM review", arguments.review, DuckDB(), {"review": done.linked.review})
    told = (_told(done.linked, 0) if done.linked else {"status": "as before"}) | {
        "snapshot": done.snapshot,
        "parts_keyed": done.parts,
        "rows_keyed": done.rows,
        "agreements_checked": bool(arguments.record),
    }
    said = _sentences(done.linked, told) if done.linked else ["Nobody is new, and nothing was decided since."]
    keyed = f"{done.rows:,} rows of {done.parts:,} parts were given keys: snapshot {done.snapshot} of the lake."
    unchecked = () if arguments.record else (_UNCHECKED,)
    print(as_json(told) if arguments.json else "\n".join([keyed, *said, *unchecked]))
    return 0


def _files_linked(arguments: argparse.Namespace) -> int:
    with TemporaryDirectory(prefix="concordat-link-") as folder:
        engine = DuckDB(temp=Path(folder))
        work = Path(folder) / "read"
        work.mkdir()
        people = gather(arguments.inputs, _map(arguments.columns), engine=engine, work=work)
        linked = _linked(people, arguments, engine)
        _write(_KEYS, arguments.out, engine, {"people": people.path, "persons": linked.persons})
        if arguments.review:
            _write("SELECT * FROM review", arguments.review, engine, {"review": linked.review})
    told = _told(linked, people.rejected)
    print(as_json(told) if arguments.json else "\n".join(_sentences(linked, told)))
    return 0


_KEYS = """
    SELECT p.file, p.row, p.record_id, k.person_key, k.band FROM people p JOIN persons k USING (record_id)
    ORDER BY p.file, p.row"""


def _linked(people: PeopleFiles, arguments: argparse.Namespace, engine: DuckDB) -> Linked:
    settings = Settings(check_digit=not arguments.any_number)
    if not arguments.home:
        return link(people.path, engine=engine, settings=settings)
    by, at = arguments.by, datetime.now(UTC)
    return ledger.run(arguments.home, people.path, engine=engine, by=by, at=at, settings=settings)


def _map(path: Path) -> dict[str, str]:
    remedy = 'Write it as {"given_name": "forename", "birth_date": "dob"}'
    found = json_given(path, remedy)
    if not isinstance(found, dict) or not all(isinstance(each, str) for each in found.values()):
        raise BadMap("The map of columns is no JSON object of names", where=path.name, remedy=remedy)
    return found


def _write(sql: str, path: Path, engine: DuckDB, inputs: Mapping[str, Any]) -> None:
    """Write a query's rows, as the name of the file says."""
    try:
        if path.suffix == ".parquet":
            engine.write(sql, path, inputs)
            return
        write_csv(engine.run(sql, inputs), path)
    except OSError as problem:
        raise Refusal(f"The file {path} cannot be written", remedy="Write it elsewhere") from problem


def _told(linked: Linked, left_out: int) -> dict[str, Any]:
    report = linked.report
    return {
        "status": "linked",
        "records": report.given,
        "rows_left_out": left_out,
        "persons": report.persons,
        "bands": dict(report.bands),
        "pairs_compared": report.pairs_compared,
        "pairs_for_review": report.pairs_for_review,
        "skipped": {each.key: each.skipped_groups for each in report.blocks if each.skipped_groups},
        "weights": report.parameters.how,
        "model": report.parameters.version,
        "estimated": {"precision": round(report.expected.precision, 5), "recall": round(report.expected.recall, 5)},
        "note": _CARE,
    }


def _sentences(linked: Linked, told: Mapping[str, Any]) -> list[str]:
    bands = ", ".join(f"{many:,} {band}" for band, many in told["bands"].items())
    said = [
        f"{told['records']:,} records; {told['persons']:,} persons among those looked at ({bands}).",
        f"Weights were learned {told['weights']} (model {told['model']}).",
        f"Estimated from the scores: precision {told['estimated']['precision']:.2%}, "
        f"recall {told['estimated']['recall']:.2%}; only a check against known truth measures them.",
        f"{told['pairs_for_review']:,} pairs are for a person to look at.",
    ]
    said += [f"Skipped {many:,} groups too large to compare, alike in {key}." for key, many in told["skipped"].items()]
    said += [f"{told['rows_left_out']:,} rows could not be read."] if told["rows_left_out"] else []
    first = linked.review.slice(0, 1).to_pylist()
    said += [f"The most doubtful pair: {'; '.join(reasons(first[0]))}."] if first else []
    return [*said, _CARE]
