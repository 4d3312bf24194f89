"""Versions of a mapping: proposed, signed by name, and only then put where mapping reads it; earlier ones are kept.

`feeds/<ODS>/<feed>.yaml` is the one mapping that is followed. `mappings/<ODS>/<feed>/<number>/` holds each version as
it was proposed, with who proposed and who signed it. A file that was changed by hand since is signed by nobody.
"""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from concordat.core.refusal import Refusal
from concordat.data import durable
from concordat.data.model import Model
from concordat.share.mapping.feed import Feed
from concordat.share.mapping.feed_file import feed_of, reads_beside

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")


class NoSuchMapping(Refusal):
    """A mapping, or a version of one, that is not there."""

    status = 404


class CannotPropose(Refusal):
    """A version that cannot be kept, or not signed as things are."""

    status = 409


@dataclass(frozen=True, kw_only=True)
class Version:
    """A version of a feed's mapping. `hash` is the Feed's: of the text, and of the code maps and view it names.

    `signed_at` is None while nobody has signed it.
    """

    member: str
    feed: str
    number: int
    text: str
    hash: str
    proposed_by: str
    proposed_at: datetime
    signed_by: str = ""
    signed_at: datetime | None = None


def is_name(feed: str) -> bool:
    """Whether a feed can be called so: letters, figures, hyphens and underscores, up to 40."""
    return bool(_NAME.fullmatch(feed))


def read_text(home: Path, member: str, feed: str, text: str, model: Model | None = None) -> Feed:
    """The feed that a text says, with its code maps and view from the member's folder. Raises BadFeed or BadYaml."""
    return feed_of(text, file=f"{feed}.yaml", beside=reads_beside(home / "feeds" / member), model=model)


def in_use(home: Path, member: str, feed: str) -> str:
    """The text of the mapping that is followed. Raises NoSuchMapping."""
    path = _followed(home, member, feed) if is_name(feed) else None
    if path is None or not path.is_file():
        raise NoSuchMapping(f"{member} has no mapping called {feed}", remedy="Choose one from the list of feeds")
    return path.read_text(encoding="utf-8-sig", errors="replace")


def versions(home: Path, member: str, feed: str) -> tuple[Version, ...]:
    """Every version of a mapping, the newest first. Raises Refusal where one is damaged."""
    folders = _folder(home, member, feed).glob("[0-9]*") if is_name(feed) else ()
    return tuple(_read(each) for each in sorted(folders, reverse=True))


def version(home: Path, member: str, feed: str, number: int) -> Version:
    """One of them. Raises NoSuchMapping."""
    for each in versions(home, member, feed):
        if each.number == number:
            return each
    raise NoSuchMapping("There is no such version of this mapping", remedy="Choose one from the list of versions")


def proposed(home: Path, member: str) -> dict[str, tuple[Version, ...]]:
    """A member's versions by the name of the feed."""
    folder = home / "mappings" / member
    names = sorted(each.name for each in folder.iterdir()) if folder.is_dir() else []
    return {name: found for name in names if (found := versions(home, member, name))}


def signature(home: Path, feed: Feed) -> Version | None:
    """The signed version that a feed is, to the last code of its maps; None where nobody signed what it now is."""
    signed = (each for each in versions(home, feed.member, feed.name) if each.signed_at and each.hash == feed.hash)
    return max(signed, key=lambda each: each.signed_at.timestamp() if each.signed_at else 0.0, default=None)


def propose(home: Path, *, feed: Feed, text: str, by: str, at: datetime, base: int) -> Version:
    """Keep a further version. `base` is the number of the newest when its author began: another since then refuses.

    One caller at a time: whoever calls holds a lock. Raises CannotPropose.
    """
    if not is_name(feed.name):
        remedy = "Use up to 40 letters, figures, hyphens and underscores"
        raise CannotPropose("A mapping cannot be called that", remedy=remedy)
    newest = max((each.number for each in versions(home, feed.member, feed.name)), default=0)
    if newest != base:
        remedy = f"Look at version {newest}, and change that"
        raise CannotPropose("Somebody proposed another version while you were at it", remedy=remedy)
    made = Version(
        member=feed.member, feed=feed.name, number=newest + 1, text=text, hash=feed.hash, proposed_by=by, proposed_at=at
    )
    folder = _folder(home, feed.member, feed.name) / f"{made.number:06}"
    durable.write(folder / "feed.yaml", text.encode())
    _write(folder, made)
    return made


def sign(home: Path, *, version: Version, by: str, at: datetime, model: Model | None = None) -> Version:
    """Sign a version and put it where mapping reads it. Raises CannotPropose, BadFeed.

    One caller at a time: whoever calls holds a lock. A crash leaves it signed and not yet followed: sign it again.
    """
    feed = read_text(home, version.member, version.feed, version.text, model)
    if feed.hash != version.hash:
        remedy = "Look at what it would do now: propose it again, and sign that"
        raise CannotPropose("A code map or view that it names has changed since it was proposed", remedy=remedy)
    signed = replace(version, signed_by=by, signed_at=at)
    _write(_folder(home, version.member, version.feed) / f"{version.number:06}", signed)
    durable.write(_followed(home, version.member, version.feed), version.text.encode())
    return signed


def keep_suggestion(home: Path, member: str, feed: str, text: str) -> None:
    """Keep a text that was proposed by no person, for one to begin with; the last one stands."""
    durable.write(_folder(home, member, feed) / "suggested.yaml", text.encode())


def suggestion(home: Path, member: str, feed: str) -> str:
    """The text that was kept so; "" where none was."""
    path = _folder(home, member, feed) / "suggested.yaml"
    return path.read_text(encoding="utf-8") if is_name(feed) and path.is_file() else ""


def keep_beside(home: Path, version: Version, name: str, content: dict[str, Any]) -> None:
    """Keep what was worked out about a version beside it."""
    path = _folder(home, version.member, version.feed) / f"{version.number:06}" / f"{name}.json"
    durable.write(path, json.dumps(content, indent=1).encode())


def kept_beside(home: Path, version: Version, name: str) -> dict[str, Any] | None:
    """What was kept so; None where nothing was."""
    path = _folder(home, version.member, version.feed) / f"{version.number:06}" / f"{name}.json"
    return dict(json.loads(path.read_bytes())) if path.is_file() else None


def _folder(home: Path, member: str, feed: str) -> Path:
    return home / "mappings" / member / feed


def _followed(home: Path, member: str, feed: str) -> Path:
    path = home / "feeds" / member / f"{feed}.yaml"
    return path if path.exists() or not path.with_suffix(".yml").exists() else path.with_suffix(".yml")


def _write(folder: Path, version: Version) -> None:
    said = asdict(version) | {
        "proposed_at": version.proposed_at.isoformat(),
        "signed_at": version.signed_at.isoformat() if version.signed_at else None,
    }
    del said["text"]
    durable.write(folder / "stamp.json", json.dumps(said, ensure_ascii=False, indent=1).encode())


def _read(folder: Path) -> Version:
    try:
        said = json.loads((folder / "stamp.json").read_bytes())
        for each in ("proposed_at", "signed_at"):
            said[each] = datetime.fromisoformat(said[each]) if said[each] else None
        return Version(**said, text=(folder / "feed.yaml").read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError):
        where = f"{folder.parent.parent.name}, {folder.parent.name}, version {folder.name}"
        remedy = "Restore its folder from a backup, or remove it"
        raise Refusal("A version of a mapping is damaged", where=where, remedy=remedy) from None
