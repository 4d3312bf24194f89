"""The next version of an agreement: every row of one version drafted anew, with its links pointing within itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from concordat.register.agreement import Agreement, OfAgreement, Party
from concordat.register.bundle import Bundle
from concordat.register.noun import Noun
from concordat.register.sharing import DataItem, Flow, RowCondition

_ALWAYS: dict[str, Any] = {"valid_from": None, "valid_to": None}
_AFRESH: dict[str, Any] = {
    **_ALWAYS,
    "text_hash": "",
    "evidence": "",
    "suspended_on": None,
    "resumed_on": None,
    "terminated_on": None,
    "end_reason": "",
}
"""What befell the version before, and does not carry over."""


def next_version(bundle: Bundle, version: int, day: date) -> tuple[Noun, ...]:
    """The rows of a further version: no signature, nor anything that befell this one; those who left are left out.

    Whoever joined late is party to it from its beginning.
    """
    own = replace(bundle.agreement, version=version, **_AFRESH)
    return (own, *(_anew(each, bundle, own) for each in bundle.rows() if _carries_over(each, day)))


def _carries_over(row: Noun, day: date) -> bool:
    left = isinstance(row, Party) and row.left_on is not None and row.left_on <= day
    return not left and not isinstance(row, Agreement)


def _anew(row: Noun, bundle: Bundle, own: Agreement) -> Noun:
    return replace(row, **_ALWAYS, **dict(_pointing(row, bundle, own)))


def _pointing(row: Noun, bundle: Bundle, own: Agreement) -> Iterator[tuple[str, Any]]:
    """What differs in a row of the new version: the version it names, by itself or through its flow."""
    if isinstance(row, OfAgreement):
        yield "agreement", own.key
    if isinstance(row, Party) and row.joined_on:
        yield from (("joined_on", None), ("deed", ""))
    if isinstance(row, (DataItem, RowCondition)):
        flow = next(each for each in bundle.flows if each.key == row.flow)
        yield "flow", _renamed(flow, own).key


def _renamed(flow: Flow, own: Agreement) -> Flow:
    return replace(flow, agreement=own.key)
