"""The mapping of a feed, column by column: where each comes from, checked at once, and saved as a proposed version."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import reverse

from concordat.core.refusal import Refusal
from concordat.data.extract import batch_of
from concordat.data.located import BadYaml, read_yaml
from concordat.data.model import TableModel, shared_model
from concordat.register.app.permission import Person
from concordat.share.app import feeds, mappings
from concordat.share.app.feeds import Act, NoSuchFeed
from concordat.share.app.mapping_fields import ColumnForm, column_form, posted_of
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.app.workspace import home_of
from concordat.share.mapping import versions
from concordat.share.mapping.feed import BadFeed
from concordat.share.mapping.versions import CannotPropose, NoSuchMapping, Version, is_name
from concordat.share.mapping.written import CannotRewrite, Said, lines_of, rewritten, said_in
from concordat.share.standardise.preview import batch_for
from concordat.web import jobs
from concordat.web.field import Problem, problems_of
from concordat.web.page import Crumb, Moved, Page


@dataclass(frozen=True, kw_only=True)
class MappingPage(Page):
    """`columns` of the form; `general`: what is wrong with the mapping and with no column; `base`: the number of the
    newest version; `suggested`: a proposal was made to begin with; `batch`: the last file, for which one can be made.
    """

    template: ClassVar[str] = "share/mapping.jinja"

    tabs: tuple[Tab, ...]
    organisation: str
    feed: str
    table: TableModel
    columns: tuple[ColumnForm, ...]
    general: tuple[str, ...]
    base: int
    versions: tuple[Version, ...]
    in_use: bool
    suggested: bool
    text_href: str
    batch: str

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary: what is about no column leads to the text."""
        general = tuple(Problem(text=each, href=self.text_href) for each in self.general)
        return (*general, *(one for each in self.columns for one in problems_of(each.fields)))


@dataclass(frozen=True, kw_only=True)
class Base:
    """The text that is being changed, and the number of the newest version."""

    text: str
    number: int
    versions: tuple[Version, ...]
    in_use: bool
    suggested: bool


def base_of(by: Person, feed: str, given: Mapping[str, str]) -> Base:
    """What one begins with: a proposal just made, the newest version, or else what is in use. Raises NoSuchMapping."""
    home = home_of(by)
    suggested = versions.suggestion(home, by.organisation, feed) if given.get("suggested") else ""
    kept = versions.versions(home, by.organisation, feed)
    try:
        used = versions.in_use(home, by.organisation, feed)
    except NoSuchMapping:
        if not kept and not suggested:
            raise
        used = ""
    text = suggested or (kept[0].text if kept else used)
    number = kept[0].number if kept else 0
    return Base(text=text, number=number, versions=kept, in_use=bool(used), suggested=bool(suggested))


def mapping_page(
    *,
    by: Person,
    as_of: date,
    organisation: str,
    feed: str,
    given: Mapping[str, str],
    posted: Mapping[str, str] | None = None,
    wrong: tuple[Mapping[str, str], tuple[str, ...]] = ({}, ()),
) -> MappingPage | Moved:
    """The form. A mapping that cannot be shown column by column is shown as a text. Raises NotPermitted."""
    feeds.check(by, Act.MAP, organisation)
    base, file = base_of(by, feed, given), f"{feed}.yaml"
    named = {"organisation": organisation, "feed": feed}
    query = "?suggested=yes" if base.suggested else ""
    text_href = f"{reverse('share_mapping_text', kwargs=named)}{query}"
    try:
        table, said = table_of(base.text, file), said_in(base.text, file=file)
    except Refusal as refusal:
        return Moved(to=text_href, notice=f"It is shown as a text. {refusal}")
    said = posted_of(table, posted) if posted is not None else said
    errors, general = wrong
    return MappingPage(
        title=f"The mapping {organisation} / {feed}",
        crumbs=way(organisation, feed, base.in_use),
        tabs=tabs("share_feeds"),
        organisation=organisation,
        feed=feed,
        table=table,
        columns=tuple(
            column_form(each, said.get(each.name, Said()), each.name in table.key, errors.get(each.name, ""))
            for each in table.columns
        ),
        general=general,
        base=base.number,
        versions=base.versions,
        in_use=base.in_use,
        suggested=base.suggested,
        text_href=text_href,
        batch=_last_batch(by, feed, base.text),
        status=422 if errors or general else 200,
    )


def save(
    *, by: Person, as_of: date, organisation: str, feed: str, given: Mapping[str, str], posted: Mapping[str, str]
) -> Moved | MappingPage:
    """Save what was posted as a proposed version and have it tried, or be told everything wrong with it, in place."""
    feeds.check(by, Act.MAP, organisation)
    base, file = base_of(by, feed, given), f"{feed}.yaml"
    text = base.text
    try:
        text = rewritten(text, posted_of(table_of(text, file), posted), file=file)
        return proposed(by, as_of, feed, text, posted)
    except BadFeed as bad:
        wrong = _placed(bad, text, file)
    except (CannotRewrite, CannotPropose, BadYaml) as refusal:
        wrong = ({}, (str(refusal),))
    return mapping_page(
        by=by, as_of=as_of, organisation=organisation, feed=feed, given=given, posted=posted, wrong=wrong
    )


def proposed(by: Person, as_of: date, feed: str, text: str, posted: Mapping[str, str]) -> Moved:
    """Keep a version, have it tried on the last file, and go and watch. Raises what the action does."""
    base = posted.get("base", "")
    number = int(base) if base.isascii() and base.isdigit() and len(base) < 7 else 0
    made = mappings.propose_mapping(by=by, as_of=as_of, feed=feed, text=text, base=number)
    notice = f"Saved as version {made.number}, which nobody has signed. It is tried on the last file now."
    return Moved(to=trying(by, as_of, made), notice=notice)


def trying(by: Person, as_of: date, version: Version) -> str:
    """Have a version tried on the last file; where one can watch."""
    arguments = {"feed": version.feed, "number": version.number}
    job = jobs.enqueue("share.preview", by=by, as_of=as_of, arguments=arguments)
    return reverse("job", kwargs={"id": job.pk})


def suggest(*, by: Person, as_of: date, posted: Mapping[str, str]) -> Moved:
    """Have a mapping proposed for a landed file of one's own organisation, and go and watch. Raises NoSuchBatch."""
    feeds.check(by, Act.MAP, by.organisation)
    batch = batch_of(home_of(by), posted.get("batch", "").strip())
    if batch.organisation != by.organisation:
        raise NoSuchFeed("Your organisation sent no such file", remedy="Choose one from the list of feeds")
    feed, table = posted.get("feed", "").strip(), posted.get("table", "").strip()
    if (feed and not is_name(feed)) or table not in ("", *shared_model().names):
        raise NoSuchFeed("There is no such mapping or table", remedy="Choose one from the list")
    arguments = {"batch": batch.id, "feed": feed, "table": table}
    job = jobs.enqueue("share.suggest", by=by, as_of=as_of, arguments=arguments)
    return Moved(to=reverse("job", kwargs={"id": job.pk}))


def table_of(text: str, file: str) -> TableModel:
    """The table that a mapping is for. Raises BadYaml, CannotRewrite."""
    given = read_yaml(text, file=file).value
    name = given.get("table") if isinstance(given, dict) else None
    if name not in shared_model().names:
        raise CannotRewrite("It does not say which table it is for", where=file, remedy="Write it after `table:`")
    return shared_model().table(name)


def _last_batch(by: Person, feed: str, text: str) -> str:
    """The id of the last file that the mapping is for; "" where there is none, or it cannot be followed yet."""
    try:
        batch = batch_for(home_of(by), mappings.read_mapping(by, feed, text))
    except Refusal:
        return ""
    return batch.id if batch else ""


def way(organisation: str, feed: str, in_use: bool) -> tuple[Crumb, ...]:
    """The way to a page of a mapping."""
    href = reverse("share_feed", kwargs={"organisation": organisation, "feed": feed})
    return (*crumbs("share_feeds", "Feeds"), *([Crumb(text=f"{organisation} / {feed}", href=href)] if in_use else []))


def _placed(bad: BadFeed, text: str, file: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """What is wrong by column, and what is about none."""
    columns, places, general = dict[str, str](), lines_of(text, file=file), list[str]()
    for each in bad.findings:
        said = " ".join(part for part in (each.what.rstrip(".") + ".", each.next.rstrip(".") + ".") if part != ".")
        name = places.get(each.row or 0) if each.file == file else None
        if name:
            columns[name] = f"{columns[name]} {said}" if name in columns else said
        else:
            general.append(said if each.file == file else f"{each.place}: {said}")
    return columns, tuple(general)
