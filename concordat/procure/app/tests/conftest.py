"""Shared fixtures."""

from __future__ import annotations

import pytest

from concordat.procure.app.tests.fixtures import load, person
from concordat.register.app.permission import Part, Person


@pytest.fixture
def office(db: None) -> Person:
    """The programme office, with the record loaded."""
    return load()


@pytest.fixture
def editor_a(office: Person) -> Person:
    """An editor at RZA, for whom RZB buys."""
    return person("edda", "RZA", Part.EDITOR)


@pytest.fixture
def editor_b(office: Person) -> Person:
    """An editor at RZB, whose purchase and draft it is."""
    return person("boris", "RZB", Part.EDITOR)
