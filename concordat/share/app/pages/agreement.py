"""One version of an agreement as a task list: what is said, what is wanting, what was put forward, and what is next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import NoReverseMatch

from concordat.core.reason import Reason
from concordat.data.rules.force import signature_of
from concordat.register.agreement import Party
from concordat.register.app.permission import Person
from concordat.share.app import actions, permission, tasks, versions
from concordat.share.app.pages.around import COLOURS, address, called
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.app.permission import Act
from concordat.share.app.tasks import Done, Status
from concordat.share.app.versions import Version
from concordat.share.stage import Stage
from concordat.web.page import Moved, Page

TAGS = {Status.NOT_STARTED: "nhsuk-tag--blue", Status.PROBLEM: "nhsuk-tag--red"}


@dataclass(frozen=True, kw_only=True)
class Item:
    """One line of a task list; `tag` is its class, blank where the status is plain text."""

    text: str
    href: str
    hint: str = ""
    status: str = ""
    tag: str = ""


@dataclass(frozen=True, kw_only=True)
class AgreementPage(Page):
    """`groups` of tasks; `acts`: what its keeper may do next, as (text, address); `may_not` change it, if so."""

    template: ClassVar[str] = "share/agreement.jinja"

    tabs: tuple[Tab, ...]
    version: Version
    groups: tuple[tuple[str, tuple[Item, ...]], ...]
    acts: tuple[tuple[str, str], ...]
    versions: tuple[Version, ...]
    keeper: str
    colours: Mapping[Stage, str]
    may_not: Reason | None
    may_renew: bool


def agreement_page(*, by: Person, as_of: date, key: str) -> AgreementPage:
    """Everything about one version. Raises NoSuchAgreement."""
    found = versions.one(by, key, as_of)
    groups = [(title, tuple(_item(found, each) for each in done)) for title, done in tasks.done(found)]
    every = versions.versions_of(by, found.agreement.agreement, as_of)
    may_not = permission.may(by, Act.CHANGE, found.keeper)
    return AgreementPage(
        title=called(found.agreement),
        crumbs=crumbs(),
        tabs=tabs("share"),
        version=found,
        groups=(*groups, ("Papers", _papers(found)), ("Release and sign", _signing(by, found))),
        acts=() if may_not else tuple(_acts(found)),
        versions=tuple(each for each in every if each.key != key),
        keeper=found.facts.name(found.keeper),
        colours=COLOURS,
        may_not=may_not,
        may_renew=may_not is None and not any(each.private for each in every),
    )


def renew(*, by: Person, as_of: date, key: str) -> Moved:
    """Draft a further version from this one."""
    made = actions.new_version(by=by, as_of=as_of, key=key)
    return Moved(to=address(made), notice="A new version is drafted, for your organisation only. Nobody has signed it.")


def _item(version: Version, done: Done) -> Item:
    fact = f"{done.problems[0][0]}." if done.problems else ""
    more = len(done.problems) - 1
    return Item(
        text=done.task.text,
        href=address(version.key, "share_task", task=done.task.slug),
        hint=f"{fact} And {more} more." if more > 0 else fact or done.said,
        status=done.status.value,
        tag=TAGS.get(done.status, ""),
    )


def _signing(by: Person, version: Version) -> tuple[Item, ...]:
    """The line for release, one for each party that signs, and the way to sign it oneself."""
    agreement, bundle = version.agreement, version.bundle
    put = bool(agreement.text_hash) and not version.private
    release = Item(
        text="Release it for signing",
        href=address(version.key, "share_release"),
        hint="" if put else "All members then see it; its terms are sealed by their hash.",
        status="Completed" if put and bundle.unchanged() else "Changed since" if put else "Not yet",
        tag="" if put and bundle.unchanged() else "nhsuk-tag--yellow",
    )
    parties = [each for each in version.rows(Party) if isinstance(each, Party) and each.role.signs]
    return (release, *(_signature(version, each) for each in parties))


def _signature(version: Version, party: Party) -> Item:
    signed = signature_of(version.bundle, party)
    said = f"{signed.name} on {signed.signed_on:%-d %B %Y}" if signed else f"By its {party.signs_as.value}"
    left = party.left_on is not None and party.left_on <= version.facts.as_of
    return Item(
        text=f"Signature of {version.facts.name(party.party)}",
        href=address(version.key, "share_sign") if version.agreement.text_hash and not signed and not left else "",
        hint=said,
        status="Signed" if signed else "Left" if left else "Not signed",
        tag="" if signed or left else "nhsuk-tag--blue",
    )


def _papers(version: Version) -> tuple[Item, ...]:
    try:
        return (Item(text="Its papers, to read and to sign on", href=address(version.key, "share_papers")),)
    except NoReverseMatch:
        return ()


def _acts(version: Version) -> list[tuple[str, str]]:
    """What its keeper may do with it as it stands."""
    key, own = version.key, version.agreement
    if version.private:
        return [("Withdraw this draft", address(key, "share_withdraw"))]
    suspended = bool(own.suspended_on and not own.resumed_on)
    return [
        ("Resume it", address(key, "share_resume")) if suspended else ("Suspend it", address(key, "share_suspend")),
        ("Terminate it", address(key, "share_terminate")),
        ("Let a party join", address(key, "share_join")),
    ]
