"""The proof that an organisation's data are in the lake no more: what was removed, and that nothing of it is left."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Proof:
    """That an organisation's data were removed: each file with its hash, and what of them is `left`, which is nothing.

    `digest` is the SHA-256 of all the rest, for the paper that the leaver is given.
    """

    organisation: str
    snapshot: int
    by: str
    at: datetime
    removed: tuple[tuple[str, str, int], ...]
    left: tuple[str, ...]

    @property
    def digest(self) -> str:
        """The hash of what it says."""
        return hashlib.sha256(json.dumps(asdict(self), default=str, sort_keys=True).encode()).hexdigest()

    def as_dict(self) -> dict[str, Any]:
        """The proof for JSON; `removed` are (file, its SHA-256, rows)."""
        return asdict(self) | {"at": self.at.isoformat(), "digest": self.digest}
