"""The map, the nets and maturity as tables and pictures: hostile names, hidden pounds, and twins that say the same."""

from __future__ import annotations

from xml.etree import ElementTree

import pytest

from concordat.govern.detriment import detriment
from concordat.govern.maturity import maturity
from concordat.govern.out.maturity_table import maturity_picture, maturity_table
from concordat.govern.out.stakeholder_picture import stakeholder_picture
from concordat.govern.out.stakeholder_tables import NOT_YOURS, map_table, nets_table, picture_twin
from concordat.govern.stakeholders import Map, stakeholders
from concordat.govern.tests.sound import AS_OF, TRUSTS, changed, sound
from concordat.govern.tests.test_maturity import together
from concordat.register.proposal import Proposal
from concordat.register.record import Record
from concordat.register.stakeholder import Position, Stance


def mapped(record: Record) -> Map:
    proposal = record.get(Proposal, "P-2")
    assert proposal
    return stakeholders(record, proposal, AS_OF)


def texts(drawing: str) -> str:
    return " ".join(ElementTree.fromstring(drawing).itertext())


@pytest.mark.parametrize("office", ["<script>alert(1)</script>", 'Board" onload="x', "Räte & Söhne", "x" * 400])
def test_any_name_makes_a_sound_picture(office: str) -> None:
    drawing = stakeholder_picture(mapped(changed(Position, "P-2 / RZ4", office=office)))
    assert f"{office} of RZ4" in texts(drawing)
    assert "<script" not in drawing


def test_no_colour_tells_alone() -> None:
    record = changed(Position, "P-2 / RZ4", stance=Stance.OPPOSED)
    assert "!! RZ4 Board" in texts(stakeholder_picture(mapped(record)))


def test_a_picture_and_its_twin_have_the_same_offices() -> None:
    found = mapped(Record.of(sound()))
    said = texts(stakeholder_picture(found))
    assert all(f"{row[3]} {row[2]}" in said for row in picture_twin(found).words())
    assert len(picture_twin(found).rows) == len(map_table(found).rows) == len(found.offices)


def test_pounds_are_for_those_who_may_see_them() -> None:
    record = Record.of(sound())
    proposal = record.get(Proposal, "P-2")
    assert proposal
    table = nets_table(detriment(record, proposal, AS_OF), lambda code: code == "RZ1")
    own, *others = table.words()
    assert "£1,000,000.00" in own and all("£" not in " ".join(row) and NOT_YOURS in row for row in others)
    assert {row[1] for row in table.rows} == {"better off"}


def test_maturity_has_every_member_beside_what_is_reached_together() -> None:
    found = maturity(together(), AS_OF)
    table = maturity_table(found)
    assert table.headings == ("Domain", "Together", *TRUSTS, "Between members")
    said = texts(maturity_picture(found))
    assert all(each.domain in said and f"{each.domain} together: {each.level}" in said for each in found.together)
