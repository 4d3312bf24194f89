"""Shared fixtures."""

from __future__ import annotations

import pytest

from concordat.register.app.permission import Person
from concordat.share.app import actions
from concordat.share.app.tests.agreed import AS_OF, KEY, load


@pytest.fixture
def office(db: None) -> Person:
    """The programme office, at the keeper of the sample agreement, which is signed and in force."""
    return load()


@pytest.fixture
def drafted(office: Person) -> Person:
    """The same, with a further version drafted that nobody else sees."""
    actions.new_version(by=office, as_of=AS_OF, key=KEY)
    return office
