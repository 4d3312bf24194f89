"""The demo's data: landed, signed and mapped once; again it changes nothing, nor what somebody has changed since."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from concordat.data.extract import landed
from concordat.data.lake import Lake
from concordat.data.model import shared_model
from concordat.register.app import actions
from concordat.register.app.models import LedgerLine
from concordat.register.app.permission import Part
from concordat.register.example.three_rivers import three_rivers
from concordat.share.app import demo_data, feeds, mappings
from concordat.share.app.tests.agreed import AS_OF, HERE, editor
from concordat.share.app.workspace import home_of
from concordat.share.example.extracts import TRUSTS
from concordat.share.linkage.keyed import unlinked
from concordat.share.mapping import versions
from concordat.share.standardise.orphans import kept_orphans, orphans
from concordat.share.standardise.units import kept_units, units
from concordat.web import seats
from concordat.web.tests.fixtures import intake_of

pytestmark = pytest.mark.django_db


def test_it_is_done_once_and_leaves_alone_what_was_changed(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.HOME = tmp_path
    monkeypatch.setattr(demo_data, "PEOPLE", 40)
    by, trusts = editor("QZ3"), [editor(each.code) for each in TRUSTS]
    for _ in range(2):
        demo_data.land_extracts(by)
        demo_data.sign_mappings(by, AS_OF)
        rows = demo_data.map_extracts(by, AS_OF)
        lines = LedgerLine.objects.count()
    home, kept = home_of(by), feeds.kept(by, AS_OF)
    assert rows == sum(each.rows for each in kept.found) > 300
    assert len(landed(home)) == len({each.batch for each in kept.found}), "every file is mapped"
    assert not kept.wrong and all(kept.signature(each) for each in kept.feeds)
    assert lines == 2 * len(kept.feeds), "each mapping was proposed and signed once"

    assert demo_data.link_people(by, AS_OF) == 0 and unlinked(Lake(home).head()), "nothing is agreed yet"
    office = seats.give(user="o", name="O", organisation="QZ3", collaborative=HERE, part=Part.OFFICE)
    actions.import_record(by=office, as_of=AS_OF, intake=intake_of([*three_rivers()]))
    lines = LedgerLine.objects.count()
    persons = demo_data.link_people(by, AS_OF)
    assert 20 < persons == demo_data.link_people(by, AS_OF), "nobody is linked twice"
    assert not unlinked(Lake(home).head())
    assert kept_orphans(home) == orphans(home, shared_model()) != {} and kept_units(home) == units(home)

    text = versions.in_use(home, "RZ4", "patient").replace("Surname", "Family Name")
    (home / "feeds" / "RZ4" / "patient.yaml").write_text(text)
    demo_data.land_extracts(by)
    demo_data.sign_mappings(by, AS_OF)
    assert versions.in_use(home, "RZ4", "patient") == text and LedgerLine.objects.count() == lines
    assert [each.name for each in mappings.unsigned(trusts[1])] == ["patient"]
