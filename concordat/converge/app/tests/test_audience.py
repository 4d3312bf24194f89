"""Who reads which edition follows from membership on the day, not before or after."""

from __future__ import annotations

from datetime import date

import pytest

from concordat.converge.app.audience import OFFICE, OTHERS, Audience, audience_of, audiences
from concordat.register.app.permission import Part, Person
from concordat.register.organisation import Membership, Role

DAY = date(2026, 11, 22)


def member(organisation: str, role: Role = Role.MEMBER, collaborative: str = "here", **valid: date) -> Membership:
    return Membership(collaborative=collaborative, organisation=organisation, role=role, **valid)  # type: ignore[arg-type]


def person(organisation: str, part: Part = Part.EDITOR) -> Person:
    return Person(user="u", name="U", organisation=organisation, collaborative="here", part=part)


@pytest.mark.parametrize(
    ("membership", "expected"),
    [
        (member("RZA"), Audience(name="member RZA", reader="RZA", totals=True)),
        (member("RZA", Role.HOST), Audience(name="member RZA", reader="RZA", totals=True)),
        (member("RZA", Role.PARTNER), Audience(name="partner RZA", reader="RZA", totals=False)),
        (member("RZA", valid_to=DAY), OTHERS),
        (member("RZA", valid_from=date(2026, 11, 23)), OTHERS),
        (member("RZA", collaborative="elsewhere"), OTHERS),
        (member("RZB"), OTHERS),
    ],
)
def test_whose_edition_a_person_reads(membership: Membership, expected: Audience) -> None:
    assert audience_of(person("RZA"), [membership], DAY) == expected
    written = audiences([membership], "here", DAY)
    assert expected in written


def test_the_programme_office_reads_its_own_whatever_its_organisation_is() -> None:
    assert audience_of(person("RZP", Part.OFFICE), [member("RZP", Role.PARTNER)], DAY) == OFFICE


def test_editions_are_written_for_the_office_everyone_who_takes_part_and_others_once_each() -> None:
    rows = [member("RZB"), member("RZA"), member("RZA"), member("RZP", Role.PARTNER), member("RZO", valid_to=DAY)]
    names = [each.name for each in audiences(rows, "here", DAY)]
    assert names == ["programme office", "member RZA", "member RZB", "partner RZP", "others"]
