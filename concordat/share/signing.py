"""Signing a version: whose signature is wanting, and what stops it from being put forward or signed."""

from __future__ import annotations

from datetime import date

from concordat.core.period import long_date
from concordat.data.rules.executable import not_executable
from concordat.data.rules.force import signature_of
from concordat.register.agreement import Party
from concordat.register.bundle import Bundle


def unsigned(bundle: Bundle, day: date) -> tuple[Party, ...]:
    """The parties, today's and those yet to join, that must still sign."""
    parties = [each for each in bundle.parties if each.role.signs and (each.left_on is None or day < each.left_on)]
    return tuple(each for each in parties if signature_of(bundle, each) is None)


def against_release(bundle: Bundle, day: date) -> tuple[str, ...]:
    """Why a version cannot be put forward for signing, each a sentence with what to do."""
    wanting = [f"{each}: write it as a condition, a transform or a limit" for each in not_executable(bundle)]
    if not any(each.role.signs for each in bundle.parties):
        wanting.append("Nobody would sign it: add its parties")
    if bundle.agreement.ends_on < day:
        wanting.append(f"It ended on {long_date(bundle.agreement.ends_on)}: give it a later last day")
    return tuple(wanting)


def against_signing(bundle: Bundle) -> tuple[str, ...]:
    """Why a version can be signed by nobody as it stands, each a sentence with what to do."""
    wanting = [f"{each}: its keeper must write it as a condition, a transform or a limit, in a new version"
               for each in not_executable(bundle)]  # fmt: skip
    if not bundle.agreement.text_hash:
        wanting.append("It is not put forward for signing yet: ask its keeper to release it")
    elif not bundle.unchanged():
        wanting.append("Its terms have changed since it was put forward: ask its keeper to put it forward again")
    return tuple(wanting)
