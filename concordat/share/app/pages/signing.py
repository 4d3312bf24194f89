"""Release and signature: what stands in the way, what is new against the version before, and what one signs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from concordat.core.reason import Reason
from concordat.data.rules.force import signature_of
from concordat.register.agreement import Party, Signature
from concordat.register.app.permission import Person
from concordat.share.app import actions, permission, versions
from concordat.share.app.pages.around import address, called, crumbs_of
from concordat.share.app.permission import Act
from concordat.share.app.versions import Version
from concordat.share.difference import Difference, differences
from concordat.share.signing import against_signing
from concordat.web.page import Moved, Page


@dataclass(frozen=True, kw_only=True)
class ChangesPage(Page):
    """`found`: what differs from the version `before`, which is None for the first."""

    template: ClassVar[str] = "share/changes.jinja"

    version: Version
    before: Version | None
    found: tuple[Difference, ...]


@dataclass(frozen=True, kw_only=True)
class ReleasePage(Page):
    """`reasons` why it cannot be released; `signs`: whom it then awaits, as (organisation, office)."""

    template: ClassVar[str] = "share/release.jinja"

    version: Version
    before: Version | None
    found: tuple[Difference, ...]
    reasons: tuple[str, ...]
    may_not: Reason | None
    signs: tuple[tuple[str, str], ...]


@dataclass(frozen=True, kw_only=True)
class SignPage(Page):
    """`found`: what is new in it; `reasons` why nobody can sign it, `may_not` why the reader cannot; `given` so far."""

    template: ClassVar[str] = "share/sign.jinja"

    version: Version
    before: Version | None
    found: tuple[Difference, ...]
    reasons: tuple[str, ...]
    may_not: Reason | None
    party: Party | None
    mine: Signature | None
    given: tuple[Signature, ...]
    awaited: tuple[tuple[str, str], ...]


def changes_page(*, by: Person, as_of: date, key: str) -> ChangesPage:
    """What a version changes against the one before it."""
    found = versions.one(by, key, as_of)
    older, differing = _against_before(by, found)
    title = f"What version {found.agreement.version} changes" if older else "Everything in it"
    return ChangesPage(title=title, crumbs=crumbs_of(found), version=found, before=older, found=differing)


def release_page(*, by: Person, as_of: date, key: str, status: int = 200) -> ReleasePage:
    """What releasing would do, and everything that stands in its way."""
    found = versions.one(by, key, as_of)
    older, differing = _against_before(by, found)
    return ReleasePage(
        title=f"Release {found.key}",
        crumbs=crumbs_of(found),
        status=status,
        version=found,
        before=older,
        found=differing,
        reasons=actions.reasons_against_release(by, found),
        may_not=permission.may(by, Act.RELEASE, found.keeper),
        signs=_signing(found),
    )


def release(*, by: Person, as_of: date, key: str) -> Moved | ReleasePage:
    """Release it; or the page again with everything that stands in its way."""
    try:
        actions.release(by=by, as_of=as_of, key=key)
    except actions.CannotRelease as refused:
        return release_page(by=by, as_of=as_of, key=key, status=refused.status)
    return Moved(to=address(key), notice=f"{key} is released: all members see it, and its parties can sign it.")


def sign_page(*, by: Person, as_of: date, key: str, status: int = 200) -> SignPage:
    """What one would sign: what it changes, its terms, and who has signed; or who may sign it."""
    found = versions.one(by, key, as_of)
    older, differing = _against_before(by, found)
    may_not = permission.may_sign(by, found)
    party = None if may_not else permission.check_sign(by, found)
    return SignPage(
        title=f"Sign {called(found.agreement)}",
        crumbs=crumbs_of(found),
        status=status,
        version=found,
        before=older,
        found=differing,
        reasons=against_signing(found.bundle),
        may_not=may_not,
        party=party,
        mine=signature_of(found.bundle, party) if party else None,
        given=found.bundle.signatures,
        awaited=_signing(found),
    )


def sign(*, by: Person, as_of: date, key: str, text_hash: str) -> Moved | SignPage:
    """Sign it; or the page again with everything that stands in the way. Raises NotPermitted."""
    try:
        actions.sign(by=by, as_of=as_of, key=key, text_hash=text_hash)
    except actions.CannotSign as refused:
        if versions.one(by, key, as_of).agreement.text_hash != text_hash or not text_hash:
            raise
        return sign_page(by=by, as_of=as_of, key=key, status=refused.status)
    return Moved(to=address(key), notice=f"You have signed {key} for {by.organisation}.")


def _against_before(by: Person, version: Version) -> tuple[Version | None, tuple[Difference, ...]]:
    older = versions.before(by, version)
    return older, differences(older.shown_rows(by) if older else None, version.shown_rows(by))


def _signing(version: Version) -> tuple[tuple[str, str], ...]:
    """Who must still sign it, and from which office."""
    parties = [each for each in version.rows(Party) if isinstance(each, Party) and each.role.signs]
    waited = (each for each in parties if signature_of(version.bundle, each) is None and each.left_on is None)
    return tuple((version.facts.name(each.party), each.signs_as.value) for each in waited)
