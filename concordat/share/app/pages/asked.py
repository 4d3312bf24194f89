"""Asking: a form of some columns of a noun, lists of a closed kind ticked and not typed, and the page around it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar

from django.http import QueryDict

from concordat.register.agreement import Clause
from concordat.register.app.forms import Form, form_of
from concordat.register.app.permission import Person
from concordat.register.noun import Noun
from concordat.register.sharing import Purpose
from concordat.web.field import Problem
from concordat.web.page import Page

BOXES: Mapping[str, type[StrEnum]] = {"clauses": Clause, "purposes": Purpose}
"""Lists of which each is one of a closed list: ticked, not typed."""

Errors = Sequence[tuple[str, str, str]]
Boxes = Mapping[str, tuple[dict[str, Any], ...]]


@dataclass(frozen=True, kw_only=True)
class QuestionPage(Page):
    """A form by itself: `lead` says what it is, `boxes` what is ticked, `warning` what to know before sending it."""

    template: ClassVar[str] = "share/question.jinja"

    form: Form
    lead: str
    boxes: Boxes
    button: str = "Save"
    warning: str = ""

    @property
    def errors(self) -> tuple[Problem, ...]:
        """The error summary."""
        return self.form.problems


def asked(
    by: Person, noun: type[Noun], asks: Sequence[str], row: Noun | None, posted: QueryDict | None, errors: Errors
) -> Form:
    """The form of these columns, filled from a row, or with what was posted and is wrong."""
    return form_of(by, noun, row=row, posted=None if posted is None else ticked(posted), errors=errors, only=asks)


def ticked(posted: QueryDict) -> dict[str, str]:
    """What was posted, with what was ticked written as a list is typed."""
    return {name: "\n".join(posted.getlist(name)) if name in BOXES else posted[name] for name in posted}


def boxes_of(form: Form | None) -> Boxes:
    """The boxes to tick for each field that has them."""
    fields = [each for each in form.fields if each.name in BOXES and each.widget == "textarea"] if form else []
    return {each.name: tuple(_box(each.value, choice.value) for choice in BOXES[each.name]) for each in fields}


def _box(ticked: str, value: str) -> dict[str, Any]:
    return {"value": value, "text": value[:1].upper() + value[1:], "checked": value in ticked.splitlines()}
