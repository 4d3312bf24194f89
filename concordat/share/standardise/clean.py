"""Cleaners: what may be done to a text before it is read, each by name; and which a shared column always gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from concordat.data.engine import text
from concordat.data.model import ColumnModel

# One letter or two, one or two digits or a digit and a letter; then a digit and two letters (BS 7666-0:2006)
POSTCODE = r"[A-Z]{1,2}[0-9][0-9A-Z]? [0-9][A-Z]{2}"
_POSTCODE = POSTCODE.replace("{", "{{").replace("}", "}}")
_SQUEEZED = "regexp_replace(upper(regexp_replace({0}, '[^0-9A-Za-z]+', '', 'g')), '([0-9][A-Z]{{2}})$', ' \\1')"
CLEANERS: Mapping[str, str] = {
    "upper": "upper({})",
    "lower": "lower({})",
    "digits": "regexp_replace({}, '[^0-9]', '', 'g')",
    "one space": r"regexp_replace({}, '\s+', ' ', 'g')",
    "no spaces": r"regexp_replace({}, '\s+', '', 'g')",
    "nhs number": "(CASE WHEN strlen({0}) = 10 THEN {0} ELSE translate({0}, ' \u00a0-', '') END)",
    "postcode": f"(CASE WHEN regexp_full_match({{0}}, '{_POSTCODE}') THEN {{0}} ELSE {_SQUEEZED} END)",
    # As published without its dot, dagger, asterisk or filler: I21.9, A17.0†, I10.X
    "icd-10": r"regexp_replace(upper(regexp_replace({}, '[.†*\s+]', '', 'g')), '^([A-Z]\d\d)X$', '\1')",
    "opcs-4": r"upper(regexp_replace({}, '[.\s]', '', 'g'))",
    "ods code": "upper({})",
    "without check letter": "regexp_replace({}, '[A-Za-z]$', '')",
    "two digits": "(CASE WHEN length({0}) = 1 THEN '0' || {0} ELSE {0} END)",
    "three digits": "(CASE WHEN length({0}) < 3 THEN lpad({0}, 3, '0') ELSE {0} END)",
}
"""SQL by the name of a cleaner; `{}` is the text. A blank that comes of it is no value."""
_BY_CHECK = {"check digit": ("nhs number",), "postcode": ("postcode",)}
_ODS = ("gp_practice_code", "site_code")


def cleaners_of(column: ColumnModel, declared: Sequence[str]) -> tuple[str, ...]:
    """The cleaners of a column in their order: those its feed declares, else those its kind always gets."""
    if declared:
        return tuple(declared)
    return _BY_CHECK.get(column.check, ("ods code",) if column.name in _ODS else ())


def clean_sql(value: str, cleaners: Sequence[str]) -> str:
    """SQL for a text after its cleaners."""
    for each in cleaners:
        value = CLEANERS[each].format(value)
    return f"nullif({value}, '')" if cleaners else value


def missing_sql(value: str, missing: Sequence[str]) -> str:
    """SQL for a text without the blanks around it, NULL where it is blank or one that means no value."""
    listed = ", ".join(text(each) for each in dict.fromkeys(("", *(each.strip() for each in missing))))
    # trim() walks every character, so only texts that may need it are given to it
    edges = f"{value} < '!' OR {value}[-1] <= ' ' OR starts_with({value}, '\u00a0') OR suffix({value}, '\u00a0')"
    trimmed = f"(CASE WHEN {edges} THEN trim({value}, ' \t\r\n\u00a0') ELSE {value} END)"
    return f"(CASE WHEN {trimmed} IN ({listed}) THEN NULL ELSE {trimmed} END)"
