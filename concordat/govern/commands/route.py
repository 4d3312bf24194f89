"""concordat govern route: who decides a proposal, in which order, at which meetings, and the earliest lawful day."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from concordat.core.command import day, json_given, write
from concordat.core.refusal import Refusal
from concordat.govern.out.route_calendar import route_calendar
from concordat.govern.out.route_json import route_json
from concordat.govern.out.route_text import route_text
from concordat.govern.out.swim_lanes import swim_lanes
from concordat.govern.routing import Routing, routing
from concordat.register.deciding.standing import Standing
from concordat.register.intake import whole_record
from concordat.register.proposal import Proposal, ProposalStatus
from concordat.register.put import put
from concordat.register.record import Record

HELP = "who decides a proposal, in which order, at which meetings, and the earliest lawful day"


class NoSuchProposal(Refusal):
    """A key that no proposal of the record has, and that names no file."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat govern route`."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a workbook, or a folder of workbooks or CSVs")
    what = "a JSON file, its members named as the columns of Proposals; or the key of one in the folder"
    parser.add_argument("--proposal", required=True, metavar="FILE_OR_KEY", help=what)
    parser.add_argument("--as-of", type=day, default=None, help="the day to route from, YYYY-MM-DD (default: today)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    for name, (help, _) in _FILES.items():
        parser.add_argument(f"--{name}", type=Path, metavar="FILE", help=f"write the {help}")


def run(arguments: argparse.Namespace) -> int:
    """Route it; 0 routed, 2 what cannot be read, 3 something stands in the way."""
    record, as_of = whole_record(arguments.folder), arguments.as_of or date.today()
    answer = routing(_proposal(record, arguments.proposal, as_of), Standing(record), as_of)
    for name, (_, made) in _FILES.items():
        if path := getattr(arguments, name):
            write(path, made(answer))
    print(route_json(answer) if arguments.json else route_text(answer))
    return answer.exit_code


def _proposal(record: Record, named: str, as_of: date) -> Proposal:
    """The proposal in a file, or on the record as it is that day. Raises NotWhole, or NoSuchProposal."""
    path = Path(named)
    if path.is_file() or path.suffix == ".json":
        given = json_given(path, "Write the proposal as a JSON object")
        return put(Proposal, given, path.name, record, verb="govern", status=ProposalStatus.DRAFT)
    found = record.get(Proposal, named, as_of)
    if found is None:
        keys = ", ".join(dict.fromkeys(each.key for each in record.all(Proposal, as_of)))
        remedy = f"Name a JSON file, or one of: {keys}" if keys else "Name a JSON file: the record has none"
        raise NoSuchProposal(f"There is no proposal {named}", remedy=remedy)
    return found


def _paper(answer: Routing) -> bytes:
    from concordat.govern.out.route_paper import route_paper  # slow to load, and few ask for it

    return route_paper(answer)


_FILES: dict[str, tuple[str, Callable[[Routing], bytes]]] = {
    "ics": ("calendar of papers and meetings", lambda answer: route_calendar(answer.route, answer.names)),
    "docx": ("paper, with a cover sheet for each organisation", _paper),
    "svg": ("picture", lambda answer: swim_lanes(answer.route, answer.names).encode()),
}
