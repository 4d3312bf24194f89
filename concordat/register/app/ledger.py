"""The ledger's lines in the database: one writer at a time, each line chained to the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from typing import Any

from django.db import connection
from django.utils import timezone

from concordat.core import ledger
from concordat.register.app.models import LedgerLine

_LOCK = 0x434F4E43  # one number for this ledger among the advisory locks of the database


def lock() -> None:
    """Hold the end of the ledger until the transaction ends; SQLite's IMMEDIATE transactions hold it already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])


def next_number() -> int:
    """The number of the line that this transaction will write; true only while the lock is held."""
    last = _last()
    return last.number + 1 if last else 1


def write(*, by: str, action: str, subject: str, facts: Mapping[str, Any]) -> LedgerLine:
    """Seal and store the next line."""
    last = _last()
    line = ledger.append(
        last.line() if last else None, at=timezone.now(), by=by, action=action, subject=subject, facts=facts
    )
    values = {each.name: getattr(line, each.name) for each in fields(line)}
    kept = LedgerLine(**values | {"facts": dict(line.facts)})
    kept.save()
    return kept


def verify(checkpoint: tuple[int, str] | None = None) -> tuple[ledger.Problem, ...]:
    """Everything wrong with the ledger; () if it is whole."""
    return ledger.verify((each.line() for each in LedgerLine.objects.order_by("number")), checkpoint)


def _last() -> LedgerLine | None:
    found: LedgerLine | None = LedgerLine.objects.order_by("-number").first()
    return found
