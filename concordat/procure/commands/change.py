"""concordat procure change: whether a contract may be changed without buying anew, and if not, what stops it."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path
from typing import Any

from concordat.core.command import as_json, day
from concordat.core.money import pounds
from concordat.core.refusal import Refusal, as_sentence
from concordat.core.rule import NOT_LEGAL_ADVICE
from concordat.procure.law.modification import Answer, Verdict, judge
from concordat.procure.law.modifying.change import Basis, Change, Made, Point, cost
from concordat.procure.named import contract_named
from concordat.register.contract import Contract
from concordat.register.intake import whole_record
from concordat.register.procurement import Authority, Subject

HELP = "whether a contract may be changed without buying anew, by the law it was made under"
NOT_ALLOWED = 3


class NothingToJudge(Refusal):
    """No change, or one to a contract whose value when awarded is not on the record."""


def describe(parser: argparse.ArgumentParser) -> None:
    """Add what follows `concordat procure change`."""
    parser.add_argument("folder", type=Path, metavar="FOLDER", help="a workbook, or a folder of workbooks or CSVs")
    parser.add_argument("--contract", required=True, metavar="REF", help="the contract")
    parser.add_argument("--months", type=int, default=0, metavar="N", help="months added")
    value = "pounds added, with VAT, such as 250k (default: what the months cost today)"
    parser.add_argument("--value", type=pounds, default=None, metavar="AMOUNT", help=value)
    parser.add_argument("--basis", choices=_names(Basis), help="on what it rests")
    parser.add_argument("--evidence", default="", metavar="TEXT", help="the document that shows it")
    parser.add_argument("--alters-nature", action="store_true", help="it becomes another contract by its nature")
    parser.add_argument("--alters-scope", action="store_true", help="what is supplied materially changes")
    parser.add_argument("--favours-supplier", action="store_true", help="the supplier gains by it")
    parser.add_argument("--subject", choices=_names(Subject), default="services", help="what the contract is for")
    parser.add_argument("--authority", choices=_names(Authority), default="central", help="the kind of buyer")
    parser.add_argument("--as-of", type=day, default=None, help="the day to judge, YYYY-MM-DD (default: today)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(arguments: argparse.Namespace) -> int:
    """Print it; 3 where it is not allowed."""
    as_of = arguments.as_of or date.today()
    contract = _contract(arguments, as_of)
    made = Made.of(contract, _named(Subject, arguments.subject), _named(Authority, arguments.authority))
    verdict = judge(made, _change(arguments, contract), as_of)
    print(as_json(_as_dict(arguments.contract, verdict)) if arguments.json else "\n".join(_lines(verdict)))
    return NOT_ALLOWED if verdict.answer is Answer.NOT_ALLOWED else 0


def _names(choices: type[Basis] | type[Subject] | type[Authority]) -> list[str]:
    return [each.name.lower().replace("_", "-") for each in choices]


def _named(choices: Any, name: str) -> Any:
    return choices[name.upper().replace("-", "_")]


def _contract(arguments: argparse.Namespace, as_of: date) -> Contract:
    contract = contract_named(arguments.contract, whole_record(arguments.folder), as_of)
    if not contract.original_value:
        remedy = "Fill in Original value: every limit is a part of it"
        raise NothingToJudge("Its value when awarded is not on the record", where=contract.key, remedy=remedy)
    return contract


def _change(arguments: argparse.Namespace, contract: Contract) -> Change:
    altered = (arguments.alters_nature, arguments.alters_scope, arguments.favours_supplier)
    if not (arguments.months or arguments.value or arguments.basis or any(altered)):
        raise NothingToJudge("Nothing is changed", remedy="Say what is: --months, --value, or another of its arguments")
    return Change(
        months=arguments.months,
        value=cost(contract, arguments.months) if arguments.value is None else arguments.value,
        basis=_named(Basis, arguments.basis) if arguments.basis else None,
        evidence=arguments.evidence,
        alters_nature=arguments.alters_nature,
        alters_scope=arguments.alters_scope,
        favours_supplier=arguments.favours_supplier,
    )


def _lines(verdict: Verdict) -> list[str]:
    notice = f": {verdict.notice}" if verdict.notice else ""
    lines = [f"{verdict.answer.value.capitalize()}{notice}"]
    for harbour in verdict.safe or verdict.harbours:
        lines.append(f"{harbour.name}:")
        lines += [f"  {_told(each)}" for each in harbour.points]
    if verdict.advised:
        lines.append(f"A {verdict.advised} beforehand is wise.")
    return [*lines, NOT_LEGAL_ADVICE]


def _told(point: Point) -> str:
    remedy = f" {as_sentence(point.remedy)}" if point.remedy else ""
    return f"{'yes' if point.holds else 'no'}: {as_sentence(point.fact)}{remedy} [{point.rule.id}]"


def _as_dict(contract: str, verdict: Verdict) -> dict[str, Any]:
    return {
        "contract": contract,
        "answer": verdict.answer.value,
        "notice": verdict.notice,
        "advised": verdict.advised,
        "ways": [
            {"name": each.name, "safe": each.safe, "points": [_point(point) for point in each.points]}
            for each in verdict.harbours
        ],
        "caveat": NOT_LEGAL_ADVICE,
    }


def _point(point: Point) -> dict[str, Any]:
    return {
        "rule": point.rule.id,
        "source": point.rule.source,
        "holds": point.holds,
        "fact": point.fact,
        "remedy": point.remedy,
    }
