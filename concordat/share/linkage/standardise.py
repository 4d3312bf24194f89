"""Standardise people: every field an integer, null where absent, and one dictionary for forenames and surnames."""

from __future__ import annotations

from collections.abc import Sequence

COLUMNS = (
    "record_id", "member", "nhs_number", "nhs_number_status", "given_name", "family_name", "birth_date", "postcode",
    "gender",
)  # fmt: skip
"""What people are given in, all text, null or "" where absent; a column that a file lacks is added as null."""

FIELDS = ("nhs", "given", "family", "dob", "postcode", "sex")
"""What is compared. Rows: id, record_id, member, these, ok (the number passes its check), initial, same."""

_NO_NAMES = ("UNKNOWN", "NOTKNOWN", "NK", "BABY", "BABYOF", "INFANT", "TEST", "TESTPATIENT", "TWIN", "TWINONE", "NULL",
             "NONE", "NA", "XX", "XXX", "ZZZ")  # fmt: skip
_TRIMMED = ("record_id", "nhs_number_status", "gender")
_MALE, _FEMALE = "('1', 'M', 'MALE')", "('2', 'F', 'FEMALE')"
_TROUBLED = "('04', '05')"  # NHS NUMBER STATUS INDICATOR CODE: traced without one match; in conflict
_DATES = "['%d/%m/%Y', '%Y%m%d', '%d-%m-%Y', '%d.%m.%Y', '%d-%b-%Y']"
_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_LONGEST = 8  # characters of a postcode, as a number to base 36


def people_sql(columns: Sequence[str]) -> str:
    """`source` as text in COLUMNS, whatever its types and whichever of them it has."""
    return f"SELECT {', '.join(_as_text(each, each in columns) for each in COLUMNS)} FROM source"


def _as_text(column: str, there: bool) -> str:
    """A column as text; trimmed only where blanks would matter, for a million trims take their time."""
    said = f"CAST({column} AS VARCHAR)" if there else "CAST(NULL AS VARCHAR)"
    return f"{f'trim({said})' if column in _TRIMMED else said} AS {column}"


def names_sql() -> str:
    """Names in `people` and those `known`: `raw` as written, `name` as compared, `id` (kept if known) and `initial`.

    A name keeps its letters only, in capitals without accents. What stands for no name has none.
    """
    none = ", ".join(f"'{each}'" for each in _NO_NAMES)
    return f"""
        WITH written AS (
            SELECT DISTINCT raw FROM (
                SELECT given_name raw FROM people UNION ALL SELECT family_name FROM people
            ) WHERE raw IS NOT NULL),
        cleaned AS (
            SELECT raw, regexp_replace(upper(strip_accents(raw)), '[^\\p{{L}}]', '', 'g') AS name
            FROM written ANTI JOIN known USING (raw)),
        named AS (SELECT * FROM cleaned WHERE name <> '' AND name NOT IN ({none})),
        spelt AS (SELECT DISTINCT name, id FROM known),
        unspelt AS (
            SELECT name, (SELECT coalesce(max(id), 0) FROM known) + row_number() OVER (ORDER BY name) AS id
            FROM (SELECT DISTINCT name FROM named ANTI JOIN spelt USING (name)))
        SELECT raw, name, CAST(id AS INTEGER) AS id, CAST(ascii(name) AS INTEGER) AS initial
        FROM named JOIN (SELECT * FROM spelt UNION ALL SELECT * FROM unspelt) USING (name)
        UNION ALL SELECT raw, name, id, initial FROM known"""


def postcodes_sql() -> str:
    """`raw` as written and `code`, a number to base 36: a whole division by 36² leaves the sector, by 36³ the district.

    ZZ99 postcodes stand for no fixed abode or abroad (NHS Postcode Directory), and have none.
    """
    powers = " + ".join(
        f"(strpos('{_DIGITS}', substr(text, {place}, 1)) - 1) * {36 ** (_LONGEST - place)}"
        for place in range(1, _LONGEST + 1)
    )
    return f"""
        WITH written AS (SELECT DISTINCT postcode raw FROM people WHERE postcode IS NOT NULL),
        cleaned AS (SELECT raw, regexp_replace(upper(raw), '[^A-Z0-9]', '', 'g') AS bare FROM written),
        padded AS (
            SELECT raw, lpad(bare, {_LONGEST}, '0') AS text FROM cleaned
            WHERE length(bare) BETWEEN 4 AND {_LONGEST} AND bare NOT LIKE 'ZZ99%')
        SELECT raw, CAST({powers} AS BIGINT) AS code FROM padded"""


def rows_sql(check_digit: bool, first: int) -> str:
    """Rows from `people`, `names` and `postcodes`, numbered from `first` in an order that is no one's: of a hash.

    Nothing then depends on the order of a file, and neighbours are strangers, which makes a random sample of any
    stretch of rows. Rows that are alike in all fields, with enough of them, have the same `same`.
    """
    ok = f"{_CHECK} AND {_usable('nhs')}" if check_digit else _usable("nhs")
    return f"""
        WITH typed AS (
            SELECT record_id, member, upper(gender) AS gender, nhs_number_status AS status,
                given_name, family_name, postcode,
                TRY_CAST(replace(replace(nhs_number, ' ', ''), '-', '') AS BIGINT) AS nhs,
                coalesce(TRY_CAST(birth_date AS DATE), CAST(try_strptime(birth_date, {_DATES}) AS DATE)) AS born
            FROM people),
        coded AS (
            SELECT record_id, member,
                CASE WHEN {_usable("nhs")} THEN nhs END AS nhs,
                coalesce({ok} AND coalesce(status NOT IN {_TROUBLED}, true), false) AS ok,
                g.id AS given, f.id AS family, g.initial,
                CAST(CASE WHEN born > DATE '1900-01-01'
                    THEN year(born) * 10000 + month(born) * 100 + day(born) END AS INTEGER) AS dob,
                p.code AS postcode,
                CAST(CASE WHEN gender IN {_MALE} THEN 1 WHEN gender IN {_FEMALE} THEN 2 END AS TINYINT) AS sex
            FROM typed
            LEFT JOIN names g ON g.raw = given_name
            LEFT JOIN names f ON f.raw = family_name
            LEFT JOIN postcodes p ON p.raw = typed.postcode),
        numbered AS (
            SELECT *, CAST({first} - 1 + row_number() OVER (ORDER BY hash(record_id), record_id) AS INTEGER) AS id
            FROM coded)
        SELECT *, hash(nhs, ok, given, family, dob, postcode, sex,
            CASE WHEN dob IS NOT NULL AND given IS NOT NULL AND family IS NOT NULL AND (ok OR postcode IS NOT NULL)
                THEN 0 ELSE id END) AS same
        FROM numbered"""


def unusable_sql() -> str:
    """Rows that cannot be told apart or named: how many have no record_id, and how many share one."""
    return """
        SELECT count(*) AS records, count(*) FILTER (coalesce(record_id, '') = '') AS nameless,
            count(record_id) - count(DISTINCT record_id) AS repeated
        FROM people"""


def _usable(number: str) -> str:
    """No number, one of few digits and one digit ten times stand for none."""
    return f"({number} > 9999 AND {number} % 1111111111 <> 0 AND {number} NOT IN (1234567890, 1234567899, 9876543210))"


_CHECK = (
    "(nhs BETWEEN 100000000 AND 9999999999 AND (11 - ("
    + " + ".join(f"nhs // {10**power} % 10 * {power + 1}" for power in range(1, 10))
    + ") % 11) % 11 = nhs % 10)"
)
