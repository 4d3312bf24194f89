"""The mapping of a feed as a text: typed, or brought in from a file, checked at once, each error with its line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse

from concordat.core.finding import Finding
from concordat.core.refusal import Refusal, as_sentence
from concordat.register.app.permission import Person
from concordat.share.app import feeds
from concordat.share.app.feeds import Act
from concordat.share.app.pages.mapping_form import base_of, proposed, way
from concordat.share.app.pages.tabs import Tab, tabs
from concordat.share.mapping.feed import BadFeed
from concordat.web.field import Problem
from concordat.web.page import Moved, Page

_MOST_BYTES = 1 << 20


@dataclass(frozen=True, kw_only=True)
class TextPage(Page):
    """The `text` and what is `wrong` with it, each with its line; `wrong_file`: what is wrong with a file."""

    template: ClassVar[str] = "share/mapping_text.jinja"

    tabs: tuple[Tab, ...]
    organisation: str
    feed: str
    text: str
    base: int
    in_use: bool
    form_href: str
    wrong: tuple[str, ...]
    wrong_file: str

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        file = (Problem(text=self.wrong_file, href="#file"),) if self.wrong_file else ()
        return (*file, *(Problem(text=each, href="#text") for each in self.wrong))


def text_page(
    *,
    by: Person,
    as_of: date,
    organisation: str,
    feed: str,
    given: Mapping[str, str],
    text: str | None = None,
    wrong: tuple[str, ...] = (),
    wrong_file: str = "",
) -> TextPage:
    """The text of the newest version, or of what was posted. Raises NotPermitted, NoSuchMapping."""
    feeds.check(by, Act.MAP, organisation)
    base = base_of(by, feed, given)
    query = "?suggested=yes" if base.suggested else ""
    return TextPage(
        title=f"The mapping {organisation} / {feed} as a text",
        crumbs=way(organisation, feed, base.in_use),
        tabs=tabs("share_feeds"),
        organisation=organisation,
        feed=feed,
        text=base.text if text is None else text,
        base=base.number,
        in_use=base.in_use,
        form_href=f"{reverse('share_mapping', kwargs={'organisation': organisation, 'feed': feed})}{query}",
        wrong=wrong,
        wrong_file=wrong_file,
        status=422 if wrong or wrong_file else 200,
    )


def save(
    *,
    by: Person,
    as_of: date,
    organisation: str,
    feed: str,
    given: Mapping[str, str],
    posted: Mapping[str, str],
    file: UploadedFile | None,
) -> Moved | TextPage:
    """Save the text, or that of a file where one was chosen, as a proposed version; or be told all that is wrong."""
    feeds.check(by, Act.MAP, organisation)
    typed = posted.get("text", "").replace("\r\n", "\n")
    text, wrong_file = _read(file) if file else (typed, "")
    wrong: tuple[str, ...] = ()
    if not wrong_file:
        try:
            return proposed(by, as_of, feed, text, posted)
        except BadFeed as bad:
            wrong = tuple(f"{_line(each)}{as_sentence(each.what)} {as_sentence(each.next)}" for each in bad.findings)
        except Refusal as refusal:
            wrong = (str(refusal),)
    return text_page(
        by=by, as_of=as_of, organisation=organisation, feed=feed, given=given, text=typed if wrong_file else text,
        wrong=wrong, wrong_file=wrong_file,
    )  # fmt: skip


def _line(finding: Finding) -> str:
    return f"{finding.file}, line {finding.row}: " if finding.row else f"{finding.file}: " if finding.file else ""


def _read(file: UploadedFile) -> tuple[str, str]:
    if (file.size or 0) > _MOST_BYTES:
        return "", f"The file is larger than {_MOST_BYTES >> 20} MB. A mapping needs far less."
    try:
        return file.read().decode("utf-8-sig"), ""
    except UnicodeDecodeError:
        return "", "The file is no text in UTF-8. Save it so, and choose it again."
