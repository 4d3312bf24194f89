"""No test is timed and none is a lottery; those that use a database are marked, so that `make postgres` finds them."""

from __future__ import annotations

import os

import pytest
from hypothesis import HealthCheck, settings

DATABASE_FIXTURES = {"db", "transactional_db", "live_server"}

# A busy machine is no fault of the code: what is fast enough is measured under benchmarks/, never in a test.
# The build draws the same examples every time, so that a change is judged by itself; EXPLORE=1 draws new ones.
settings.register_profile(
    "house", deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize="EXPLORE" not in os.environ
)
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("django_db") or DATABASE_FIXTURES & set(getattr(item, "fixturenames", ())):
            item.add_marker("database")
