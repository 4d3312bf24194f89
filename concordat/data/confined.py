"""The beginning of a process that answers: it is confined before anything that has threads is loaded.

Run as `python -m concordat.data.confined STORE ADDRESS_SPACE MEMORY SECONDS`; sizes are bytes.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path

from concordat.data.sandbox import confine, limit


def main(store: str, address_space: str, memory: str, seconds: str) -> None:
    """Confine this process for good, and only then load DuckDB and answer."""
    limit(memory=int(address_space))
    isolation = confine([Path(store)])
    import_module("concordat.data.answering").answer(store, isolation, memory=int(memory), seconds=float(seconds))


if __name__ == "__main__":
    main(*sys.argv[1:])
