"""MAIS requests become questions, and questions requests.

The Request of https://github.com/SocialCareData/information-governance (request.json, version 0.1) asks about one
person, whose details are never repeated in a Finding.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from concordat.core.finding import Finding, Severity
from concordat.data.question import BadQuestion, Question, as_json, from_json
from concordat.share.exchange.document import parsed
from concordat.share.exchange.draft import column_of
from concordat.share.exchange.extension import differences
from concordat.share.exchange.mais import catalogue_id, identifier_of
from concordat.share.exchange.report import At, Members, Report, each
from concordat.share.exchange.vocabulary import (
    AGREEMENTS,
    EXTENSION,
    ODS_SYSTEM,
    PURPOSES,
    REQUESTS,
    organisation_of,
    parts_of,
    purpose_of,
)

_STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What a request asks: a question for each policy it names, as JSON that `data.question.from_json` reads.

    `identifier` with its `system`, and `stamped`, are for the log. Where any finding is an error it asks nothing.
    """

    questions: tuple[dict[str, Any], ...] = ()
    identifier: str = ""
    system: str = ""
    stamped: datetime | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def sound(self) -> bool:
        """Whether the questions may be put."""
        return not any(each.severity is Severity.ERROR for each in self.findings)


def read_request(data: dict[str, Any] | bytes, asked: str, *, file: str = "") -> Asked:
    """What a Request that was sent to the controller `asked` (an ODS code) asks. Raises NotJson.

    Under several policies it is one question for each, so that none is answered under a policy it does not name.
    """
    report = Report(file, private=True)
    document = parsed(data, file)
    inner = document.get("Request", document) if isinstance(document, dict) else document
    if not isinstance(inner, dict):
        report.wrong("$", "This is no Request: it is no object", "ask for the request as an object with its fields")
        return Asked(findings=tuple(report.findings))
    at = "$"
    if inner is not document:
        at = "$.Request"
        Members({name: value for name, value in document.items() if name != "Request"}, "$", report).rest()
    request = Members({name: value for name, value in inner.items() if name != EXTENSION}, at, report)
    identifier, system, stamped = _identity(request, report)
    questions = _questions(request, asked, report)
    request.rest()
    if EXTENSION in inner:
        questions = _own(inner, asked, f"{at}.{EXTENSION}", report)
    told = Asked(identifier=identifier, system=system, stamped=stamped, findings=tuple(report.findings))
    return told if not told.sound else Asked(**vars(told) | {"questions": questions})


def request_of(question: Question, *, identifier: str, stamped: datetime) -> dict[str, Any]:
    """The question as a Request, with what MAIS has no member for in ours.

    There is no `RequestedData.Query`: a question is about columns, and names no person. Whoever asks about one adds it.
    """
    return _standard(question, identifier, stamped) | {EXTENSION: {"question": as_json(question)}}


def _standard(question: Question, identifier: str, stamped: datetime) -> dict[str, Any]:
    return {
        "Identifier": {"value": identifier, "System": REQUESTS},
        "DateStamp": stamped.isoformat(timespec="seconds"),
        "RequesterIdentifier": catalogue_id(question.organisation),
        "RequestedData": {"dataCategories": list(question.columns)},
        "AssertedPurpose": PURPOSES[question.purpose],
        "SharingPolicy": [{"value": question.agreement, "System": AGREEMENTS}] if question.agreement else [],
    }


def _identity(request: Members, report: Report) -> tuple[str, str, datetime | None]:
    value, system = identifier_of(request.take("Identifier"), report)
    stamp, path = request.text("DateStamp")
    try:
        return value, system, datetime.fromisoformat(stamp if _STAMP.fullmatch(stamp) else "")
    except ValueError:
        report.wrong(path, "This is no moment", "write it as 2026-11-22T09:30:00")
        return value, system, None


def _questions(request: Members, asked: str, report: Report) -> tuple[dict[str, Any], ...]:
    value, system = identifier_of(request.take("RequesterIdentifier"), report)
    asker = organisation_of(value) if system in ("", ODS_SYSTEM) else ""
    if value and not asker:
        report.wrong("$.RequesterIdentifier", "The requester is not given by an ODS code", f"give it in {ODS_SYSTEM}")
    purpose, path = request.text("AssertedPurpose")
    meant = purpose_of(purpose)
    if meant is None:
        report.wrong(path, "This purpose is not known here", f"use one of: {', '.join(PURPOSES.values())}")
    elif purpose != PURPOSES[meant]:
        report.doubt(path, f"It is taken for {meant.value}", "check that this is what is meant")
    columns = _columns(request.take("RequestedData"), report)
    policies = _policies(request, report)
    purpose_value = meant.value if meant else ""
    asks = {"organisation": asker, "whose": [asked], "columns": columns, "purpose": purpose_value}
    return tuple(asks | ({"agreement": each} if each else {}) for each in policies or ("",))


def _columns(at: At, report: Report) -> list[str]:
    """What is asked for, as table.column; the person it is about is told apart, and never repeated."""
    given, path = at
    if not isinstance(given, dict):
        report.wrong(path, "It does not say what is requested", "give RequestedData as an object")
        return []
    members = Members(given, path, report)
    query, where = members.take("Query")
    if query is not None:
        report.note(
            where, "It is about a person, whom the question leaves out", "match the person once it is permitted"
        )
    columns: dict[str, None] = {}
    for value, place in (*each(members.take("dataCategories")), *each(members.take("resourceIdentifier"))):
        text = value.get("value", value.get("Value")) if isinstance(value, dict) else value
        column = column_of(text) if isinstance(text, str) else None
        if column is None:
            report.wrong(place, "This is no column of a table", "write it as table.column")
        else:
            columns[".".join(column)] = None
    if not columns:
        report.wrong(f"{path}.dataCategories", "It names no column", 'name what is wanted, as ["table.column"]')
    members.rest()
    return list(columns)


def _policies(request: Members, report: Report) -> tuple[str, ...]:
    """The agreements it claims to be made under: the identifiers of policies, or our own addresses of them."""
    found: dict[str, None] = {}
    for value, path in each(request.take("SharingPolicy", "SharingPolicyIdentifier")):
        text = _reference(value, path, report)
        if text:
            found[text] = None
        else:
            report.wrong(path, "This names no sharing policy", "give the policy's identifier")
    return tuple(found)


def _reference(value: Any, path: str, report: Report) -> str:
    if isinstance(value, dict) and "Identifier" in value:  # a whole policy: its identifier is enough to look it up
        return _reference(value["Identifier"], f"{path}.Identifier", report)
    text, system = identifier_of((value, path), report) if isinstance(value, dict) else (value, "")
    if system not in ("", AGREEMENTS):
        what = "This policy's identifier is of another system than this record"
        report.doubt(path, what, "check that the agreement of that reference here is the one they mean")
    if not isinstance(text, str):
        return ""
    parts = parts_of("agreement", text)
    return f"{parts[1]} / {parts[2]}" if len(parts) == 3 else text.strip()


def _own(request: dict[str, Any], asked: str, path: str, report: Report) -> tuple[dict[str, Any], ...]:
    """The question in our member, if it is one, is put to this controller, and says what the request says."""
    given = request[EXTENSION].get("question") if isinstance(request[EXTENSION], dict) else None
    try:
        question = from_json(given)
    except BadQuestion as problem:
        for where, what, next in problem.problems:
            report.wrong(f"{path}.{where}", f"{where} {what}", next)
        return ()
    if asked not in question.whose:
        report.wrong(f"{path}.question.whose", f"It is not about data of {asked}", "send it to whose data it is about")
    said = {name: request.get(name) for name in ("RequesterIdentifier", "AssertedPurpose", "SharingPolicy")}
    said["RequestedData"] = {"dataCategories": (request.get("RequestedData") or {}).get("dataCategories")}
    meant = _standard(question, "", datetime.min)
    for where, _, _ in differences(said, {name: meant[name] for name in said}):
        report.wrong(where, f"It says another thing than {path}", "find out which is meant, and send it again")
    return (as_json(question),)
