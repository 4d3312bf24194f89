"""`concordat demo`, started as its user would start it: in a home of its own, on a free port, as another process."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

_OURS = ("CONCORDAT_", "DJANGO_", "DATABASE_URL", "SECRET_KEY")  # what the tests set for themselves, and a user has not
_PATIENCE = 300  # seconds; loading and planning take about 20 of one core


@contextmanager
def demo(home: Path) -> Iterator[str]:
    """The address of a demo that answers; it ends with the block. What it printed is in `home`/log."""
    port = _free_port()
    address = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "concordat", "demo", "--home", str(home / "demo"), "--port", str(port)]
    environment = {name: value for name, value in os.environ.items() if not name.startswith(_OURS)}
    with open(home / "log", "wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, start_new_session=True)
        try:
            _wait_for(process, address, home / "log")
            yield address
        finally:
            os.killpg(process.pid, signal.SIGTERM)  # the command, and the server that it started
            process.wait()


def _wait_for(process: subprocess.Popen[bytes], address: str, log: Path) -> None:
    until = time.monotonic() + _PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            with urlopen(f"{address}/readyz", timeout=2):
                return
        except (URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"The demo did not come up at {address}. It printed:\n{log.read_text()}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
