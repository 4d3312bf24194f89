"""The forms in which an agreement leaves and comes in, and the two functions that the command calls."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from concordat.core.bounds import COMMAND_LINE, given_bytes
from concordat.core.refusal import Refusal
from concordat.register.bundle import Bundle
from concordat.register.record import Record
from concordat.share.exchange import mais, odrl
from concordat.share.exchange.document import LARGEST
from concordat.share.exchange.report import Given


class NoSuchForm(Refusal):
    """A form that agreements are not written in."""


class _Read(Protocol):
    def __call__(self, data: dict[str, Any] | bytes, kept_by: str, *, file: str = "") -> Given: ...


@dataclass(frozen=True, kw_only=True)
class Form:
    """One standard: what people call it, and how it is written, with our rows and without, and read."""

    title: str
    policy: Callable[[Record, str, date], dict[str, Any]]
    standard: Callable[[Bundle, Mapping[str, str], date], dict[str, Any]]
    read: _Read

    @staticmethod
    def named(name: str) -> Form:
        """The form of this name. Raises NoSuchForm."""
        if name not in FORMS:
            raise NoSuchForm(f"There is no form {name[:40]!r}", remedy=f"use one of: {', '.join(FORMS)}")
        return FORMS[name]


FORMS: Mapping[str, Form] = {
    "mais": Form(title="MAIS", policy=mais.policy_of, standard=mais.standard, read=mais.read_policy),
    "odrl": Form(title="ODRL", policy=odrl.policy_of, standard=odrl.standard, read=odrl.read_policy),
}


def export_agreement(record: Record, key: str, as_of: date, form: str) -> bytes:
    """The agreement version with this key as it was that day, as the bytes of a JSON file in UTF-8.

    It carries whatever the record holds: leave drafts and others' confidential columns out of the record first.
    Raises NoSuchAgreement, or NoSuchForm.
    """
    policy = Form.named(form).policy(record, key, as_of)
    return json.dumps(policy, ensure_ascii=False, indent=2, allow_nan=False).encode() + b"\n"


def import_agreement(given: Path | str | bytes, form: str, kept_by: str, *, file: str = "") -> Given:
    """The rows in a file, which `kept_by` (an ODS code) will keep, and everything to be told; nothing is stored.

    Raises NoSuchForm, NotJson, or Unreadable and OutOfBounds for a path.
    """
    chosen = Form.named(form)
    if isinstance(given, bytes):
        return chosen.read(given, kept_by, file=file)
    path = Path(given)
    data = given_bytes(path, replace(COMMAND_LINE, file_size=LARGEST))
    return chosen.read(data, kept_by, file=file or path.name)
