"""Whatever is sent, as described or not, is answered as the description says, and never by a fault or a canary."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, assume, given, settings
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi import checks

from concordat.data.ground import GDPR
from concordat.data.tests.workspace import DAY
from concordat.share.app.tests.shared_data import CANARY, Shared, shared
from concordat.share.app.tests.test_api import OPERATIONS
from concordat.web import keys, rate
from concordat.web.problem import API
from concordat.web.wsgi import application

pytestmark = pytest.mark.django_db
CHECKS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
    checks.positive_data_acceptance,
]

DRAWN = settings(max_examples=12, suppress_health_check=[*HealthCheck])


@pytest.fixture
def here(db: None, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Shared]:
    settings.HOME = tmp_path
    settings.AS_OF = DAY
    monkeypatch.setattr(rate, "A_MINUTE", 1 << 30)
    for signal in (request_started, request_finished):  # the connection is the test's, and outlives a request
        signal.disconnect(close_old_connections)
    yield shared()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("name", OPERATIONS)
def test_it_is_answered_as_described(here: Shared, name: str, mode: GenerationMode) -> None:
    description = schemathesis.openapi.from_wsgi(f"{API}openapi.json", application)
    key = keys.make_key(by=here.asker, as_of=DAY, name="drawn", days=30)
    operation = description.find_operation_by_id(name)
    seen = set()

    @DRAWN
    @given(case=operation.as_strategy(generation_mode=mode))
    def send(case: Case) -> None:
        assume(mode is GenerationMode.NEGATIVE or case.query.get("as_of", "9999") >= GDPR.isoformat())
        response = case.call(headers={"Authorization": f"Bearer {key}"})
        case.validate_response(response, checks=CHECKS)
        assert CANARY not in response.text
        seen.add(response.status_code)

    send()
    assert seen - {401}, "a drawn request may lack its key; were none to bear one, this would prove nothing"
    assert not seen & {429, 500}
