"""The file that asks over MESH who has opted out nationally, and the reply that lists those who have not (IG-11).

Check for National Data Opt-outs service, https://digital.nhs.uk/services/national-data-opt-out/; what it does not say
(LF, names, the one-line reply) is as users of the service have found it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from concordat.core.finding import Finding, Severity
from concordat.core.nhs_number import NhsNumber, passes_check
from concordat.core.refusal import Refusal
from concordat.core.rule import Rule, Status
from concordat.data.opt_out import PermittedList, ten_digits, wrong_origin

WORKFLOW = "SPINE_NTT_UPHOLDING"
"""The MESH workflow that the file is sent under."""

_MAILBOX = re.compile(r"[A-Z0-9]{6,12}")
_FIELD = re.compile(r"[A-Za-z0-9_-]{1,100}")  # with a colon, say, the service takes the message and never replies
_NAME = re.compile(rf"{_MAILBOX.pattern}-(0[1-9]|[12][0-9]|3[01])(0[1-9]|1[0-2])[0-9]{{2}}-(?!0000)[0-9]{{4}}\.dat")
_ASKING = re.compile(rb"[0-9]{10},")
_LINE = re.compile(rb"([0-9]{10}),?\r?")
_SHOWN = 5


class Route(StrEnum):
    """A way of sending a file over MESH."""

    WEB_PAGE = "the MESH web page"
    CLIENT = "the MESH client or API"


MOST_BYTES = {Route.WEB_PAGE: 100_000_000, Route.CLIENT: 20_000_000_000}
"""The largest file that each route takes; a number is 12 bytes."""


class NoCheckFile(Refusal):
    """A check file that cannot be made, and everything that is wrong with it."""


class BadReply(Refusal):
    """A file that is not the reply to the one sent. It tells lines by their number and never by what they hold."""


@dataclass(frozen=True, kw_only=True)
class CheckFile:
    """A file to send and what to send it with. The reply is called after `message`, so that is told from others by it.

    `left_out` counts what was given and is not in it: malformed numbers, one digit ten times, a wrong check digit.
    """

    name: str
    subject: str
    message: str
    left_out: int
    content: bytes = field(repr=False)
    workflow: str = WORKFLOW


def check_file(
    numbers: Iterable[NhsNumber | str | None],
    *,
    mailbox: str,
    made_on: date,
    sequence: int,
    subject: str,
    message: str,
    route: Route = Route.WEB_PAGE,
    test_data: bool = False,
) -> CheckFile:
    """The file for these people, each once and in order of number; it is the `sequence`th of its month.

    `test_data` lets in numbers whose check digit is wrong, as the numbers of NHS England's own example are. One such
    number among real ones makes the service answer for none of them. Raises NoCheckFile.
    """
    given = [ten_digits(each) for each in numbers]
    kept = {each for each in given if each and (test_data or passes_check(each))}
    content = "".join(f"{each},\n" for each in sorted(kept)).encode("ascii")
    problems = [*_unsendable(mailbox, sequence, {"subject": subject, "message": message}), *_wrong_size(content, route)]
    if problems:
        raise NoCheckFile("; ".join(problems), remedy="Mend all of this, and make the file again")
    return CheckFile(
        name=f"{mailbox}-{made_on:%d%m%y}-{sequence:04}.dat",
        subject=subject,
        message=message,
        left_out=sum(each not in kept for each in given),
        content=content,
    )


def faults(file: CheckFile, *, test_data: bool = False) -> Iterator[Finding]:
    """Everything for which the service would not answer a file, whoever made it; lines are told by their number."""
    for what, next in (*_wrongly_sent(file), *_wrong_lines(file.content, test_data)):
        yield ANSWERABLE.finding(what, next, file=file.name)


ANSWERABLE = Rule(
    id="IG-11",
    text="A file that asks who has opted out nationally is called MAILBOX-DDMMYY-NNNN.dat, goes under its workflow "
    "with a subject and a message, and holds nothing but lines of an NHS number, a comma and a line feed.",
    source="NHS England, Check for National Data Opt-outs service; practice of its users on line ends and names",
    severity=Severity.ERROR,
    in_force_from=date(2018, 5, 25),
    status=Status.GUIDANCE,
    checked_on=date(2026, 11, 22),
    check=faults,
)


def permitted_list(reply: bytes, *, sent: bytes, controller: str, as_at: date) -> PermittedList:
    """Who may be disclosed of those in the file `sent`, for the controller of their rows, as at the day of the reply.

    Raises BadReply with everything wrong, or NotAList where nobody may be disclosed.
    """
    asked, not_asked = _numbers(sent)
    problems = [*wrong_origin(controller, as_at)]
    if not_asked:
        problems.append(f"the file sent is no check file: see {_lines(not_asked)}")
    permitted: set[str] = set()
    if answered := _no_list(reply):
        problems.append(answered)
    else:
        permitted, strange = _numbers(reply)
        if strange:
            problems.append(f"{_lines(strange)} of the reply hold no NHS number with its comma")
        if beyond := len(permitted - asked):
            problems.append(f"{beyond:,} of its numbers were not asked about, so it may answer another file")
    if problems:
        remedy = "Match the reply with its file by the message reference, or send the file again"
        raise BadReply("; ".join(problems), remedy=remedy)
    return PermittedList(controller=controller, as_at=as_at, checked=frozenset(asked), permitted=frozenset(permitted))


def lists_in(folder: Path) -> tuple[PermittedList, ...]:
    """Each controller's list: FOLDER/<ODS>/ holds the check file that was sent, and reply-<day>.dat, the last counts.

    Raises Refusal for a folder that is not laid out so, BadReply and NotAList.
    """
    if not folder.is_dir():
        raise Refusal("There is no such folder of opt-out lists", where=folder.name, remedy="Name the one that is")
    return tuple(_list_in(each) for each in sorted(folder.iterdir()) if each.is_dir())


def _list_in(folder: Path) -> PermittedList:
    replies = {as_at: path for path in folder.glob("reply-*.dat") if (as_at := _day_of(path))}
    asked = [path for path in folder.glob("*.dat") if not path.name.startswith("reply-")]
    if len(asked) != 1 or not replies:
        raise Refusal(
            "It does not hold one check file and its reply",
            where=folder.name,
            remedy="put both there, the reply named reply-2026-11-20.dat for the day it was made",
        )
    as_at, last = max(replies.items())
    return permitted_list(last.read_bytes(), sent=asked[0].read_bytes(), controller=folder.name, as_at=as_at)


def _day_of(reply: Path) -> date | None:
    """The day in the name of a reply; None where it names none."""
    try:
        return date.fromisoformat(reply.stem.removeprefix("reply-"))
    except ValueError:
        return None


def _unsendable(mailbox: str, sequence: int, fields: dict[str, str]) -> Iterator[str]:
    if not _MAILBOX.fullmatch(mailbox):
        yield "the mailbox is not 6 to 12 capitals and digits, such as X26HC001"
    if not 1 <= sequence <= 9999:
        yield "the sequence number is not from 1 to 9999"
    yield from _wrong_fields(fields)


def _wrong_fields(fields: dict[str, str]) -> Iterator[str]:
    for name, value in fields.items():
        if not _FIELD.fullmatch(value):
            yield f"the {name} is not 1 to 100 letters, digits, hyphens and underscores: MESH would not answer"


def _wrongly_sent(file: CheckFile) -> Iterator[tuple[str, str]]:
    if not _NAME.fullmatch(file.name):
        yield "its name is not MAILBOX-DDMMYY-NNNN.dat", "call it like X26HC001-221126-0001.dat"
    if file.workflow != WORKFLOW:
        yield f"its workflow is {file.workflow or 'not given'}", f"send it under {WORKFLOW}"
    for what in _wrong_fields({"subject": file.subject, "message": file.message}):
        yield what, "give one, such as waiting-list_2026-11"


def _wrong_lines(content: bytes, test_data: bool) -> Iterator[tuple[str, str]]:
    *lines, rest = content.split(b"\n")
    if not content.strip():
        yield "it holds no number", "put in those to ask about"
    elif rest:
        yield "its last line does not end with a line feed", "end it with one"
    for what, next, wrong in _WRONG_LINES[: 2 if test_data else 3]:
        if places := [place for place, line in enumerate(lines, 1) if wrong(line)]:
            yield f"{what}: {_lines(places)}", next


def _refused(line: bytes) -> bool:
    """Whether it is a line as it should be, but of a number that the service takes for none."""
    return bool(_ASKING.match(line)) and not passes_check(line[:10].decode("ascii"))


_WRONG_LINES: tuple[tuple[str, str, Callable[[bytes], bool]], ...] = (
    ("a carriage return stands before the line feed", "end lines with a line feed alone", lambda it: it[-1:] == b"\r"),
    (
        "not ten digits and a comma",
        "put one number and a comma on each",
        lambda it: not _ASKING.fullmatch(it.rstrip(b"\r")),
    ),
    ("no NHS number has these digits", "take them out, or nobody is answered for", _refused),
)
"""What may be wrong with a line, what to do, and how to tell; the last is let be in test data."""


def _wrong_size(content: bytes, route: Route) -> Iterator[str]:
    if not content:
        yield "no number that can be checked was given"
    if len(content) > MOST_BYTES[route]:
        yield f"the file is {len(content):,} bytes, and {route} takes {MOST_BYTES[route]:,}"


def _no_list(reply: bytes) -> str:
    """What a reply is that lists nobody; "" for one that may be a list."""
    start = reply.strip()
    if start.startswith(b"{"):
        return "this says that the file arrived, and is not the reply: wait for the file called after the message"
    if start[:1].isalpha() and b"\n" not in start:
        return "the service refused the whole file, most often because of a number that is no NHS number"
    return ""


def _numbers(data: bytes) -> tuple[set[str], list[int]]:
    """The numbers in a file, and which of its lines hold none."""
    found: set[str] = set()
    strange = []
    for place, line in enumerate(data.split(b"\n"), 1):
        if match := _LINE.fullmatch(line):
            found.add(match[1].decode("ascii"))
        elif line.strip():
            strange.append(place)
    return found, strange


def _lines(places: list[int]) -> str:
    """ "Lines 2, 5 and 7 more"."""
    shown = ", ".join(map(str, places[:_SHOWN]))
    more = len(places) - _SHOWN
    return f"line{'s' * (len(places) > 1)} {shown}{f' and {more:,} more' if more > 0 else ''}"
