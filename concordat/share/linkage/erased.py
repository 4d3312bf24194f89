"""Files of sealed entries that a departure rewrote: a later entry names each of them, with its hash before and after.

    FOLDER/linkage/000007/{line.json, erasing/000001/rows.parquet, …}

That entry is sealed with the new files in it, which are then moved to their places: stopped in between, whoever writes
next goes on. Lines are added and never changed; a file that is not what its own line says is as lawful as the last line
that names it.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from concordat.core.ledger import Kind, Line, Problem
from concordat.data.durable import sha256, sync

ERASED, ERASING = "erase a member's people", "erasing"


_FILE = re.compile(r"[0-9]{6}/[a-z]+\.[a-z]+")


def rewritten(facts: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """What a line says was rewritten: by path in the ledger its hash before, and after, or "" where it went.

    Raises ValueError, TypeError, KeyError or AttributeError where it says so in no such words.
    """
    found = {name: (str(said["was"]), str(said["now"])) for name, said in facts.get("erased", {}).items()}
    if not all(_FILE.fullmatch(each) for each in found):
        raise ValueError("It names files outside of the ledger")
    return found


def finish(place: Path) -> None:
    """Put the new files of every entry that is sealed in the place of the old, in the ledger's folder."""
    for made in sorted(place.glob(f"[0-9]*/{ERASING}")):
        for name, (_, now) in rewritten(json.loads((made.parent / "line.json").read_bytes())["facts"]).items():
            old, new = place / name, made / name
            if new.is_file():
                new.replace(old)
            elif not now:
                old.unlink(missing_ok=True)
            sync(old.parent)
        shutil.rmtree(made)
        sync(made.parent)


def hashes(place: Path, lines: Mapping[str, Line]) -> tuple[dict[str, str], tuple[Problem, ...]]:
    """The hash that each file of the ledger lawfully has, by its path, and what is wrong with what lines say of that.

    `lines` are by the folder of their entry. Of an entry whose files are not all in place, one may be what it was.
    """
    lawful = {f"{folder}/{name}": said for folder, line in lines.items() for name, said in line.facts["files"].items()}
    problems = []
    for folder, line in lines.items():
        begun, number = (place / folder / ERASING).exists(), int(folder)
        if begun:
            text = f"The departure of entry {folder} was cut short: say again who leaves, and it is gone on with."
            problems.append(Problem(Kind.EDITED, number, text))
        for name, (was, now) in rewritten(line.facts).items():
            if lawful.get(name) != was or int(name[:6]) >= number:
                text = f"Entry {folder} says that it rewrote {name}, which was not so."
                problems.append(Problem(Kind.EDITED, number, text))
            waits = begun and (place / name).is_file() and sha256(place / name) == was
            lawful[name] = was if waits else now
    return lawful, tuple(problems)
