"""Linking on Spark: the script that the manual shows, run as it stands, joins the pairs that ours joins."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from concordat.data.spark import why_not
from concordat.share.linkage import ledger
from concordat.share.linkage.quality import measured
from concordat.share.linkage.tests import test_keyed as keyed
from concordat.share.linkage.tests.people import ENGINE

ROOT = Path(__file__).resolve().parents[4]
PAGE = ROOT / "docs/how-to/move-to-spark.md"
SMALL = """
spark.driver.memory 1g
spark.sql.shuffle.partitions 2
spark.driver.extraJavaOptions -XX:TieredStopAtLevel=1 -XX:+UseSerialGC
"""
AGREE = 0.95


def script() -> str:
    """The one Python listing of the page."""
    (found,) = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
    return str(found)


@pytest.mark.spark
def test_the_manuals_script_joins_the_pairs_that_ours_joins(tmp_path: Path) -> None:
    if reason := why_not() or ("" if find_spec("splink") else "splink is not installed"):
        pytest.skip(f"Splink cannot be used on Spark here: {reason}")
    home, out = tmp_path / "H", tmp_path / "persons.parquet"
    keyed.commit(home, "patient", keyed.PATIENTS, "first")
    keyed.linked(home)
    (tmp_path / "spark-defaults.conf").write_text(SMALL)
    (tmp_path / "link_on_spark.py").write_text(script(), encoding="utf-8")
    command = [sys.executable, "link_on_spark.py", "H", "local[1]", out.name]
    known = {**os.environ, "SPARK_CONF_DIR": str(tmp_path), "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=tmp_path, env=known, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    theirs, ours = pq.read_table(out), ledger.persons(home, engine=ENGINE)
    assert theirs.column_names == ["record_id", "person"]
    assert sorted(theirs["record_id"].to_pylist()) == ours["record_id"].to_pylist()
    pairs, _ = measured(ours, theirs, engine=ENGINE)
    assert pairs.claimed > 50 and min(pairs.precision, pairs.recall) >= AGREE, pairs
    assert f"{pairs.claimed:,} pairs Spark joins {pairs.precision:.1%}" in done.stdout
    assert not list(home.rglob("clean.parquet")), "people's names are left behind"
