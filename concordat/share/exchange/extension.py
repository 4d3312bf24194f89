"""The rows of an agreement inside a document of another standard: written whole, sealed, and read back strictly."""

from __future__ import annotations

import hashlib
import json
import math
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from concordat.core.refusal import Refusal
from concordat.register.agreement import Agreement, Party, Section75, Signature
from concordat.register.bundle import Bundle, bundle_of
from concordat.register.cell import blank, from_json, jsonable
from concordat.register.noun import Column, Kind, Misbuilt, Noun, columns, link_columns, nouns
from concordat.register.organisation import Organisation
from concordat.register.record import Record
from concordat.register.sharing import DataItem, Flow, PurposeBasis, RowCondition
from concordat.share.exchange.document import step
from concordat.share.exchange.report import Members, Report

FORMAT = 1
CARRIED: tuple[type[Noun], ...] = (
    Agreement,
    Party,
    PurposeBasis,
    Flow,
    DataItem,
    RowCondition,
    Section75,
    Signature,
)
"""The nouns whose rows make an agreement; what it rests on, such as a DPIA or a protocol, is named, not carried."""

_NAMED = {noun.__name__: noun for noun in CARRIED}
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_EXPORT_AGAIN = "export it again where it was made, or delete the member 'concordat' to read the standard part alone"

Standard = Callable[[Bundle, Mapping[str, str], date], dict[str, Any]]
"""How a standard writes a bundle, given names of organisations by code and the day."""


class NoSuchAgreement(Refusal):
    """There is no such agreement version on the record that day."""


@dataclass(frozen=True, kw_only=True)
class Carried:
    """What an extension holds: one agreement as it was on a day, and the names of its organisations by code."""

    bundle: Bundle
    as_of: date
    names: Mapping[str, str]


def found(record: Record, key: str, as_of: date) -> Carried:
    """The agreement version with this key, such as `DSA-01 / 2`, with its parties' names. Raises NoSuchAgreement."""
    bundle = bundle_of(record, key, as_of)
    if bundle is None:
        known = ", ".join(each.key for each in record.all(Agreement, as_of)[:10]) or "none"
        raise NoSuchAgreement(
            f"There is no agreement {key!r} on {as_of}", remedy=f"give one of those there are: {known}"
        )
    codes = dict.fromkeys((bundle.agreement.organisation, *(each.party for each in bundle.parties)))
    known_as = {code: record.get(Organisation, code, as_of) for code in codes}
    return Carried(
        bundle=bundle, as_of=as_of, names={code: each.name if each else code for code, each in known_as.items()}
    )


def rows_of(bundle: Bundle) -> tuple[Noun, ...]:
    """Every row that is carried, signatures among them."""
    return (*bundle.rows(), *bundle.signatures)


def written(carried: Carried) -> dict[str, Any]:
    """The member that carries the rows, by the name of their noun, under a seal over all of it."""
    rows: dict[str, list[Any]] = {}
    for each in rows_of(carried.bundle):
        rows.setdefault(type(each).__name__, []).append(jsonable(each))
    body = {"format": FORMAT, "agreement": carried.bundle.key, "as_of": carried.as_of.isoformat()}
    return _sealed(body | {"names": dict(carried.names), "rows": rows})


def restored(
    given: Any, path: str, standard_part: dict[str, Any], standard: Standard, kept_by: str, report: Report
) -> tuple[Noun, ...]:
    """The rows of an extension, if it is whole and says the same as the standard members beside it."""
    carried = _read(given, path, report)
    if carried is None:
        return ()
    for keeper in dict.fromkeys(each.owner for each in carried.bundle.rows()) if kept_by else ():
        if keeper != kept_by:
            report.wrong(path, f"{keeper} keeps rows of this agreement, not {kept_by}", f"let {keeper} import it")
    for at, said, meant in differences(standard_part, standard(carried.bundle, carried.names, carried.as_of)):
        what = f"{at} says {_brief(said)}, and the rows in {path} say {_brief(meant)}"
        report.wrong(at, what, f"find out which is meant; {_EXPORT_AGAIN}")
    _told(carried.bundle, path, report)
    return rows_of(carried.bundle)


def differences(said: Any, meant: Any, path: str = "$") -> Iterator[tuple[str, Any, Any]]:
    """Where two JSON values differ: the path, the one and the other; None where there is nothing."""
    if isinstance(said, dict) and isinstance(meant, dict):
        for name in dict.fromkeys((*said, *meant)):
            yield from differences(said.get(name), meant.get(name), step(path, name))
    elif isinstance(said, list) and isinstance(meant, list) and len(said) == len(meant):
        for place, (one, other) in enumerate(zip(said, meant, strict=True)):
            yield from differences(one, other, step(path, place))
    elif said != meant or isinstance(said, bool) != isinstance(meant, bool):
        yield path, said, meant


def _sealed(body: dict[str, Any]) -> dict[str, Any]:
    text = json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return body | {"seal": f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"}


def _read(given: Any, path: str, report: Report) -> Carried | None:
    """The extension, or None after telling everything that is wrong with it."""
    if not isinstance(given, dict):
        report.wrong(path, f"{path} is no object", _EXPORT_AGAIN)
        return None
    members = Members(given, path, report)
    format, at = members.take("format")
    if format is not FORMAT and format != FORMAT:
        report.wrong(at, f"It is of format {_brief(format)}; this version reads format {FORMAT}", "update Concordat")
        return None
    before = len(report.findings)
    key, _ = members.text("agreement")
    day = _day(*members.take("as_of"), report)
    names = _names(*members.take("names"), report)
    rows = _rows(*members.take("rows"), report)
    members.take("seal")
    members.rest()
    if given.get("seal") != _sealed({name: each for name, each in given.items() if name != "seal"})["seal"]:
        report.wrong(path, f"{path} was changed after it was exported", _EXPORT_AGAIN)
    bundle = bundle_of(Record.of(rows), key, day) if day and len(report.findings) == before else None
    if day and len(report.findings) == before and bundle is None:
        report.wrong(path, f"{path} has no agreement {key[:80]!r}", _EXPORT_AGAIN)
    if bundle is None or day is None or not _whole(rows, bundle, path, report):
        return None
    return Carried(bundle=bundle, as_of=day, names=names)


def _whole(rows: tuple[Noun, ...], bundle: Bundle, path: str, report: Report) -> bool:
    """Whether these rows are just those of one agreement, each once."""
    own = set(rows_of(bundle))
    strays = [f"{each.SHEET} {each.key} is not of {bundle.key} on the day" for each in rows if each not in own]
    twice = Counter((each.SHEET, each.key) for each in rows)
    strays += [f"{sheet} {key} stands twice" for (sheet, key), count in twice.items() if count > 1]
    for what in strays:
        report.wrong(path, what, _EXPORT_AGAIN)
    return not strays


def _told(bundle: Bundle, path: str, report: Report) -> None:
    """What the rows rest on, and that nobody here has seen their signatures."""
    if bundle.signatures:
        what = f"{len(bundle.signatures)} signatures are as the file says; nobody has checked them here"
        report.note(path, what, "compare them with the signed document")
    for name in dict.fromkeys(rests_on(bundle)):
        report.note(path, f"It rests on {name}, which is not in the file", "see that it is on the record too")


def rests_on(bundle: Bundle) -> Iterator[str]:
    """What rows of an agreement name that is not carried with them, such as `DPIAs DPIA-07`; organisations apart."""
    sheets = {noun.__name__: noun.SHEET for noun in nouns()}
    own = {(type(each).__name__, each.key) for each in rows_of(bundle)}
    for row in rows_of(bundle):
        for column in link_columns(type(row)):
            value = getattr(row, column.name)
            for key in value if isinstance(value, tuple) else (value,):
                if key and column.to != "Organisation" and (column.to, key) not in own:
                    yield f"{sheets[column.to]} {key}"


def _day(value: Any, path: str, report: Report) -> date | None:
    try:
        return date.fromisoformat(value if isinstance(value, str) and _DAY.fullmatch(value) else "")
    except ValueError:
        report.wrong(path, f"{_brief(value)} is not a day", "write it as 2026-11-22")
        return None


def _names(value: Any, path: str, report: Report) -> dict[str, str]:
    if isinstance(value, dict) and all(isinstance(each, str) for each in value.values()):
        return value
    report.wrong(path, f"{path} is no object of names by code", _EXPORT_AGAIN)
    return {}


def _rows(value: Any, path: str, report: Report) -> tuple[Noun, ...]:
    if not isinstance(value, dict):
        report.wrong(path, f"{path} is no object of rows by noun", _EXPORT_AGAIN)
        return ()
    rows: list[Noun] = []
    for name, given in value.items():
        at = step(path, name)
        if name not in _NAMED or not isinstance(given, list):
            report.wrong(at, f"{at} is no list of one of: {', '.join(_NAMED)}", _EXPORT_AGAIN)
            continue
        rows += [row for place, each in enumerate(given) for row in _row(_NAMED[name], each, step(at, place), report)]
    return tuple(rows)


def _row(noun: type[Noun], given: Any, path: str, report: Report) -> Iterator[Noun]:
    """The row that stored values describe, every one of its right type; else nothing, after telling what is wrong."""
    if not isinstance(given, dict):
        report.wrong(path, f"{path} is no object", _EXPORT_AGAIN)
        return
    known = {each.name: each for each in columns(noun)}
    wrong = [name for name, each in given.items() if name not in known or not _fits(noun, known[name], each)]
    for name in wrong:
        what = (
            f"is not what {known[name].heading} holds ({known[name].kind.value})" if name in known else "is not known"
        )
        report.wrong(step(path, name), f"{step(path, name)} {what}: {_brief(given[name])}", _EXPORT_AGAIN)
    missing = [each for each in columns(noun) if each.required and given.get(each.name) in (None, "", [])]
    for each in missing:
        report.wrong(path, f"{path} has no {each.heading}", _EXPORT_AGAIN)
    if wrong or missing:
        return
    try:
        yield from_json(noun, given)
    except Misbuilt as misbuilt:
        for name, what, next in misbuilt.problems:
            report.wrong(step(path, name), what, next)


def _fits(noun: type[Noun], column: Column, value: Any) -> bool:
    if value is None:
        return not column.required and blank(noun, column.name) is None
    return _FITS[column.kind](column, value)


def _is_text(_: Column, value: Any) -> bool:
    return isinstance(value, str)


def _is_day(_: Column, value: Any) -> bool:
    if not (isinstance(value, str) and _DAY.fullmatch(value)):
        return False
    try:
        return bool(date.fromisoformat(value))
    except ValueError:
        return False


def _is_whole(_: Column, value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_choice(column: Column, value: Any) -> bool:
    return isinstance(value, str) and column.choices is not None and value in {each.value for each in column.choices}


def _is_texts(_: Column, value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(each, str) for each in value)


def _is_amounts(_: Column, value: Any) -> bool:
    pairs = value if isinstance(value, list) else [None]
    return all(isinstance(each, list) and len(each) == 2 and _is_amount(*each) for each in pairs)


def _is_amount(name: Any, number: Any) -> bool:
    is_number = isinstance(number, (int, float)) and not isinstance(number, bool)
    return isinstance(name, str) and is_number and math.isfinite(number)


_FITS: Mapping[Kind, Callable[[Column, Any], bool]] = {
    Kind.TEXT: _is_text,
    Kind.CODE: _is_text,
    Kind.LINK: _is_text,
    Kind.DATE: _is_day,
    Kind.WHOLE: _is_whole,
    Kind.MONEY: _is_whole,
    Kind.YES_NO: lambda _, value: isinstance(value, bool),
    Kind.CHOICE: _is_choice,
    Kind.LINKS: _is_texts,
    Kind.LIST: _is_texts,
    Kind.AMOUNTS: _is_amounts,
}


def _brief(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return f"{text[:120]}{'…' if len(text) > 120 else ''}" if value is not None else "nothing"
