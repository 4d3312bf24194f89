"""The fast way to read FHIR NDJSON: DuckDB with the view's own types, where anything unexpected fails the whole."""

from __future__ import annotations

from pathlib import Path

from concordat.data.formats.fhir_view import WRONG_TYPE, FhirView, literal, quoted

_OBJECT_OR_LIST = literal(r"""^(\{["}]|\[["{[\]])""")


def fits(view: FhirView) -> bool:
    """Whether a view can be read this way: what it reads of JSON within JSON is checked only with care."""
    return not any(each.repeats for _, each in view.shape.leaves())


def typed(view: FhirView, path: Path, *, packed: bool = False, guarded: bool = True) -> str:
    """SQL of the rows of a view over a file.

    What is not a resource of another type is an error: a Bundle, or none that says what it is; if `guarded`, so is a
    text that looks like JSON, as DuckDB gives an object or a list where a text should be.
    """
    columns = ", ".join(f"{quoted(name)}: {literal(each.type)}" for name, each in view.shape.children.items())
    names = ", ".join(f"{quoted(name)} := {quoted(name)}" for name in view.shape.children)
    return (
        f"WITH source AS NOT MATERIALIZED (SELECT struct_pack({names}) AS r "
        f"FROM read_json({literal(str(path))}, format = 'newline_delimited', "
        f"compression = '{'gzip' if packed else 'none'}', columns = {{{columns}}}) "
        f'WHERE "resourceType" = {literal(view.resource)} '
        f"OR CASE WHEN coalesce(\"resourceType\", 'Bundle') = 'Bundle' OR left(\"resourceType\", 1) IN ('[', '{{') "
        f"THEN error('{WRONG_TYPE}') ELSE false END) " + (_guarded(view) if guarded else view.sql)
    )


def _guarded(view: FhirView) -> str:
    """The SQL of a view; an error where a text seems to be an object or a list, which DuckDB gives as its JSON."""
    texts = [each for each in view.columns if each.type == "VARCHAR"]
    names = [f"list_any_value({quoted(each.name)})" if each.collection else quoted(each.name) for each in texts]
    if not names:
        return view.sql
    # That it comes after '[' is asked first as it nearly always settles it. IN would be made a join for every column.
    test = " OR ".join(f"({name} >= '[' AND regexp_matches({name}, {_OBJECT_OR_LIST}))" for name in names)
    return f"SELECT * FROM ({view.sql}) WHERE CASE WHEN {test} THEN error('{WRONG_TYPE}') ELSE true END"
