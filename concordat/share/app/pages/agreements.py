"""The agreements a person may see, by reference, the newest version first, and how far each is; and a new one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.http import QueryDict

from concordat.core.reason import Reason
from concordat.register.agreement import Agreement
from concordat.register.app import actions
from concordat.register.app.forms import read
from concordat.register.app.permission import Person
from concordat.register.noun import Noun
from concordat.share.app import permission, versions
from concordat.share.app.pages.around import COLOURS, address
from concordat.share.app.pages.asked import Errors, QuestionPage, asked
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.app.permission import Act
from concordat.share.app.versions import Version
from concordat.share.health import Standing
from concordat.share.stage import Stage
from concordat.web.page import Moved, Page

_FIRST = ("agreement", "title", "kind", "starts_on", "ends_on")
"""What a new agreement cannot be without; the rest is asked task by task."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One version in the list; `href` is blank for a draft that a shared version hides, whose reference is `taken`.

    `against` are the facts that stop it or, where it is in force, those for which it would still let nothing through.
    """

    key: str
    agreement: Agreement
    keeper: str
    standing: Standing
    href: str
    taken: bool
    against: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class AgreementsPage(Page):
    """`lines`, `colours` of their stages, and why the reader may not draft one, if so."""

    template: ClassVar[str] = "share/agreements.jinja"

    tabs: tuple[Tab, ...]
    lines: tuple[Line, ...]
    colours: Mapping[Stage, str]
    may_not: Reason | None


def agreements_page(*, by: Person, as_of: date) -> AgreementsPage:
    """Every version this person may see."""
    found = versions.every(by, as_of)
    shared = {each.key for each in found if not each.private}
    return AgreementsPage(
        title="Agreements on data",
        crumbs=crumbs()[:1],
        tabs=tabs("share"),
        lines=tuple(_line(each, taken=each.private and each.key in shared) for each in found),
        colours=COLOURS,
        may_not=permission.may(by, Act.DRAFT, by.organisation),
    )


def new_page(*, by: Person, posted: QueryDict | None = None, errors: Errors = ()) -> QuestionPage:
    """The form of a new agreement."""
    permission.check(by, Act.DRAFT, by.organisation)
    return QuestionPage(
        title="Draft an agreement",
        crumbs=crumbs(),
        form=asked(by, Agreement, _FIRST, None, posted, errors),
        boxes={},
        lead="It is a private draft of your organisation, until you release it to those who are to sign it.",
        button="Save the draft",
        status=422 if errors else 200,
    )


def new(*, by: Person, as_of: date, posted: QueryDict) -> Moved | QuestionPage:
    """Draft the agreement that was posted, as its first version; or the form again with everything that is wrong."""
    permission.check(by, Act.DRAFT, by.organisation)
    row = read(by, Agreement, posted, only=_FIRST, given={"version": 1, "organisation": by.organisation})
    if not isinstance(row, Noun):
        return new_page(by=by, posted=posted, errors=row)
    reference = getattr(row, "agreement", "")
    if versions.versions_of(by, reference, as_of):
        advice = "give another reference, or make a new version on its page"
        return new_page(by=by, posted=posted, errors=[("agreement", f"{reference} is there already", advice)])
    try:
        actions.add_row(by=by, as_of=as_of, row=row, private=True)
    except actions.RowRefused as refused:
        return new_page(by=by, posted=posted, errors=refused.problems)
    return Moved(to=address(row.key), notice=f"{reference} is drafted, for your organisation only.")


def _line(version: Version, *, taken: bool) -> Line:
    """A version in the list. What stands against a draft, its own task list tells."""
    standing = version.standing
    return Line(
        key=version.key,
        agreement=version.agreement,
        keeper=version.facts.name(version.keeper),
        standing=standing,
        href="" if taken else address(version.key),
        taken=taken,
        against=() if version.private or standing.stage.past else standing.against,
    )
