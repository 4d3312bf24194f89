"""Nobody is shown another's value, price, advice, interest or draft: every address of procure, as every role."""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import pytest
from django.http import HttpResponse
from django.urls import reverse

from concordat.procure.app.tests.fixtures import CANARIES, DRAFT, OTHERS_PRICES, signed_in
from concordat.procure.app.tests.samples import samples
from concordat.procure.app.urls import urlpatterns
from concordat.register.app.permission import Person
from concordat.web.tests.test_role_walk import told


def walk(by: Person) -> Iterator[tuple[str, HttpResponse, str]]:
    client, known = signed_in(by), samples()
    for pattern in urlpatterns:
        parts = list(pattern.pattern.converters)
        for values in itertools.product(*(known[part] for part in parts)):
            address = reverse(pattern.name, kwargs=dict(zip(parts, values, strict=True)))
            response = client.get(address)
            yield address, response, told(response).replace("\r\n ", "")


@pytest.mark.parametrize("who", ["office", "editor_a"])
def test_nothing_that_is_anothers_is_told(who: str, request: pytest.FixtureRequest) -> None:
    by: Person = request.getfixturevalue(who)
    for address, response, text in walk(by):
        assert response.status_code < 500, f"{address}: {text[-2000:]}"
        assert not [each for each in (*CANARIES, *OTHERS_PRICES["RZB"]) if each in text], address
        assert "RZB-DRAFT" in address or "RZB-DRAFT" not in text, address
    hidden, nowhere = (
        signed_in(by).get(f"/procure/gates/{key}/").getvalue().decode().replace(key, "…")
        for key in ("RZB-DRAFT", "nowhere")
    )
    assert hidden.partition("<main")[2] == nowhere.partition("<main")[2]


def test_its_owner_is_told_of_its_draft_and_not_of_anothers_prices(editor_b: Person) -> None:
    """Else the walk above proves nothing."""
    texts = "".join(text for _, _, text in walk(editor_b))
    assert DRAFT in texts and not [each for each in OTHERS_PRICES["RZA"] if each in texts]
