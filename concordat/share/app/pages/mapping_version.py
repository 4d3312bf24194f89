"""One version of a mapping: what it changes, what it would do to the last file in counts, and signing it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from typing import ClassVar

from django.urls import reverse

from concordat.data.disclosure import LEAST
from concordat.data.extract import landed
from concordat.register.app.permission import Person
from concordat.share.app import feeds, mappings
from concordat.share.app.feeds import Act
from concordat.share.app.pages.mapping_form import trying, way
from concordat.share.app.pages.tabs import Tab, tabs
from concordat.share.app.workspace import home_of
from concordat.share.mapping import versions
from concordat.share.mapping.versions import NoSuchMapping, Version
from concordat.share.standardise.preview import Preview, preview_of
from concordat.share.standardise.workspace import feeds_of
from concordat.web import jobs
from concordat.web.page import File, Moved, Page

_YAML = "application/yaml; charset=utf-8"


@dataclass(frozen=True, kw_only=True)
class VersionPage(Page):
    """A `version`, the lines by which it differs from what is in `use`, and its `preview`, None where it was not tried.

    `followed`: it is what is in use; `least`: codes of fewer people are counted together.
    """

    template: ClassVar[str] = "share/mapping_version.jinja"

    tabs: tuple[Tab, ...]
    version: Version
    followed: bool
    in_use: bool
    changes: tuple[tuple[str, str], ...]
    preview: Preview | None
    versions: tuple[Version, ...]
    least: int = LEAST


def version_page(*, by: Person, as_of: date, organisation: str, feed: str, number: int) -> VersionPage:
    """One version, for those who may change the mapping. Raises NotPermitted, NoSuchMapping."""
    feeds.check(by, Act.MAP, organisation)
    home = home_of(by)
    version = versions.version(home, organisation, feed, number)
    used, tried = _in_use(by, feed), versions.kept_beside(home, version, "preview")
    return VersionPage(
        title=f"Version {number} of the mapping {organisation} / {feed}",
        crumbs=way(organisation, feed, bool(used)),
        tabs=tabs("share_feeds"),
        version=version,
        followed=bool(version.signed_at) and used == version.text,
        in_use=bool(used),
        changes=tuple(_changes(used, version.text)),
        preview=preview_of(tried) if tried else None,
        versions=versions.versions(home, organisation, feed),
    )


def answer_to(
    *, by: Person, as_of: date, organisation: str, feed: str, number: int, posted: Mapping[str, str]
) -> Moved:
    """Have it tried; or sign it, put it to use and have every file it is for mapped by it.

    Raises NotPermitted, NoSuchMapping, NotAsRead.
    """
    feeds.check(by, Act.SIGN, organisation)
    if posted.get("try"):
        version = versions.version(home_of(by), organisation, feed, number)
        return Moved(to=trying(by, as_of, version))
    signed = mappings.sign_mapping(by=by, as_of=as_of, feed=feed, number=number, hash=posted.get("hash", ""))
    home = home_of(by)
    read = mappings.read_mapping(by, feed, signed.text)
    own = [each.id for each in landed(home) if feeds_of(each, (read,))]
    notice = f"You have signed version {number}, and it is in use."
    if not own:
        return Moved(to=reverse("share_feed", kwargs={"organisation": organisation, "feed": feed}), notice=notice)
    job = jobs.enqueue("share.map", by=by, as_of=as_of, arguments={"batches": own})
    return Moved(to=reverse("job", kwargs={"id": job.pk}), notice=f"{notice} Its files are mapped by it now.")


def version_file(*, by: Person, organisation: str, feed: str, number: int) -> File:
    """The text of a version, as it is. Raises NotPermitted, NoSuchMapping."""
    feeds.check(by, Act.MAP, organisation)
    version = versions.version(home_of(by), organisation, feed, number)
    return File(name=f"{feed}-{number}.yaml", content_type=_YAML, contents=version.text.encode())


def in_use_file(*, by: Person, organisation: str, feed: str) -> File:
    """The text of what is in use, as it is. Raises NotPermitted, NoSuchMapping."""
    feeds.check(by, Act.MAP, organisation)
    text = versions.in_use(home_of(by), organisation, feed)
    return File(name=f"{feed}.yaml", content_type=_YAML, contents=text.encode())


def _in_use(by: Person, feed: str) -> str:
    try:
        return versions.in_use(home_of(by), by.organisation, feed)
    except NoSuchMapping:
        return ""


def _changes(before: str, after: str) -> list[tuple[str, str]]:
    """Lines that go ("gone") and come ("new"), in their order."""
    lines = list(unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0))[2:]
    return [({"-": "gone", "+": "new"}[each[0]], each[1:]) for each in lines if each[0] in "-+"]
