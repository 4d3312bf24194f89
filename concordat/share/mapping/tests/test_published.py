"""Every published shareable test of SQL on FHIR v2, read from ../shared/data/sql-on-fhir where it is there."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from concordat.core.refusal import Refusal
from concordat.share.mapping.tests.flattened import rows
from concordat.share.mapping.view_sql import compile_view

PUBLISHED = Path(__file__).resolve().parents[5] / "shared/data/sql-on-fhir"


def published() -> Iterator[Any]:
    """Each test with its resources."""
    files = sorted(PUBLISHED.glob("*.json"))
    if not files:
        missing = pytest.mark.skip("the published tests ../shared/data/sql-on-fhir are not here")
        yield pytest.param({}, [], marks=missing)
    for file in files:
        suite = json.loads(file.read_text(encoding="utf-8"))
        for test in suite["tests"]:
            yield pytest.param(test, suite["resources"], id=f"{file.stem}: {test['title']}")


@pytest.mark.parametrize(("test", "resources"), [*published()])
def test_the_published_rows_come_out(test: dict[str, Any], resources: list[Any]) -> None:
    if test.get("expectError"):
        with pytest.raises(Refusal):
            rows(test["view"], resources)
        return
    assert comparable(rows(test["view"], resources)) == comparable(test["expect"])
    if "expectColumns" in test:
        assert [each.name for each in compile_view(test["view"]).columns] == test["expectColumns"]


def comparable(rows: list[dict[str, Any]]) -> list[str]:
    """Rows in any order; 5 and 5.0 are the same number, and true is none."""
    return sorted(json.dumps({name: _number(value) for name, value in row.items()}, sort_keys=True) for row in rows)


def _number(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
