"""Papers: for whoever may see the agreement, blank where confidential, by a stranger's template within bounds."""

from __future__ import annotations

import io
import json
import zipfile
from urllib.parse import quote

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from concordat.register.app.permission import Person
from concordat.share.app.tests.agreed import KEY, NEXT, editor
from concordat.share.out.form import About, forms
from concordat.share.out.template import LONGEST
from concordat.web.tests.fixtures import signed_in

FUND = ("4,200,000", "420000000", "4200000", "2600000", "1600000", "2,600,000")
"""The pooled fund and contributions of the section 75 terms, however they are written."""
PAPERS = [each.name for each in forms() if each.about is About.AGREEMENT] + ["mais", "odrl"]


def at(key: str, paper: str = "") -> str:
    return f"/share/agreement/{quote(key.replace('/', '~1'))}/papers/{paper}"


def told(response: HttpResponse) -> str:
    """All a file says, a document's parts unpacked."""
    contents = response.getvalue()
    if contents.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(contents)) as parts:
            contents = b"\n".join(parts.read(each) for each in parts.namelist())
    return str(contents.decode("utf-8", "replace"))


def send(by: Person, paper: str, template: bytes) -> HttpResponse:
    file = SimpleUploadedFile("our own <template>.html", template)
    return signed_in(by).post(at(KEY), {"paper": paper, "template": file})


@pytest.mark.parametrize("paper", PAPERS)
def test_every_paper_can_be_taken_away_under_a_plain_name(office: Person, paper: str) -> None:
    response = signed_in(office).get(at(KEY, paper))
    assert response.status_code == 200 and len(response.getvalue()) > 300
    name = response["Content-Disposition"].partition('filename="')[2].rstrip('"')
    assert name.startswith(f"TR-DSA-01-2-{paper}.") and "/" not in name
    assert f'href="{at(KEY, paper)}"' in told(signed_in(office).get(at(KEY)))


@pytest.mark.parametrize("paper", [*PAPERS, ""])
def test_anothers_draft_has_no_papers_and_its_keepers_has(drafted: Person, paper: str) -> None:
    by = editor("RZ1")
    hidden, nowhere = (signed_in(by).get(at(key, paper)) for key in (NEXT, "TR-DSA-99 / 9"))
    assert hidden.status_code == nowhere.status_code == 404
    assert signed_in(drafted).get(at(NEXT, paper)).status_code == 200


@pytest.mark.parametrize("paper", PAPERS)
def test_confidential_terms_are_read_by_parties_alone(office: Person, paper: str) -> None:
    party, stranger = (told(signed_in(by).get(at(KEY, paper))) for by in (editor("RZ1"), editor("8KX22-X")))
    assert not [each for each in FUND if each in stranger]
    if paper in ("dsa", "mais", "odrl"):
        assert [each for each in FUND if each in party], "a party reads what it signs: else this test proves nothing"


def test_the_record_of_processing_blanks_what_is_confidential_and_counts_no_draft(drafted: Person) -> None:
    response = signed_in(editor("RZ1")).get("/share/ropa/RZ1")
    text = told(response)
    assert response.status_code == 200 and KEY in text
    assert NEXT not in text and not [each for each in FUND if each in text]
    assert NEXT not in told(signed_in(drafted).get("/share/ropa/QZ3")), "a draft is not yet what anybody does"
    assert signed_in(drafted).get("/share/ropa/XXX").status_code == 422


def test_ones_own_template_writes_the_paper_and_values_are_text(office: Person) -> None:
    response = send(office, "dsa", b"<h1>Ours of {{ agreement.title }}</h1><p>As agreed.</p>")
    assert response.status_code == 200
    assert "Ours of Waiting lists across Three Rivers" in told(response)


@pytest.mark.parametrize(
    "template",
    [
        b"{{ ''.__class__.__mro__ }}",
        b"{% include '/etc/passwd' %}",
        b"{{ nothing_like_it }}",
        b"{% for a in agreement %}",
        b"\xff\xfe\x00",
        b"x" * (LONGEST + 1),
        b"x" * (4 * LONGEST + 1),
        b"",
    ],
)
def test_a_template_that_cannot_be_filled_in_is_told_on_the_page(office: Person, template: bytes) -> None:
    response = send(office, "dsa", template)
    text = told(response)
    assert response.status_code == 422 and "There is a problem" in text
    assert "root:" not in text and "Traceback" not in text


@pytest.mark.parametrize("paper", ["flows", "mais", "exe", ""])
def test_a_template_for_what_takes_none_is_refused(office: Person, paper: str) -> None:
    response = send(office, paper, b"<h1>Ours</h1>")
    assert response.status_code == 422 and "Choose one of the list" in told(response)


def test_a_template_for_anothers_draft_finds_nothing(drafted: Person) -> None:
    file = SimpleUploadedFile("own.html", b"<h1>{{ agreement.title }}</h1>")
    response = signed_in(editor("RZ1")).post(at(NEXT), {"paper": "dsa", "template": file})
    assert response.status_code == 404


def test_our_templates_can_be_taken_as_a_start(office: Person) -> None:
    ours = signed_in(office).get("/share/template/dsa")
    assert ours.status_code == 200
    assert send(office, "dsa", ours.getvalue()).status_code == 200
    assert [signed_in(office).get(f"/share/template/{each}").status_code for each in ("flows", "exe")] == [404, 404]


def test_the_exports_are_json_that_names_the_agreement(office: Person) -> None:
    for name in ("mais", "odrl"):
        assert "TR-DSA-01" in json.dumps(json.loads(signed_in(office).get(at(KEY, name)).getvalue()))


def test_what_a_standard_cannot_say_is_told_beside_it(office: Person) -> None:
    text = told(signed_in(office).get(at(KEY)))
    for title in ("MAIS", "ODRL"):
        part = text.partition(f"What {title} has no words for")[2].partition("</details>")[0]
        assert "<li>Agreements: " in part and "Section 75 arrangements" in part, title
