"""Share's jobs on feeds: map what was landed, try a proposed mapping on the last file, and propose one."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import chain, count
from pathlib import Path
from typing import Any

from django.urls import reverse

from concordat.core.refusal import Refusal
from concordat.data.extract import Batch, batch_of
from concordat.data.formats.source import SourceSpec
from concordat.data.model import shared_model
from concordat.data.work import workplace
from concordat.register.app.permission import Person
from concordat.share.app import feeds
from concordat.share.app.feeds import Act, NoSuchFeed
from concordat.share.app.workspace import home_of, moment
from concordat.share.mapping import versions
from concordat.share.mapping.feed_file import sound_feeds
from concordat.share.mapping.sample import NoTable, format_of, sample_of
from concordat.share.mapping.suggest import Guess, as_yaml, suggest
from concordat.share.mapping.written import Said, rewritten, said_in
from concordat.share.standardise.orphans import keep_orphans
from concordat.share.standardise.preview import batch_for, preview
from concordat.share.standardise.units import keep_units
from concordat.share.standardise.workspace import Mapped, feeds_of, found_in, map_batch
from concordat.web.jobs import Progress, job

_STAYS = "The file is kept as it was sent"


class NotMapped(Refusal):
    """Files that were landed and could not be mapped; they stay, and are mapped when what stops them is mended."""


@job("share.map", title="Mapping what was sent")
def map_extracts(*, by: Person, as_of: date, progress: Progress, batches: Sequence[str]) -> dict[str, Any]:
    """Map batches of the person's own organisation by its signed mappings; the page of what came of it."""
    feeds.check(by, Act.SEND, by.organisation)
    home, done = home_of(by), list[Mapped]()
    own = [batch for batch in (batch_of(home, each) for each in batches) if batch.organisation == by.organisation]
    for number, batch in enumerate(own):
        done.append(_mapped(batch, home, by, as_of, progress, (number, len(own))))
    progress(95, "Looking for references that lead nowhere")
    keep_orphans(home, shared_model())
    keep_units(home)
    _all_mapped(done)
    return {"page": _page_of(done)}


@job("share.preview", title="Trying the mapping on the last file")
def try_mapping(*, by: Person, as_of: date, progress: Progress, feed: str, number: int) -> dict[str, Any]:
    """What a proposed version would do to the last batch it is for, kept beside it; the page of the version."""
    feeds.check(by, Act.MAP, by.organisation)
    home = home_of(by)
    version = versions.version(home, by.organisation, feed, number)
    proposed = versions.read_text(home, by.organisation, feed, version.text)
    batch = batch_for(home, proposed)
    if batch:
        progress(20, f"Trying it on {batch.name}; nothing is kept but counts")
        kept = feeds.kept(by, as_of)
        with workplace(home) as work:
            made = preview(
                batch, proposed, home=home, found=found_in(home), feeds=kept.feeds, model=kept.model, work=work
            )
        versions.keep_beside(home, version, "preview", made.as_dict())
    named = {"organisation": by.organisation, "feed": feed, "number": number}
    return {"page": reverse("share_mapping_version", kwargs=named)}


@job("share.suggest", title="Proposing a mapping")
def propose(*, by: Person, as_of: date, progress: Progress, batch: str, feed: str, table: str = "") -> dict[str, Any]:
    """A mapping proposed for a landed file, as the text of a feed, for its asker to mend; the page to mend it on."""
    feeds.check(by, Act.MAP, by.organisation)
    home = home_of(by)
    given = batch_of(home, batch)
    if given.organisation != by.organisation:
        raise NoSuchFeed("Your organisation sent no such file", remedy="Choose one from the list of feeds")
    progress(20, f"Looking at the columns of {given.name}")
    if feed:
        name, text = feed, _filled_in(home, by.organisation, feed, given)
    else:
        name, text = _begun(home, given, table or given.table)
    named = {"organisation": by.organisation, "feed": name}
    versions.keep_suggestion(home, by.organisation, name, text)
    return {"page": f"{reverse('share_mapping', kwargs=named)}?suggested=yes"}


def _filled_in(home: Path, member: str, feed: str, batch: Batch) -> str:
    """The newest text of a mapping, with a proposal for each column of which it says nothing."""
    kept = versions.versions(home, member, feed)
    text = kept[0].text if kept else versions.in_use(home, member, feed)
    read = versions.read_text(home, member, feed, text)
    if read.view is not None:
        raise NoTable("Nothing can be proposed beside a view", where=feed, remedy="Add columns to the view by hand")
    made = suggest(_sample(home, batch, read.source), shared_model(), read.table)
    said = said_in(text, file=read.file)
    fresh = {each.column.name: _said(each) for each in made.guesses if each.column.name not in said}
    return rewritten(text, said | fresh, file=read.file)


def _begun(home: Path, batch: Batch, table: str) -> tuple[str, str]:
    """A name that no mapping of the member has, and a proposal for a file that has none."""
    format = format_of(batch.name)
    made = suggest(_sample(home, batch, SourceSpec(format=format)), shared_model(), table)
    text = as_yaml(made, file=batch.name, format=format, member=batch.organisation, system=batch.system)
    said = {name: replace(each, codes="") for name, each in said_in(text, file=batch.name).items()}  # no map is there
    text = rewritten(text, said, file=batch.name).replace("\nsource:", f"\nfiles: {_pattern(batch.name)}\nsource:", 1)
    taken = {each.stem for each in (home / "feeds" / batch.organisation).glob("*.y*ml")}
    taken |= set(versions.proposed(home, batch.organisation))
    names = chain([made.table.name], (f"{made.table.name}-{number}" for number in count(2)))
    return next(each for each in names if each not in taken), text


def _said(guess: Guess) -> Said:
    dated = guess.column.type in ("date", "timestamp") and guess.source.forms[:1] not in ((), ("iso",))
    return Said(how="from", what=guess.source.name, date=guess.source.forms[0] if dated else "")


def _sample(home: Path, batch: Batch, source: SourceSpec) -> dict[str, list[str | None]]:
    with workplace(home) as work:
        return sample_of(batch.file(home), source, work)


def _pattern(name: str) -> str:
    """The names of files like this one, in other months: its figures may be any; quoted for YAML."""
    return json.dumps(re.sub(r"[0-9]+(?:[-_. ][0-9]+)*", "*", re.sub(r"[][*?]", "?", name)), ensure_ascii=False)


def _mapped(batch: Batch, home: Path, by: Person, as_of: date, progress: Progress, place: tuple[int, int]) -> Mapped:
    """One batch by the mappings that are signed; each step is told, as a part of the way."""
    number, of = place
    said = f" ({number + 1} of {of})" if of > 1 else ""
    every, signed = feeds_of(batch, sound_feeds(home)[0]), feeds_of(batch, feeds.signed_feeds(home, by.organisation))
    steps = iter(range(1, 3 + len(signed)))

    def tell(saying: str) -> None:
        progress(int(90 * (number + next(steps, 1) / (2 + len(signed))) / of), f"{saying}{said}")

    if not every:
        remedy = "Have a mapping proposed for it on the page of feeds, mend it and sign it"
        return Mapped(batch=batch, refusal=Refusal("No mapping is for this file yet", where=batch.name, remedy=remedy))
    if not signed:
        what = f"The mapping {', '.join(each.name for each in every)} is signed by nobody yet"
        remedy = f"Somebody of {by.organisation} looks at it and signs it"
        return Mapped(batch=batch, refusal=Refusal(what, where=batch.name, remedy=remedy))
    return map_batch(batch, home=home, feeds=signed, model=shared_model(), by=str(by), at=moment(as_of), tell=tell)


def _all_mapped(done: Sequence[Mapped]) -> None:
    """Raises NotMapped with what stopped the first that was not."""
    refused = [each.refusal for each in done if each.refusal]
    if refused:
        more = f"; {len(refused) - 1} more files were not mapped either" if len(refused) > 1 else ""
        remedy = ". ".join(each for each in (refused[0].remedy.rstrip("."), _STAYS) if each)
        raise NotMapped(f"{refused[0].what}{more}", where=refused[0].where, remedy=remedy)


def _page_of(done: Sequence[Mapped]) -> str:
    places = {(each.batch.organisation, one.feed) for each in done for one in each.found}
    if len(places) != 1:
        return reverse("share_feeds")
    ((organisation, feed),) = places
    return reverse("share_feed", kwargs={"organisation": organisation, "feed": feed})
