"""The mapping of a feed, column by column: where each comes from, checked at once, and saved as a proposed version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.urls import reverse

from concordat.core.refusal import Refusal
from concordat.data.extract import batch_of
from concordat.data.located import BadYaml, read_yaml
from concordat.data.model import ColumnModel, TableModel, shared_model
from concordat.register.app.permission import Person
from concordat.share.app import feeds, mappings
from concordat.share.app.feeds import Act, NoSuchFeed
from concordat.share.app.pages.tabs import Tab, crumbs, tabs
from concordat.share.app.workspace import home_of
from concordat.share.mapping import versions
from concordat.share.mapping.feed import BadFeed
from concordat.share.mapping.versions import CannotPropose, NoSuchMapping, Version, is_name
from concordat.share.mapping.written import HOW, CannotRewrite, Said, lines_of, rewritten, said_in
from concordat.share.standardise.clean import CLEANERS
from concordat.share.standardise.dates import FORMS
from concordat.share.standardise.preview import batch_for
from concordat.share.standardise.said import in_words
from concordat.web import jobs
from concordat.web.field import Field, Option, Problem, problems_of
from concordat.web.page import Crumb, Moved, Page

_HOW: tuple[Option, ...] = (
    ("", "Not said"),
    ("from", "From the source"),
    ("expression", "Worked out"),
    ("absent", "Not sent"),
)
_PARTS = ("how", "what", "date", "clean", "codes", "level")
_LONGEST = 4_000


@dataclass(frozen=True, kw_only=True)
class ColumnForm:
    """The questions about one column: `how` and `what` first, `more` where they are seldom asked."""

    column: ColumnModel
    name: str
    key: bool
    fields: tuple[Field, ...]
    more: tuple[Field, ...]

    @property
    def more_is_open(self) -> bool:
        """Whether something of the rest is said or wrong."""
        return any(each.value or each.error for each in self.more)


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
    said = _posted(table, posted) if posted is not None else said
    errors, general = wrong
    return MappingPage(
        title=f"The mapping {organisation} / {feed}",
        crumbs=way(organisation, feed, base.in_use),
        tabs=tabs("share_feeds"),
        organisation=organisation,
        feed=feed,
        table=table,
        columns=tuple(
            _column(each, said.get(each.name, Said()), each.name in table.key, errors.get(each.name, ""))
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
        text = rewritten(text, _posted(table_of(text, file), posted), file=file)
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


def _posted(table: TableModel, posted: Mapping[str, str]) -> dict[str, Said]:
    found = {}
    for each in table.columns:
        values = {part: _tidy(posted.get(f"{part}-{each.name}", "")) for part in _PARTS}
        how = values["how"] if values["how"] in HOW else "from" if values["what"] else ""
        if how:
            found[each.name] = Said(**{**values, "how": how})
    return found


def _tidy(value: str) -> str:
    """What was typed, without what cannot be seen, its lines ended as a file's are."""
    plain = "\n".join(line.strip() for line in value.replace("\t", " ").splitlines())
    return "".join(each for each in plain if each == "\n" or each.isprintable()).strip()[:_LONGEST]


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


def _column(column: ColumnModel, said: Said, key: bool, error: str) -> ColumnForm:
    name = column.name
    how = Field(name=f"how-{name}", label="How it comes", widget="select", value=said.how, options=_HOW)
    what = Field(
        name=f"what-{name}",
        label="Columns of the source, the expression, or why it is not sent",
        widget="textarea",
        value=said.what,
        error=error,
    )
    return ColumnForm(column=column, name=in_words(name), key=key, fields=(how, what), more=tuple(_more(column, said)))


def _more(column: ColumnModel, said: Said) -> Iterable[Field]:
    name = column.name
    if column.type in ("date", "timestamp"):
        known = tuple((each, each) for each in FORMS)
        own = () if said.date in ("", *FORMS) else ((said.date, said.date),)
        options = (("", "As 2026-10-05 (iso)"), *own, *known)
        yield Field(name=f"date-{name}", label="Days written as", widget="select", value=said.date, options=options)
    hint = f"Separated by commas: {', '.join(CLEANERS)}."
    yield Field(name=f"clean-{name}", label="Cleaned first", hint=hint, value=said.clean)
    if column.value_set or column.type == "string":
        yield Field(name=f"codes-{name}", label="Codes", hint=_codes_hint(column), widget="textarea", value=said.codes)
    if column.value_set and column.value_set.levels:
        levels = tuple((each, each.capitalize()) for each in column.value_set.levels)
        yield Field(
            name=f"level-{name}", label="Level", widget="select", value=said.level,
            options=(("", "As finely as the shared tables have it"), *levels),
        )  # fmt: skip


def _codes_hint(column: ColumnModel) -> str:
    how = "One on each line, as: theirs = shared. Or the name of one code map beside the mapping."
    if column.value_set is None:
        return how
    listed = "; ".join(f"{code} {meaning}" for code, meaning in list(column.value_set.codes.items())[:20])
    return f"{how} The shared codes are {listed}."
