"""Generates a collaborative of any size from a seed: the same seed gives the same record on every machine."""

from __future__ import annotations

from itertools import chain
from random import Random

from concordat.core.refusal import Refusal
from concordat.register.example.estate import estate
from concordat.register.example.market import market
from concordat.register.example.members import members
from concordat.register.example.resources import resources
from concordat.register.record import Record

MOST_TRUSTS, MOST_CAPABILITIES = 60, 120


class CannotGenerate(Refusal):
    """A size of collaborative that the invented names do not reach."""


def generate(trusts: int = 14, capabilities: int = 40, seed: int = 1) -> Record:
    """A record of `trusts` × `capabilities` × about 0.9 systems under contract, with offers and limits to match.

    Refuses with CannotGenerate what is below 1 of either, or above 60 trusts or 120 capabilities.
    """
    if not (1 <= trusts <= MOST_TRUSTS and 1 <= capabilities <= MOST_CAPABILITIES):
        raise CannotGenerate(
            f"An example of {trusts} trusts and {capabilities} capabilities cannot be made",
            remedy=f"Ask for 1 to {MOST_TRUSTS} trusts and 1 to {MOST_CAPABILITIES} capabilities",
        )
    sizes, bodies = members(trusts, Random(f"{seed} members"))
    jobs, sold = market(capabilities, trusts, Random(f"{seed} market"))
    held = estate(sizes, jobs, Random(f"{seed} estate"))
    return Record.of(chain(bodies, sold, held, resources(sizes, jobs, held)))
