"""No value of a patient, no local id of another and no draft is on any page of data: every address, as every role."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pyarrow as pa
import pytest
from django.urls import reverse

from concordat.data.engine import DuckDB
from concordat.data.question import from_json
from concordat.data.tests.workspace import DAY
from concordat.register.app.permission import Part, Person
from concordat.share.app import clerks
from concordat.share.app.addresses import asked, feeds, linkage
from concordat.share.app.asking import Asked
from concordat.share.app.tests.samples import samples
from concordat.share.app.tests.shared_data import CANARY, COUNT, GOING, HERE, PEOPLE, STAYING, Shared, shared
from concordat.share.linkage import ledger
from concordat.share.linkage.settings import Settings
from concordat.web import seats
from concordat.web.tests.fixtures import signed_in
from concordat.web.tests.test_role_walk import told

pytestmark = pytest.mark.django_db
BODY = {"sql": COUNT, "counts": "people", "same": "same", "why": "it was looked at", "seen": "0", "days": "30"}


@pytest.fixture
def here(db: None, settings: Any, tmp_path: Path) -> Shared:
    """Data that were linked and asked for: an answer is kept, and pairs wait."""
    settings.HOME, settings.AS_OF = tmp_path, DAY
    here = shared()
    doubtful = Settings(review_from=-20.0, review_to=19.0)
    at = datetime(2026, 11, 22, 9, tzinfo=UTC)
    ledger.run(here.home, patients(), engine=DuckDB(), by="the host", at=at, settings=doubtful)
    assert signed_in(here.asker).post(ask(here), {"sql": COUNT}).status_code == 302
    return here


def patients() -> pa.Table:
    """The patients of the lake, as the linkage takes them."""
    rows = [
        {
            "record_id": f"{each.member}:{each.patient_id}",
            "member": each.member,
            "nhs_number": each.number,
            "given_name": f"Name {place % 7}",
            "family_name": each.name,
            "birth_date": each.born.isoformat(),
            "postcode": each.postcode,
        }
        for place, each in enumerate(PEOPLE)
    ]
    return pa.Table.from_pylist(rows)


def ask(here: Shared) -> str:
    return f"{reverse('share_ask')}?{Asked(question=from_json(here.question), as_of=DAY).address()}"


def addresses(here: Shared) -> Iterator[str]:
    pairs = clerks.desk(by=here.other, as_of=DAY).pairs
    known = samples() | {"line": (1, 2, 99), "pair": (*[*pairs][:3], "0" * 32)}
    for pattern in (*asked.urlpatterns, *linkage.urlpatterns, *feeds.urlpatterns):
        parts = list(pattern.pattern.converters)
        for values in itertools.product(*(known[part] for part in parts)):
            yield reverse(pattern.name, kwargs=dict(zip(parts, values, strict=True)))
    yield ask(here)
    yield f"{reverse('share_ask')}?{urlencode({'organisation': 'QZ3', 'whose': CANARY})}"


def people(here: Shared) -> dict[str, Person]:
    def seat(user: str, organisation: str, part: Part) -> Person:
        return seats.give(user=user, name=user.title(), organisation=organisation, collaborative=HERE, part=part)

    return {
        "the asker": here.asker,
        "a viewer beside": here.viewer,
        "an outsider": seat("out", "RX9", Part.EDITOR),
        "a controller": seat("two", "RZ2", Part.OFFICE),
    }


@pytest.mark.parametrize("who", ["the asker", "a viewer beside", "an outsider", "a controller"])
def test_no_page_of_data_tells_what_it_should_not(here: Shared, who: str) -> None:
    by = people(here)[who]
    client = signed_in(by)
    for address in addresses(here):
        for response in (client.get(address), client.post(address, BODY)):
            text = told(response).replace(address, "")
            assert response.status_code < 500, f"{address}: {text[-2000:]}"
            own = text.replace(f"{CANARY}-ID-{by.organisation}-", "") if by.organisation in ("RZ2", "RX9") else text
            assert f"{CANARY}-" not in own and f"{CANARY} draft" not in own, f"{address} told what it should not"
            numbers = own if by.organisation == "QZ3" else ""
            assert not any(each in numbers for each in (STAYING, *GOING)), f"{address} told a number"


def test_an_editor_is_shown_the_ids_of_their_own_pairs(here: Shared) -> None:
    """Else the walk above proves nothing."""
    client = signed_in(here.other)
    shown = "".join(told(client.get(address)) for address in addresses(here) if "pairs" in address)
    assert f"{CANARY}-ID-RZ1-" in shown and f"{CANARY}-ID-RZ2-" not in shown
