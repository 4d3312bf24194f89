"""The folder an installation keeps its database, its secret and its collected static files in."""

from __future__ import annotations

import os
import secrets
from pathlib import Path


def folder() -> Path:
    """`CONCORDAT_HOME`, or the folder the command was run in."""
    return Path(os.environ.get("CONCORDAT_HOME") or ".").resolve()


def secret_key(home: Path) -> str:
    """`SECRET_KEY` from the environment, else the one this installation made for itself and only it can read."""
    given = os.environ.get("SECRET_KEY")
    if given:
        return given
    path = home / ".secret_key"
    try:
        with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text()
