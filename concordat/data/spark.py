"""The Spark engine: the same SQL, in primitives of its own, for what one machine's memory no longer sorts or joins.

It runs what Concordat writes itself, and never what a user asks: the guard reads DuckDB's tree, and stands before no
other (docs/how-to/move-to-spark.md). pyspark and a Java machine are the extra `spark`; nothing is downloaded.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, ClassVar

import pyarrow as pa
import pyarrow.parquet as pq

from concordat.core.refusal import Refusal
from concordat.data.dialects.on_spark import SPARK
from concordat.data.dialects.primitives import Dialect
from concordat.data.engine import EngineFailed, Input, Written
from concordat.data.work import workplace

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession


class NoSpark(Refusal):
    """Spark that is not here, or cannot be begun."""


@dataclass(frozen=True, kw_only=True)
class Spark:
    """Spark with its driver in this process. `temp` is a folder for what does not fit in memory, which is written there
    encrypted; `master` as Spark has it; `memory`, and how many `parts` a join or a sort is cut into, are as Spark's own
    configuration has them (SPARK_CONF_DIR), unless they are given."""

    temp: Path
    master: str = "local[2]"
    memory: str = ""
    parts: int = 0
    jars: tuple[Path, ...] = ()
    settings: Mapping[str, str] = field(default_factory=dict)
    dialect: ClassVar[Dialect] = SPARK

    def run(self, sql: str, inputs: Mapping[str, Input] | None = None) -> pa.Table:
        """The rows of a query, in memory. Raises EngineFailed, or NoSpark."""
        with self._query(sql, inputs) as rows:
            return rows.toArrow()

    def write(self, sql: str, path: Path, inputs: Mapping[str, Input] | None = None) -> Written:
        """The rows of a query as one zstd Parquet file, written by one task. Raises EngineFailed, or NoSpark."""
        with self._query(sql, inputs) as rows, TemporaryDirectory(dir=path.parent) as made:
            (only,) = _written(rows.repartition(1), Path(made)) or (None,)
            if only is None:
                pq.write_table(rows.limit(0).toArrow(), path, compression="zstd")
            else:
                only.replace(path)
        return Written(rows=pq.read_metadata(path).num_rows, bytes=path.stat().st_size)

    def write_all(self, sql: str, folder: Path, inputs: Mapping[str, Input] | None = None) -> tuple[Path, ...]:
        """See Engine.write_all: a file for each task. Raises as `write`."""
        with self._query(sql, inputs) as rows:
            if files := _written(rows, folder):
                return files
        path = folder / "part-00000.parquet"
        self.write(sql, path, inputs)
        return (path,)

    def explained(self, sql: str, inputs: Mapping[str, Input] | None = None) -> str:
        """The plans of a query, for whoever looks into why it is slow. Raises EngineFailed, or NoSpark."""
        with self._query(sql, inputs) as rows:
            return str(rows._jdf.queryExecution().toString())

    def session(self) -> SparkSession:
        """A session of its own, whose views no other sees. Raises NoSpark."""
        return _begun(self).newSession()

    def end(self) -> None:
        """End the Java machine, if one runs."""
        from pyspark.sql import SparkSession

        if active := SparkSession.getActiveSession():
            active.stop()

    @contextmanager
    def _query(self, sql: str, inputs: Mapping[str, Input] | None) -> Iterator[DataFrame]:
        """The rows of a query, not yet worked out; what Spark says when it fails stays here, but for its kind."""
        session = self.session()
        try:
            for name, value in (inputs or {}).items():
                _frame(session, value).createOrReplaceTempView(SPARK.name(name))
            yield session.sql(sql)
        except _failures() as problem:
            kind = getattr(problem, "getCondition", lambda: None)() or type(problem).__name__
            told = f"Spark could not run the query ({kind})"
            raise EngineFailed(told, remedy="Check it against the tables") from None
        finally:
            for name in inputs or {}:
                session.catalog.dropTempView(name)


@contextmanager
def spark_in(home: Path, master: str, jars: tuple[Path, ...] = ()) -> Iterator[Spark]:
    """Spark for one command in a workspace, whose spilled rows go with it. Raises NoSpark when it is first used."""
    with workplace(home) as temp:  # a folder that is only called unfinished would be swept by the next batch
        spark = Spark(temp=temp, master=master, jars=jars)
        try:
            yield spark
        finally:
            if not why_not():
                spark.end()


def why_not() -> str:
    """Why Spark cannot be used here, in a sentence; "" where it can."""
    if find_spec("pyspark") is None:
        return "pyspark is not installed"
    home = os.environ.get("JAVA_HOME")
    if not (home and (Path(home) / "bin" / "java").exists()) and not shutil.which("java"):
        return "there is no Java machine"
    return ""


def _settings(engine: Spark) -> dict[str, str]:
    local = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}
    given = {"spark.driver.memory": engine.memory, "spark.sql.shuffle.partitions": str(engine.parts or "")}
    return {
        "spark.local.dir": str(engine.temp),
        "spark.sql.warehouse.dir": str(engine.temp / "warehouse"),
        "spark.jars": ",".join(map(str, engine.jars)),
        "spark.io.encryption.enabled": "true",  # spilled rows, and the key of a store, are never on disk in plain
        "spark.ui.enabled": "false",  # it shows plans, and in them values
        "spark.ui.showConsoleProgress": "false",
        "spark.log.level": "OFF",  # a failing task tells the value that it failed on
        "spark.python.sql.dataFrameDebugging.enabled": "false",
        "spark.sql.ansi.enabled": "true",
        "spark.sql.ansi.doubleQuotedIdentifiers": "true",  # as readers of formats write them
        "spark.sql.catalogImplementation": "in-memory",
        "spark.sql.parquet.datetimeRebaseModeInWrite": "CORRECTED",
        "spark.sql.parquet.datetimeRebaseModeInRead": "CORRECTED",
        "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",
        "spark.sql.session.timeZone": "UTC",  # the primitives rest on it
        "spark.sql.variable.substitute": "false",  # ${env:…} in a text is that text
        **(local if engine.master.startswith("local") else {}),
        **{name: value for name, value in given.items() if value},
        **engine.settings,
    }


def _begun(engine: Spark) -> SparkSession:
    if problem := why_not():
        remedy = "Install them: python -m pip install 'concordat[spark]', and a Java 17 runtime; or map with DuckDB"
        raise NoSpark(f"Spark cannot be used: {problem}", remedy=remedy)
    from pyspark.sql import SparkSession

    logging.getLogger("SQLQueryContextLogger").disabled = True  # it repeats values that could not be cast
    engine.temp.mkdir(parents=True, exist_ok=True, mode=0o700)
    builder = SparkSession.builder.master(engine.master).appName("concordat")
    for name, value in _settings(engine).items():
        builder = builder.config(name, value)
    try:
        return builder.getOrCreate()
    except _failures() as problem:
        remedy = "Check that Java is 17 or later, and that there is memory for it"
        raise NoSpark(f"Spark could not be begun ({type(problem).__name__})", remedy=remedy) from None


def _failures() -> tuple[type[Exception], ...]:
    from py4j.protocol import Py4JError
    from pyspark.errors import PySparkException

    return PySparkException, Py4JError


def _frame(session: SparkSession, value: Input) -> DataFrame:
    if isinstance(value, pa.Table):
        return session.createDataFrame(value)
    files: Sequence[Path] = [value] if isinstance(value, Path) else value
    return session.read.option("mergeSchema", len(files) > 1).parquet(*map(_pattern, files))


def _pattern(file: Path) -> str:
    """A file as Spark reads one: what it would take for a pattern of names is escaped."""
    return "file://" + re.sub(r"([\\{}\[\]*?])", r"\\\1", str(file.resolve()))


def _written(rows: DataFrame, folder: Path) -> tuple[Path, ...]:
    """Files in the order of the rows: a task's number comes first in a name."""
    rows.write.mode("overwrite").option("compression", "zstd").parquet(f"file://{folder.resolve()}")
    return tuple(sorted(folder.glob("part-*.parquet")))
