"""How an ODRL document says things: spellings of terms, addresses, literals, and what a context may not change."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from concordat.share.exchange.draft import Draft
from concordat.share.exchange.report import At, Members, Report, each
from concordat.share.exchange.vocabulary import (
    DUBLIN_CORE,
    ODRL,
    ODRL_CONTEXT,
    PREFIXES,
    XSD,
    expanded,
    organisation_of,
)

_TERMS = frozenset(
    {
        *("uid", "type", "profile", "permission", "prohibition", "obligation", "duty", "assigner", "assignee"),
        *("target", "source", "refinement", "action", "constraint", "leftOperand", "operator", "rightOperand"),
        *("use", "delete", "inform", "reviewPolicy", "purpose", "dateTime", "spatial", "recipient", "delayPeriod"),
        *("elapsedTime", "eq", "neq", "gt", "lt", "gteq", "lteq", "isA", "isPartOf", "isAnyOf", "isNoneOf"),
        *("Agreement", "AssetCollection", "Permission", "Constraint"),
    }
)
"""Terms of ODRL that are read here."""


_SPECIAL = {"@type": ("@type", "type"), "uid": ("uid", "@id", "odrl:uid"), "@context": ("@context",)}


@dataclass(kw_only=True)
class Reading:
    """One document being read; `bounds` are the limits set by each permission, `terms` those set by anything else."""

    draft: Draft
    report: Report
    prefixes: dict[str, str] = field(default_factory=lambda: dict(PREFIXES))
    bounds: list[dict[str, Any]] = field(default_factory=list)
    terms: list[dict[str, Any]] = field(default_factory=list)

    def members(self, given: Mapping[str, Any], path: str) -> Members:
        """The members of an object, under any spelling of ODRL's terms."""
        return Members(given, path, self.report, spellings)

    def term(self, value: Any) -> str:
        """The bare name of an ODRL term, or the whole address of any other; blank where it is neither."""
        return self.iri(value).removeprefix(ODRL)

    def iri(self, value: Any) -> str:
        """The address that a text or a bare reference to a node stands for; blank where there is none."""
        if isinstance(value, dict) and len(value) == 1 and set(value) <= {"@id", "uid"}:
            value = next(iter(value.values()))
        return expanded(value, self.prefixes) if isinstance(value, str) else ""

    def organisations(self, at: At) -> tuple[str, ...]:
        """The ODS codes of parties, each noted as one."""
        found = {}
        for value, path in each(at):
            code = organisation_of(self.iri(value))
            if code:
                found[code] = self.draft.parties.setdefault(code, {})
            else:
                self.report.left(path, value, "is no organisation with an ODS code")
        return tuple(found)


def spellings(name: str) -> tuple[str, ...]:
    """The member names that all mean this term."""
    if name in _SPECIAL:
        return _SPECIAL[name]
    if name.startswith("dct:"):
        bare = name.removeprefix("dct:")
        return (name, f"dcterms:{bare}", f"{DUBLIN_CORE}{bare}")
    return (name, f"odrl:{name}", f"{ODRL}{name}")


def bare(given: Any) -> Any:
    """An object with the prefix of ODRL taken off its members, where no two of them then are one."""
    if not isinstance(given, dict):
        return given
    names = [name.removeprefix(ODRL).removeprefix("odrl:") for name in given]
    return dict(zip(names, given.values(), strict=True)) if len(set(names)) == len(names) else given


def literal(value: Any) -> str:
    """A literal as text; blank where it is none, or is of a type that is not of XML Schema."""
    if isinstance(value, dict) and "@value" in value and set(value) <= {"@value", "@type"}:
        kind = value.get("@type", XSD)
        value = value["@value"] if isinstance(kind, str) and expanded(kind).startswith(XSD) else None
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    return str(value).strip()


def check_context(at: At, reading: Reading) -> None:
    """Take the prefixes, and refuse another meaning of a term that is read here."""
    known = False
    for value, path in each(at):
        if isinstance(value, dict):
            for name, meaning in value.items():
                _defined(name, meaning, f"{path}.{name}", reading)
        elif isinstance(value, str) and value.replace("https://", "http://") == ODRL_CONTEXT:
            known = True
        else:
            what = f"The context {str(value)[:200]} is not looked up; terms are read as ODRL has them"
            reading.report.doubt(path, what, "read it before you sign")
    if not known:
        what = "It does not name ODRL's context; terms are read as ODRL has them"
        reading.report.doubt(at[1], what, "check that it is ODRL")


def _defined(name: str, meaning: Any, path: str, reading: Reading) -> None:
    means = meaning.get("@id") if isinstance(meaning, dict) else meaning
    whole = expanded(means, reading.prefixes) if isinstance(means, str) else ""
    ours = f"{ODRL}{name}" if name in _TERMS - {"uid", "type"} else PREFIXES.get(name)
    if (ours and whole != ours) or (name in ("uid", "type") and means not in ("@id", "@type")):
        what = f"Its context gives {name} another meaning than ODRL does"
        reading.report.wrong(path, what, "ask for it with ODRL's own context alone")
    elif name == "@vocab" and whole != ODRL:
        what = "Its context gives every bare word another meaning than ODRL does"
        reading.report.wrong(path, what, "ask for it with ODRL's own context alone")
    elif isinstance(meaning, str) and whole.endswith(("/", "#", ":")):
        reading.prefixes[name] = whole
