"""Shared fixtures."""

from __future__ import annotations

import pytest

from concordat.converge.app.editions import write
from concordat.converge.app.models import Run
from concordat.converge.app.tests.fixtures import load, office_person, person, planned
from concordat.converge.out.form import forms
from concordat.register.app.permission import Part, Person


@pytest.fixture
def office(db: None) -> Person:
    """The programme office, with the record loaded."""
    by = office_person()
    load(by)
    return by


@pytest.fixture
def few_papers(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only the papers that are quick to write."""
    quick = tuple(each for each in forms() if each.name in ("ics", "json"))
    monkeypatch.setattr(write, "forms", lambda: quick)


@pytest.fixture
def plan(office: Person, few_papers: None) -> Run:
    """A plan that nobody has agreed."""
    return planned(office)


@pytest.fixture
def editor_a(office: Person) -> Person:
    """An editor at RZA."""
    return person("edda", "RZA", Part.EDITOR)


@pytest.fixture
def editor_b(office: Person) -> Person:
    """An editor at RZB."""
    return person("boris", "RZB", Part.EDITOR)


@pytest.fixture
def partner(office: Person) -> Person:
    """An editor at the partner."""
    return person("petra", "RZP", Part.EDITOR)


@pytest.fixture
def stranger(office: Person) -> Person:
    """An editor at an organisation with a seat but no membership."""
    return person("sven", "RZX", Part.EDITOR)
