"""Triggers by which the database itself refuses to change a ballot that is closed, its voters, and what they said.

SQLite remakes a table that a later migration alters, and loses its triggers: make them again in that migration. It has
no triggers against deleting, since Django empties its tables between tests so; the models and PROTECT stand there.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import migrations

_SAYS = "A ballot that is closed is never changed"
_BALLOT_IS_CLOSED = "{row}.state <> 'open'"
_VOTERS_IS = "(SELECT state FROM govern_ballot WHERE id = {row}.ballot_id) <> 'open'"
_VOTES_IS = (
    "(SELECT ballot.state FROM govern_ballot AS ballot JOIN govern_voter AS voter ON voter.ballot_id = ballot.id"
    " WHERE voter.id = {row}.voter_id) <> 'open'"
)
_CLOSED = {"govern_ballot": _BALLOT_IS_CLOSED, "govern_voter": _VOTERS_IS, "govern_ballotvote": _VOTES_IS}
_GUARDED = (
    ("govern_ballot", "UPDATE", ("OLD",)),
    ("govern_voter", "INSERT", ("NEW",)),
    ("govern_voter", "UPDATE", ("OLD", "NEW")),
    ("govern_ballotvote", "INSERT", ("NEW",)),
    ("govern_ballotvote", "UPDATE", ("OLD", "NEW")),
)
_ON_POSTGRES_TOO = tuple((table, "DELETE", ("OLD",)) for table in _CLOSED)


def _made(vendor: str) -> Iterator[str]:
    """The statements that make every trigger."""
    for name, table, act, closed in _triggers(vendor):
        if vendor == "postgresql":
            yield from _postgres(name, table, act, closed)
        else:
            does = f"BEGIN SELECT RAISE(ABORT, '{_SAYS}'); END"
            yield f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW WHEN {closed} {does}"


def _postgres(name: str, table: str, act: str, closed: str) -> Iterator[str]:
    """A WHEN of PostgreSQL takes no subquery, so its function asks."""
    gives = "OLD" if act == "DELETE" else "NEW"
    yield f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF {closed} THEN RAISE EXCEPTION '{_SAYS}' USING ERRCODE = 'integrity_constraint_violation'; END IF;
  RETURN {gives};
END; $$"""
    yield f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def _triggers(vendor: str) -> Iterator[tuple[str, str, str, str]]:
    """Each trigger's name, table and act, and when it refuses."""
    for table, act, rows in (*_GUARDED, *(_ON_POSTGRES_TOO if vendor == "postgresql" else ())):
        closed = " OR ".join(_CLOSED[table].format(row=row) for row in rows)
        yield f"{table}_{act.lower()}_closed", table, act, closed


def make(apps: Any, schema_editor: Any) -> None:
    for statement in _made(schema_editor.connection.vendor):
        schema_editor.execute(statement)


def drop(apps: Any, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    for name, table, _, _ in _triggers(vendor):
        schema_editor.execute(f"DROP TRIGGER {name}{f' ON {table}' if vendor == 'postgresql' else ''}")
        if vendor == "postgresql":
            schema_editor.execute(f"DROP FUNCTION {name}()")


class Migration(migrations.Migration):
    dependencies = [("govern", "0001_initial")]
    operations = [migrations.RunPython(make, drop)]
