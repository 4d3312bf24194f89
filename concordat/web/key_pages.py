"""The pages of keys for programs: one's own keys, a new one shown once, and revoking one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from django.http import QueryDict
from django.urls import reverse

from concordat.core.refusal import as_sentence
from concordat.register.app.permission import Person
from concordat.web import keys
from concordat.web.field import Field, Problem, problems_of
from concordat.web.keys import CannotMakeKey, KeyLine
from concordat.web.page import Crumb, Moved, Page

HOME = Crumb(text="Home", href="/")
_LASTS = {30: "30 days", 90: "90 days", 365: "A year"}


@dataclass(frozen=True, kw_only=True)
class KeysPage(Page):
    """`lines`: the reader's keys from this seat; `fields`: the form of a new one; `made`: its text, shown this once."""

    template: ClassVar[str] = "web/keys.jinja"

    person: Person
    lines: tuple[KeyLine, ...]
    fields: tuple[Field, ...]
    made: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return problems_of(self.fields)


def keys_page(*, by: Person, as_of: date) -> KeysPage:
    """One's own keys, and the form of a new one."""
    return _page(by, as_of, _fields())


def make(*, by: Person, as_of: date, posted: QueryDict) -> KeysPage:
    """Make the key that was posted and show it; or the form again, with what is wrong.

    It answers where it was posted to, since going to another page first would mean to keep the key somewhere.
    """
    name, days = posted.get("name", "").strip(), posted.get("days", "")
    try:
        made = keys.make_key(by=by, as_of=as_of, name=name, days=int(days) if days in map(str, keys.DAYS) else 0)
    except CannotMakeKey as refused:
        return _page(by, as_of, _fields(name, days, refused), status=422)
    return _page(by, as_of, _fields(), made=made)


def revoke(*, by: Person, as_of: date, key: int) -> Moved:
    """Revoke a key of one's own."""
    name = keys.revoke_key(by=by, as_of=as_of, key=key)
    return Moved(to=reverse("keys"), notice=f"The key {name} opens nothing any more.")


def _page(by: Person, as_of: date, fields: tuple[Field, ...], made: str = "", status: int = 200) -> KeysPage:
    lines = keys.keys_of(by, as_of)
    title = "Keys for programs"
    return KeysPage(title=title, crumbs=(HOME,), person=by, lines=lines, fields=fields, made=made, status=status)


def _fields(name: str = "", days: str = "90", refused: CannotMakeKey | None = None) -> tuple[Field, ...]:
    wrong = {refused.column: f"{as_sentence(refused.what)} {as_sentence(refused.remedy)}"} if refused else {}
    hint = "What will use it, such as: my notebook on waiting lists"
    options = tuple((str(each), _LASTS[each]) for each in keys.DAYS)
    return (
        Field(name="name", label="Name", hint=hint, value=name, error=wrong.get("name", ""), width="20"),
        Field(
            name="days", label="How long it lasts", widget="radios", value=days, options=options,
            error=wrong.get("days", ""),
        ),
    )  # fmt: skip
