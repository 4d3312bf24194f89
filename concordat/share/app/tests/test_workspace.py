"""Where a collaborative's data are: no two share a folder, none leads elsewhere, and looking makes nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from concordat.core.refusal import Refusal
from concordat.data.secret import secret_of
from concordat.register.app.permission import Part, Person
from concordat.share.app import workspace
from concordat.share.app.tests.agreed import AS_OF, editor
from concordat.web import seats

ANN = Person(user="ann", name="Ann", organisation="RZ1", collaborative="three-rivers", part=Part.EDITOR)
NAMES = st.text(min_size=1, max_size=80)


@given(name=NAMES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_name_leads_out_of_the_folder_of_data(name: str) -> None:
    home = workspace.home_of(replace(ANN, collaborative=name))
    assert home.parent.name == "data" and home.resolve().parent == home.parent.resolve()
    assert len(home.name.encode()) < 200 and home.name == home.name.casefold()


@given(one=NAMES, other=NAMES)
def test_no_two_collaboratives_share_a_folder(one: str, other: str) -> None:
    homes = [workspace.home_of(replace(ANN, collaborative=each)) for each in (one, other)]
    assert (homes[0] == homes[1]) == (one == other)


def test_a_plain_name_is_its_folder() -> None:
    assert workspace.home_of(ANN).name == "three-rivers"
    assert workspace.home_of(replace(ANN, collaborative="Three-Rivers")).name != "three-rivers"


def test_the_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    first = secret_of(tmp_path / "home")
    assert len(first) == 32 and secret_of(tmp_path / "home") == first
    assert (tmp_path / "home" / "secret").stat().st_mode & 0o777 == 0o600
    assert secret_of(tmp_path / "other") != first


def test_without_a_folder_of_opt_outs_there_are_no_lists_and_one_that_is_wrong_is_told(tmp_path: Path) -> None:
    assert workspace.lists(tmp_path) == ()
    (tmp_path / "opt_outs" / "RZ1").mkdir(parents=True)
    with pytest.raises(Refusal, match="one check file and its reply"):
        workspace.lists(tmp_path)


def test_the_door_decides_on_the_shared_record_of_the_day(office: Person, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    with workspace.door(office, AS_OF) as door:
        assert door.home == workspace.home_of(office) and door.desk.facts.as_of == AS_OF
        assert door.secret == secret_of(door.home)


def test_people_are_called_by_name_and_whom_they_act_for(office: Person) -> None:
    editor("RZ1")
    seats.give(
        user="editor-rz1", name="Editor-Rz1", organisation="RZ8", collaborative=office.collaborative, part=Part.VIEWER
    )
    assert workspace.called(office, ["olwen", "editor-rz1", "gone"]) == {
        "olwen": "Olwen Reed (QZ3)", "editor-rz1": "Editor-Rz1 (RZ1, RZ8)", "gone": "gone",
    }  # fmt: skip
    far = replace(office, collaborative="elsewhere")
    assert workspace.called(far, ["olwen"]) == {"olwen": "olwen"}, "nobody of another collaborative is named"
