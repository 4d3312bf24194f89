"""An agreement's own terms in words, where it stands on the day, and its section 75 terms."""

from __future__ import annotations

from concordat.core.money import in_pounds
from concordat.core.period import long_date
from concordat.data.rules.force import has_begun
from concordat.register.agreement import ARTICLE_26, ARTICLE_28, Agreement, Clause, Section75
from concordat.register.bundle import Bundle, bundles
from concordat.share.out.context.said import Said, Speaker

WITHHELD = "not for this reader, or not recorded"
"""In place of pounds: a record made for one reader has nothing where another's are, so the two cannot be told apart."""


def agreement(say: Speaker, bundle: Bundle) -> dict[str, Said]:
    """The terms, with `key`, `state`, and the clauses of Articles 26 and 28 that it lacks."""
    row = bundle.agreement
    return {
        **say.row(row),
        "key": row.key,
        "state": state(say, row),
        "lacks_26": _lacking(row, ARTICLE_26),
        "lacks_28": _lacking(row, ARTICLE_28),
    }


def state(say: Speaker, row: Agreement) -> str:
    """Where it stands by its dates alone; whether it is in force is for the decision to say."""
    if row.terminated_on and row.terminated_on <= say.as_of:
        return f"terminated on {long_date(row.terminated_on)}"
    if row.ends_on < say.as_of:
        return f"ended on {long_date(row.ends_on)}"
    if later := _later(say, row):
        return f"replaced by version {later}"
    if row.suspended(say.as_of) and row.suspended_on:
        return f"suspended since {long_date(row.suspended_on)}"
    if say.as_of < row.starts_on:
        return f"not begun; it starts on {long_date(row.starts_on)}"
    return "current by its dates"


def over(say: Speaker, row: Agreement) -> bool:
    """Whether nothing more is to be renewed about it."""
    return row.over(say.as_of) or _later(say, row) > 0


def section_75(say: Speaker, row: Section75 | None) -> dict[str, Said]:
    """The partnership terms, or none; pounds that are not in this record are said to be withheld, never nought."""
    if row is None:
        return {}
    shares = tuple(f"{say.organisation(code)}: {in_pounds(round(pounds * 100))}" for code, pounds in row.contributions)
    fund = in_pounds(row.pooled_fund) if row.pooled_fund else WITHHELD
    return {**say.row(row), "pooled_fund": fund, "contributions": shares or (WITHHELD,)}


def _lacking(row: Agreement, wanted: tuple[Clause, ...]) -> tuple[str, ...]:
    return tuple(each.value for each in wanted if each.value not in row.clauses)


def _later(say: Speaker, row: Agreement) -> int:
    """The highest later version of it that has come into force, as the decision sees it; 0 where there is none."""
    others = [each for each in say.record.all(Agreement, say.as_of) if each.agreement == row.agreement]
    keys = {each.key for each in others if each.version > row.version}
    found = (each for each in bundles(say.record, say.as_of) if each.key in keys) if keys else ()
    return max((each.agreement.version for each in found if has_begun(each, say.as_of)), default=0)
