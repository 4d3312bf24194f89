"""The demo's plan is made once, agreed, and told in JSON."""

from __future__ import annotations

import json

import pytest

from concordat.converge.app.demo import prepare
from concordat.converge.app.models import Run
from concordat.converge.app.tests.fixtures import AS_OF
from concordat.register.app.permission import Person


@pytest.mark.usefixtures("few_papers")
def test_prepared_twice_is_planned_once(office: Person) -> None:
    first = prepare(by=office, as_of=AS_OF)
    assert prepare(by=office, as_of=AS_OF) == first
    assert json.loads(json.dumps(first)) == first
    assert first["status"] == "optimal" and first["saving"] > 0 and first["moves"] == 5
    assert Run.objects.get().agreed_at is not None
