"""The engines, for suites that hold all of them to the same answers. Spark's are marked, and run by `make spark`."""

from __future__ import annotations

import atexit
from collections.abc import Callable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from concordat.data.engine import DuckDB, Engine
from concordat.data.memory import Memory
from concordat.data.spark import Spark, why_not

ON_SPARK = pytest.param("spark", marks=pytest.mark.spark)
ENGINES = ["duckdb", "memory", ON_SPARK]
OTHERS = ["memory", ON_SPARK]
"""Those that are held against DuckDB."""
_QUICK = {"spark.driver.extraJavaOptions": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}  # for minutes, not for hours


def engine_of(name: str) -> Engine:
    """An engine by its name; the test is skipped where it cannot be had."""
    if name == "spark" and (reason := why_not()):
        pytest.skip(f"Spark cannot be used here: {reason}")
    made: dict[str, Callable[[], Engine]] = {"duckdb": DuckDB, "memory": Memory, "spark": _spark}
    return made[name]()


@cache
def _spark() -> Spark:
    """One Java machine for all suites of a run."""
    folder = TemporaryDirectory(prefix="concordat-spark-")
    atexit.register(folder.cleanup)
    spark = Spark(temp=Path(folder.name), memory="1g", parts=2, settings=_QUICK)
    atexit.register(spark.end)
    return spark
