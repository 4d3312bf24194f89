"""Compare pairs: each field at one of a few levels, 0 the best, null where either side says nothing."""

from __future__ import annotations

NAME_LEVELS = ("the same", "nearly the same", "alike", "somewhat alike", "different")
LEVELS = {
    "given": NAME_LEVELS,
    "family": NAME_LEVELS,
    "dob": ("the same", "one digit wrong or two swapped", "the same year", "different"),
    "postcode": ("the same", "the same sector", "the same district", "different"),
    "sex": ("the same", "different"),
    "nhs": ("the same", "one digit wrong or two swapped", "different"),
}
"""What each level means, by field, best first."""

_ALIKE = (0.92, 0.88, 0.70)  # Jaro-Winkler similarity, from the best level that is not equality
_ALIKE_SQL = " ".join(f"WHEN similarity >= {line} THEN {level}" for level, line in enumerate(_ALIKE, 1))
_NEARLY = 2  # the worst level at which a name that changed places is one that was misspelt
_SIDES = "given given_{0}, family family_{0}, dob dob_{0}, postcode postcode_{0}, sex sex_{0}, nhs nhs_{0}, ok ok_{0}"


def levels_sql(rows: str, *, pairs: str = "pairs", also: str = "") -> str:
    """Levels of each pair `a`, `b` of `rows`, with `also` other columns of the pairs.

    A level for each field; `swapped` when forename and surname changed places, one of them perhaps misspelt; `clash`
    when both have sound NHS numbers, and not one; `name` and `surname` where they are equal.
    Strings are looked up for distinct unequal names alone. Damerau-Levenshtein is asked only where Hamming leaves
    room for one swap, which is the same answer for texts of one length at a small part of the cost.
    """
    return f"""
        WITH paired AS (
            SELECT p.*, x.*, y.* FROM {pairs} p
            JOIN (SELECT id AS a, {_SIDES.format("x")} FROM {rows}) x USING (a)
            JOIN (SELECT id AS b, {_SIDES.format("y")} FROM {rows}) y USING (b)),
        sides AS (
            SELECT *, CASE WHEN given_x = family_y THEN family_x WHEN family_x = given_y THEN given_x END AS crossed_x,
                CASE WHEN given_x = family_y THEN given_y WHEN family_x = given_y THEN family_y END AS crossed_y
            FROM paired),
        likeness AS (
            SELECT one, other, CAST(CASE {_ALIKE_SQL} ELSE {len(_ALIKE) + 1} END AS TINYINT) AS level
            FROM (
                SELECT one, other, jaro_winkler_similarity(n.name, m.name) AS similarity
                FROM (
                    SELECT DISTINCT least(one, other) AS one, greatest(one, other) AS other FROM (
                        SELECT given_x AS one, given_y AS other FROM sides
                        UNION ALL SELECT family_x, family_y FROM sides
                        UNION ALL SELECT crossed_x, crossed_y FROM sides WHERE crossed_x <> crossed_y)
                    WHERE one <> other)
                JOIN spellings n ON n.id = one JOIN spellings m ON m.id = other))
        SELECT a, b, {also}
            given_x <> family_x AND given_y <> family_y AND given_x <> given_y AND family_x <> family_y
                AND (crossed_x = crossed_y OR s.level <= {_NEARLY}) AS swapped,
            {_name("given", "g")} AS given,
            {_name("family", "f")} AS family,
            {_dated()} AS dob,
            {_placed()} AS postcode,
            {_case("sex", [("{x} = {y}", 0)], 1)} AS sex,
            {_case("nhs", [("{x} = {y}", 0), (_near("nhs", 10), 1)], 2)} AS nhs,
            coalesce(ok_x AND ok_y AND nhs_x <> nhs_y, false) AS clash,
            CASE WHEN given_x = given_y THEN given_x END AS name,
            CASE WHEN family_x = family_y THEN family_x END AS surname
        FROM sides
        LEFT JOIN likeness g ON g.one = least(given_x, given_y) AND g.other = greatest(given_x, given_y)
        LEFT JOIN likeness f ON f.one = least(family_x, family_y) AND f.other = greatest(family_x, family_y)
        LEFT JOIN likeness s ON s.one = least(crossed_x, crossed_y) AND s.other = greatest(crossed_x, crossed_y)"""


def spellings_sql() -> str:
    """One spelling for each name's number: `id`, `name`."""
    return "SELECT DISTINCT id, name FROM names"


def _name(field: str, likeness: str) -> str:
    return _case(field, [("{x} = {y}", 0)], f"{likeness}.level")


def _dated() -> str:
    return _case("dob", [("{x} = {y}", 0), (_near("dob", 8), 1), ("{x} // 10000 = {y} // 10000", 2)], 3)


def _placed() -> str:
    return _case(
        "postcode", [("{x} = {y}", 0), ("{x} // 1296 = {y} // 1296", 1), ("{x} // 46656 = {y} // 46656", 2)], 3
    )


def _case(field: str, levels: list[tuple[str, int]], otherwise: int | str) -> str:
    x, y = f"{field}_x", f"{field}_y"
    cases = " ".join(f"WHEN {test.format(x=x, y=y)} THEN {level}" for test, level in levels)
    return f"CAST(CASE WHEN {x} IS NULL OR {y} IS NULL THEN NULL {cases} ELSE {otherwise} END AS TINYINT)"


def _near(field: str, digits: int) -> str:
    x, y = (f"lpad(CAST({field}_{side} AS VARCHAR), {digits}, '0')" for side in "xy")
    return f"(hamming({x}, {y}) <= 1 OR (hamming({x}, {y}) = 2 AND damerau_levenshtein({x}, {y}) = 1))"
