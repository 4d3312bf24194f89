"""Changes to a lake, made in a process that is killed. Arguments: home, folder of what comes in, change, step."""

import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path

from concordat.data.lake import Lake
from concordat.data.part import part_of

AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
BY = "a.khan"


def change(lake: Lake, given: Path, name: str) -> None:
    """Make one change."""
    if name == "commit":
        files = sorted(given.glob("*.parquet"))
        parts = [part_of(each, table="patient", organisation="RZ3", batch=each.stem) for each in files]
        lake.commit(parts, remove_batches=[("RZ1", "a")], by=BY, at=AT)
    elif name == "compact":
        lake.compact(by=BY, at=AT)
    else:
        lake.forget("RZ1", by=BY, at=AT)


def main(home: str, given: str, name: str, last: str) -> None:
    """Make it, and be killed after a step."""

    def passing(step: str) -> None:
        if step == last:
            os.kill(os.getpid(), signal.SIGKILL)

    change(Lake(Path(home), passing=passing), Path(given), name)


if __name__ == "__main__":
    main(*sys.argv[1:])
