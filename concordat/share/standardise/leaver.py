"""A leaver's extracts in figures: what was worked out of them for pages, and what was proposed from them by nobody.

The mappings themselves stay: they say how a system writes things, and somebody signed them.
"""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

_WORKED_OUT = ("mappings/{}/*/suggested.yaml", "mappings/{}/*/*/preview.json")
_OF_ALL = ("mapped/orphans.json", "mapped/units.json")
"""Worked out anew when the next batch is mapped."""


def held(home: Path, organisation: str) -> tuple[str, ...]:
    """The files with such figures, by their paths in the workspace."""
    own = [each for pattern in _WORKED_OUT for each in home.glob(pattern.format(organisation))]
    told = f'"{organisation}"'.encode()
    of_all = [home / each for each in _OF_ALL if (home / each).is_file() and told in (home / each).read_bytes()]
    return tuple(sorted(str(each.relative_to(home)) for each in (*own, *of_all)))


def forget(home: Path, organisation: str, *, by: str, at: datetime) -> tuple[tuple[str, str, str], ...]:
    """Delete them. They hold no row, and no proof lists them."""
    for each in held(home, organisation):
        (home / each).unlink(missing_ok=True)
    return ()
