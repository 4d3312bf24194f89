"""Linkage pages: how good it is, for every member; pairs, for those who may judge; never a value, nor others' ids."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from django.http import HttpResponse
from django.urls import reverse

from concordat.register.app.permission import Part, Person
from concordat.share.app import clerks, workspace
from concordat.share.app.tests.agreed import AS_OF, HERE, KEY, editor, holder
from concordat.share.linkage import ledger, review
from concordat.share.linkage.settings import Settings
from concordat.share.linkage.standardise import COLUMNS
from concordat.share.linkage.tests.people import ENGINE, crowd
from concordat.web import seats
from concordat.web.tests.fixtures import signed_in

AT = datetime(2026, 11, 22, 9, tzinfo=UTC)
MEMBERS = ("RZ1", "RZ8", "RZ4")
ROWS = crowd(200).records.select(COLUMNS).to_pylist()
VALUES = ("nhs_number", "family_name", "postcode", "birth_date")


def record_id(place: int) -> str:
    """Ids that can be found again wherever they are shown."""
    member = MEMBERS[place % 3]
    return f"{member}:LOCAL-{member}-{place:05}"


@pytest.fixture(scope="module")
def linked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace in which people of three members were linked, with doubts."""
    home = tmp_path_factory.mktemp("linked")
    ids = [record_id(place) for place in range(len(ROWS))]
    columns = {name: [row[name] for row in ROWS] for name in COLUMNS} | {"record_id": ids}
    people = pa.table({name: pa.array(values, pa.string()) for name, values in columns.items()})
    doubtful = Settings(review_from=-10.0, review_to=19.0)
    ledger.run(home, people, engine=ENGINE, by="Olwen Reed (QZ3)", at=AT, settings=doubtful)
    return home


@pytest.fixture
def home(linked: Path, office: Person, settings: Any, tmp_path: Path) -> Path:
    settings.HOME, settings.AS_OF = tmp_path, AS_OF
    home = workspace.home_of(office)
    home.parent.mkdir(parents=True)
    shutil.copytree(linked, home)
    return home


def key_holder() -> Person:
    """The programme office of who holds the linkage key of the sample agreement."""
    return seats.give(user="ken", name="Ken", organisation="8KX21", collaborative=HERE, part=Part.OFFICE)


def main(response: HttpResponse) -> str:
    text = response.content.decode()
    return text[text.index("<main") : text.index("</main>")]


def get(by: Person, name: str, **parts: str) -> HttpResponse:
    return signed_in(by).get(reverse(name, kwargs=parts))


def first_pair(by: Person) -> str:
    return next(iter(clerks.desk(by=by, as_of=AS_OF).pairs))


def post(by: Person, pair: str, **given: str) -> HttpResponse:
    body = {"same": "same", "why": "Both letters name one practice", "seen": "0"} | given
    return signed_in(by).post(reverse("share_pair", kwargs={"pair": pair}), body)


def test_every_member_sees_how_good_it_is_and_nothing_of_a_patient(home: Path) -> None:
    for by in (holder("RZ1"), editor("8KX21"), editor("QZ3")):
        text = main(get(by, "share_linkage"))
        assert "not for the care of one patient" in text and "Verified" in text and "<svg" in text
        assert "LOCAL-" not in text
        assert not [row for row in ROWS if row["nhs_number"] and row["nhs_number"] in text]


def test_it_says_where_the_ledger_was_changed(home: Path) -> None:
    (ledger.entries(home)[0] / "rows.parquet").write_bytes(b"")
    text = main(get(editor("RZ1"), "share_linkage"))
    assert "Not as it was sealed" in text and "rows.parquet" in text


def test_before_the_first_run_it_says_how_to_begin(office: Person, settings: Any, tmp_path: Path) -> None:
    settings.HOME = tmp_path
    assert "share link --home" in main(get(office, "share_linkage"))
    assert not workspace.home_of(office).exists(), "looking makes nothing"


def test_it_is_measured_only_where_a_truth_is_known(home: Path) -> None:
    by = editor("RZ1")
    assert "Nothing measures it here" in main(get(by, "share_linkage"))
    truth = {each["record_id"]: each["person"] for each in crowd(200).truth.to_pylist()}
    lines = [f"{record_id(place)},{truth[row['record_id']]}" for place, row in enumerate(ROWS)]
    (home / "truth").mkdir()
    (home / "truth" / "people.csv").write_text("\n".join(["record_id,person", *lines]))
    text = main(get(by, "share_linkage"))
    assert "Measured against the truth" in text and "With a record of RZ8" in text


def test_an_editor_judges_pairs_of_their_own_and_sees_no_others_ids(home: Path) -> None:
    by = editor("RZ1")
    pairs = clerks.desk(by=by, as_of=AS_OF).pairs
    both = [name for name, each in pairs.items() if review.side(each.a)[0] != review.side(each.b)[0]]
    assert both and all("RZ1" in (review.side(each.a)[0], review.side(each.b)[0]) for each in pairs.values())
    for text in [main(get(by, "share_pairs")), *(main(get(by, "share_pair", pair=each)) for each in pairs)]:
        assert "LOCAL-RZ8" not in text and "LOCAL-RZ4" not in text
        assert not [row for row in ROWS for name in VALUES if row[name] and re.search(rf">[^<]*\b{row[name]}\b", text)]
    assert "LOCAL-RZ1" in main(get(by, "share_pair", pair=both[0]))


def test_who_holds_the_key_judges_all_and_sees_no_id(home: Path) -> None:
    by = key_holder()
    pairs = clerks.desk(by=by, as_of=AS_OF).pairs
    assert len(pairs) == len(review.queue(home, engine=ENGINE))
    for each in [*pairs][:5]:
        assert "LOCAL-" not in main(get(by, "share_pair", pair=each))


def test_without_an_agreement_in_force_no_pair_with_another_member_is_shown(
    home: Path, office: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    by, keeps = editor("RZ1"), key_holder()
    before = clerks.desk(by=by, as_of=AS_OF).pairs
    both = [name for name, each in before.items() if review.side(each.a)[0] != review.side(each.b)[0]]
    for day in (date(2026, 4, 30), date(2028, 5, 1)):  # the day before it begins, and that after it ended
        desk = clerks.desk(by=by, as_of=day)
        assert set(desk.pairs) == set(before) - set(both), "those of one member alone are its own"
        assert {each.members for each in desk.unagreed} == {("RZ1", "RZ4"), ("RZ1", "RZ8")}
        assert all(len({review.side(each.a)[0], review.side(each.b)[0]}) == 1 for each in desk.pairs.values())
        assert clerks.desk(by=keeps, as_of=day).pairs == {} and desk.others < len(before)
    monkeypatch.setattr(clerks, "linkings", lambda facts: ())
    assert get(by, "share_pair", pair=both[0]).status_code == 404 == post(by, both[0]).status_code
    assert ledger.decisions(home) == ()


def test_the_page_says_which_agreement_is_missing_and_what_next(home: Path, settings: Any) -> None:
    settings.AS_OF = date(2028, 5, 1)
    text = main(get(editor("RZ1"), "share_pairs"))
    assert f"{KEY}, by which the patients of" in text and "Agree and sign a new version" in text
    settings.AS_OF = AS_OF
    assert "Pairs that nobody may look at" not in main(get(editor("RZ1"), "share_pairs"))


def test_nobody_else_is_shown_a_pair(home: Path) -> None:
    pair = first_pair(editor("RZ1"))
    strangers = (holder("RZ1"), editor("8KX21"), editor("QZ3"))
    for by in strangers:
        assert get(by, "share_pair", pair=pair).status_code == 404
        assert post(by, pair).status_code in (403, 404)
        assert "LOCAL-" not in main(get(by, "share_pairs"))
    assert get(editor("RZ1"), "share_pair", pair="0" * 32).status_code == 404
    assert ledger.decisions(home) == ()


def test_a_decision_is_kept_with_its_reason_and_may_be_undone(home: Path) -> None:
    by = editor("RZ1")
    pair = first_pair(by)
    response = post(by, pair, same="different", why="Two sisters of one house")
    assert response.status_code == 302 and pair not in response["Location"]
    (made,) = ledger.decisions(home)
    assert made.decision.same is False and made.decision.by == str(by)
    again = main(get(by, "share_pair", pair=pair))
    assert "different people" in again and "Two sisters of one house" in again
    assert post(by, pair, same="cannot tell", seen=str(made.entry)).status_code == 302
    assert [each.decision.same for each in ledger.decisions(home)] == [False, None]
    assert ledger.verified(home) == ()


def test_of_two_who_decide_at_once_the_second_is_told(home: Path) -> None:
    one, other = editor("RZ1"), key_holder()
    pair = first_pair(one)
    assert post(one, pair).status_code == 302
    assert post(one, pair, seen="9" * 5_000).status_code == 409, "no entry has such a number"
    second = post(other, pair, same="different")
    assert second.status_code == 409 and "decided on these two first: the same person" in second.content.decode()
    assert len(ledger.decisions(home)) == 1


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"same": ""}, "Choose one"),
        ({"same": "surely"}, "Choose one"),
        ({"why": " "}, "in a few words"),
        ({"why": "she is 943 476 5919 in both"}, "NHS number"),
        ({"why": "x " * 2_000}, "longer than"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field(home: Path, given: dict[str, str], said: str) -> None:
    by = editor("RZ1")
    response = post(by, first_pair(by), **given)
    assert response.status_code == 422 and said in response.content.decode()
    assert ledger.decisions(home) == ()
