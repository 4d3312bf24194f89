"""Models as Splink writes them: our parameters as its settings, and m and u read back from a model of its own.

The model is over the text columns of `standardised`: what Splink, on DuckDB or Spark, would be given. Guards and
swapped names have no place in it, so its weight of such a pair is another. Format: Splink 5 settings JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from concordat.core.refusal import Refusal
from concordat.share.linkage.compare import LEVELS
from concordat.share.linkage.weights import Parameters

COLUMN = {
    "given": "given_name",
    "family": "family_name",
    "dob": "birth_date",
    "postcode": "postcode",
    "sex": "gender",
    "nhs": "nhs_number",
}
"""The text column that each field is compared by."""

_JARO_WINKLER = {"duckdb": "jaro_winkler_similarity", "spark": "jaro_winkler"}
"""All in which a model's SQL differs by dialect. No name in it is quoted: Spark takes double quotes for a text."""

_NAME = [
    "{l} = {r}",
    *(f"{{jaro_winkler}}({{l}}, {{r}}) >= {line}" for line in (0.92, 0.88, 0.7)),
    "ELSE",
]
_NEAR = "damerau_levenshtein({l}, {r}) <= 1"
_SQL = {
    "given": _NAME,
    "family": _NAME,
    "dob": ["{l} = {r}", _NEAR, "substr({l}, 1, 4) = substr({r}, 1, 4)", "ELSE"],
    "postcode": [
        "{l} = {r}",
        *(f"substr({{l}}, 1, length({{l}}) - {n}) = substr({{r}}, 1, length({{r}}) - {n})" for n in (2, 3)),
        "ELSE",
    ],
    "sex": ["{l} = {r}", "ELSE"],
    "nhs": ["{l} = {r}", _NEAR, "ELSE"],
}
_BLOCKS = (("nhs",), ("family", "dob"), ("given", "dob"), ("postcode", "dob"))


class NotOurModel(Refusal):
    """A Splink model without the comparisons and levels that our parameters have."""


def as_splink(parameters: Parameters, dialect: str = "duckdb") -> dict[str, Any]:
    """A Splink model of these parameters, to save as JSON or give to a Linker, on "duckdb" or "spark"."""
    return {
        "link_type": "dedupe_only",
        "unique_id_column_name": "record_id",
        "sql_dialect": dialect,
        "probability_two_random_records_match": parameters.prior,
        "blocking_rules_to_generate_predictions": [_block(each) for each in _BLOCKS],
        "comparisons": [_comparison(name, parameters, _JARO_WINKLER[dialect]) for name in LEVELS],
    }


def from_splink(model: Mapping[str, Any]) -> Parameters:
    """The parameters of a Splink model with our columns and as many levels for each. Raises NotOurModel."""
    given = {each.get("output_column_name"): each for each in model.get("comparisons", ())}
    missing = [column for column in COLUMN.values() if column not in given]
    if missing:
        raise NotOurModel(f"The model compares nothing as {', '.join(missing)}", remedy="Name its comparisons so")
    m = {name: _probabilities(name, given[COLUMN[name]], "m_probability") for name in LEVELS}
    u = {name: _probabilities(name, given[COLUMN[name]], "u_probability") for name in LEVELS}
    prior = float(model.get("probability_two_random_records_match", 0.0001))
    return Parameters(m=m, u=u, prior=prior, how="from a Splink model")


def standardised(column: str, table: str = "people") -> str:
    """A column's text as the model expects it, as SQL: names in capitals, dates and postcodes without marks."""
    return f"nullif(regexp_replace(upper(strip_accents({table}.{column})), '[^A-Z0-9]', '', 'g'), '')"


def _comparison(name: str, parameters: Parameters, jaro_winkler: str) -> dict[str, Any]:
    column = COLUMN[name]
    left, right = f"{column}_l", f"{column}_r"
    null = {"sql_condition": f"{left} IS NULL OR {right} IS NULL", "label_for_charts": "Null", "is_null_level": True}
    levels = [
        {
            "sql_condition": condition.format(l=left, r=right, jaro_winkler=jaro_winkler),
            "label_for_charts": label,
            "m_probability": parameters.m[name][at],
            "u_probability": parameters.u[name][at],
        }
        for at, (condition, label) in enumerate(zip(_SQL[name], LEVELS[name], strict=True))
    ]
    if name in ("given", "family"):
        levels[0] |= {"tf_adjustment_column": column, "tf_adjustment_weight": 1.0}
    return {"output_column_name": column, "comparison_levels": [null, *levels]}


def _block(fields: tuple[str, ...]) -> str:
    return " AND ".join(f"l.{COLUMN[each]} = r.{COLUMN[each]}" for each in fields)


def _probabilities(name: str, comparison: Mapping[str, Any], which: str) -> tuple[float, ...]:
    levels = [each for each in comparison["comparison_levels"] if not each.get("is_null_level")]
    found = tuple(float(each.get(which) or 0.0) for each in levels)
    if len(found) != len(LEVELS[name]) or not all(0 < each < 1 for each in found):
        wanted = ", ".join(LEVELS[name])
        raise NotOurModel(
            f"The model's {COLUMN[name]} has no {which} between 0 and 1 for each level",
            remedy=f"Train it with these levels, best first: {wanted}",
        )
    return found
