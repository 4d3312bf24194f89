"""The secret of a workspace folder: what identifiers are keyed from, made once and readable by its owner alone."""

from __future__ import annotations

import secrets
from pathlib import Path

from concordat.data import durable
from concordat.data.lock import locked

_BYTES = 32


def secret_of(home: Path) -> bytes:
    """The secret, made when it is first asked for. Keep it: without it no pseudonym is the same again."""
    path = home / "secret"
    if not path.is_file():
        with locked(home / "secret.lock", "the secret", wait=True):
            if not path.is_file():  # as another process may have been first
                durable.write(path, secrets.token_bytes(_BYTES), mode=0o600)
    return path.read_bytes()
