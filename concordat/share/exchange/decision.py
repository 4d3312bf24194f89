"""Verdicts become MAIS decisions, and the decisions of others are read: one word, under one version of a policy.

See https://github.com/SocialCareData/information-governance (decide&log.md): PERMIT, DENY or REVIEW, which both sides
log with the request and the policy's version. It gives no schema; the members are named as those of its Request.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from concordat.core.finding import Finding, Severity
from concordat.share.exchange.document import parsed
from concordat.share.exchange.mais import identifier_of
from concordat.share.exchange.report import Members, Report
from concordat.share.exchange.vocabulary import AGREEMENTS, EXTENSION, REQUESTS

DECISIONS = ("PERMIT", "DENY", "REVIEW")


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What another answered: the word (blank where it is none of the three), on which request, under which policy."""

    word: str = ""
    request: str = ""
    agreement: str = ""
    findings: tuple[Finding, ...] = ()


def decision_of(verdict: Mapping[str, Any], *, request: str = "", decided: datetime | None = None) -> dict[str, Any]:
    """The verdict, as the JSON that `decide` gives, as a decision about the request with this identifier.

    The reasons, columns and conditions have no member in MAIS and stand in ours. Raises ValueError for another word.
    """
    word = verdict["verdict"]
    if word not in DECISIONS:
        raise ValueError(f"{word!r} is no decision; there are {', '.join(DECISIONS)}")
    reference, version = verdict.get("agreement") or "", verdict.get("version")
    under = f"{reference} / {version}" if reference and version else reference
    return {
        "Decision": word,
        **({"DateStamp": decided.isoformat(timespec="seconds")} if decided else {}),
        **({"Request": {"value": request, "System": REQUESTS}} if request else {}),
        **({"SharingPolicy": {"value": under, "System": AGREEMENTS}} if under else {}),
        EXTENSION: dict(verdict),
    }


def read_decision(data: dict[str, Any] | bytes, *, file: str = "") -> Decided:
    """What a decision says, for the log; nothing that is not plainly PERMIT is one. Raises NotJson."""
    report = Report(file, private=True)
    document = parsed(data, file)
    if not isinstance(document, dict):
        report.wrong("$", "This is no decision: it is no object", "ask for the decision as an object with its fields")
        return Decided(findings=tuple(report.findings))
    members = Members(document, "$", report)
    word, path = members.text("Decision")
    if word not in DECISIONS:
        report.wrong(path, "This is no decision", f"it must be one of {', '.join(DECISIONS)}")
    named = {}
    for name in ("Request", "SharingPolicy"):
        value, at = members.take(name)
        named[name] = identifier_of((value, at), report)[0] if value is not None else ""
    members.text("DateStamp")
    ours, at = members.take(EXTENSION)
    if isinstance(ours, dict) and ours.get("verdict", word) != word:
        report.wrong(at, "The verdict in it is another than the decision", "ask which of the two is meant")
    members.rest()
    told = tuple(report.findings)
    sound = all(each.severity is not Severity.ERROR for each in told)
    return Decided(
        word=word if sound else "", request=named["Request"], agreement=named["SharingPolicy"], findings=told
    )
