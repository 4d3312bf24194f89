"""A page that asks: one form for whatever is put, recorded, declared or done, and its fields read back as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from concordat.core.refusal import Refusal, as_sentence
from concordat.govern.app.chamber import CannotDecide
from concordat.govern.ballot import Said, Voter
from concordat.govern.decided import Put
from concordat.register.app.forms import Form, form_of, read
from concordat.register.app.permission import Person
from concordat.register.meeting import Choice, Decision, Outcome
from concordat.web.field import Field, Problem
from concordat.web.page import Page

PUT = ("conditions", "options", "owner", "owner_office", "due_on", "review_on")
"""The columns of a decision that are put with the question."""

Problems = tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, kw_only=True)
class AskPage(Page):
    """`about` what is asked, in a sentence or two; its `form` and `more` fields; what the `button` says."""

    template: ClassVar[str] = "govern/ask.jinja"

    about: str
    form: Form
    button: str
    more: tuple[Field, ...] = ()
    warning: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary, first what is about no field."""
        return self.form.problems


def put_form(by: Person, posted: Mapping[str, str] | None = None, errors: Problems = ()) -> Form:
    """The form of what is put with a question."""
    return form_of(by, Decision, posted=posted, errors=errors, only=PUT)


def put_given(by: Person, posted: Mapping[str, str], proposal: str, body: str, on: date) -> Put | Problems:
    """What was posted in that form; or everything that is wrong with it."""
    rest: dict[str, Any] = {"decision": "-", "proposal": proposal, "body": body, "decided_on": on}
    found = read(by, Decision, posted, only=PUT, given=rest | {"outcome": Outcome.APPROVED})
    if not isinstance(found, Decision):
        return found if isinstance(found, tuple) else ()
    return Put(**{name: getattr(found, name) for name in PUT})


def seat_fields(
    voters: Iterable[Voter], names: Mapping[str, str], posted: Mapping[str, str] | None = None
) -> tuple[Field, ...]:
    """Two fields for each seat: what it said in the room, and why."""
    given = posted or {}
    return tuple(field for number, each in enumerate(voters) for field in _seat(number, each, names, given))


def seats_given(voters: Iterable[Voter], posted: Mapping[str, str]) -> tuple[Said, ...]:
    """What each seat said; one of which nothing is ticked was absent."""
    return tuple(
        Said(
            organisation=each.organisation,
            office=each.office,
            choice=_choice(posted.get(f"said-{number}", "")),
            reason=posted.get(f"why-{number}", "").strip(),
        )
        for number, each in enumerate(voters)
    )


def told(refused: Refusal) -> Problems:
    """A refusal as problems of a form, about no field: each reason of its own, with what would change it."""
    if not isinstance(refused, CannotDecide):
        return (("", as_sentence(refused.what), refused.remedy),)
    return tuple(("", str(each), refused.remedy if number == 0 else "") for number, each in enumerate(refused.reasons))


def text_field(
    name: str, label: str, hint: str, posted: Mapping[str, str] | None = None, *, long: bool = True
) -> Field:
    """One question answered in words."""
    value = (posted or {}).get(name, "")
    return Field(name=name, label=label, hint=hint, widget="textarea" if long else "input", value=value)


def _seat(number: int, voter: Voter, names: Mapping[str, str], posted: Mapping[str, str]) -> Iterable[Field]:
    who = f"{names.get(voter.organisation, voter.organisation)}: {voter.name or 'nobody'}, {voter.office.value}"
    options = tuple((each.value, each.value[:1].upper() + each.value[1:]) for each in Choice)
    value = posted.get(f"said-{number}", Choice.ABSENT.value)
    yield Field(name=f"said-{number}", label=who, widget="select", options=options, value=value)
    yield Field(name=f"why-{number}", label="Why (optional)", value=posted.get(f"why-{number}", ""))


def _choice(text: str) -> Choice:
    return Choice(text) if text in set(Choice) else Choice.ABSENT
