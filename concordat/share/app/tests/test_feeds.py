"""Feeds on their pages: health and gaps for every member, extracts and mappings for their own, no value of a row."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from concordat.register.app import ledger
from concordat.register.app.models import LedgerLine
from concordat.register.app.permission import NotPermitted, Part, Person
from concordat.share.app import feeds, mappings
from concordat.share.app.tests.agreed import AS_OF, HERE, editor
from concordat.share.app.tests.fed import CANARY, MEMBERS, OWN_WORDS, extract, fed, feed, files_of, load, posted, signed
from concordat.share.app.workspace import home_of
from concordat.share.mapping import versions
from concordat.share.mapping.feed import BadFeed
from concordat.share.mapping.versions import CannotPropose
from concordat.web import seats
from concordat.web.models import Job
from concordat.web.tests.fixtures import signed_in

pytestmark = pytest.mark.django_db
FEED = "/share/feeds/RZ1/patient/"


@pytest.fixture
def home(settings: Any, tmp_path: Path) -> Path:
    """A home of this test's own."""
    settings.HOME = tmp_path / "home"
    return Path(settings.HOME)


@pytest.fixture
def everybody(home: Path, tmp_path: Path) -> Person:
    """Both trusts have sent by signed mappings; the programme office."""
    return fed(tmp_path)


def page(by: Person, address: str, status: int = 200) -> str:
    response = signed_in(by).get(address, follow=True)
    text = str(response.getvalue().decode())
    assert response.status_code == status, text[-2000:]
    return text


def post(by: Person, address: str, body: dict[str, Any], status: int = 200) -> str:
    response = signed_in(by).post(address, body, follow=True)
    text = str(response.getvalue().decode())
    assert response.status_code == status, text[-2000:]
    return text


def last_job() -> Job:
    return Job.objects.latest("made_at")


def form(**changes: str) -> dict[str, str]:
    """What the form of the mapping posts, as it stands."""
    stands = {
        "base": "1", "how-patient_id": "from", "what-patient_id": "id", "how-nhs_number": "from",
        "what-nhs_number": "nhs", "how-birth_date": "from", "what-birth_date": "dob", "date-birth_date": "dd/mm/yyyy",
        "how-gender": "from", "what-gender": "sex", "codes-gender": "M = 1\nF = 2", "how-ethnic_category": "absent",
        "what-ethnic_category": "The system does not ask it",
    }  # fmt: skip
    return stands | changes


def test_every_member_sees_how_every_feed_arrives(everybody: Person) -> None:
    for by in (editor("RZ8"), editor("RZ4"), everybody):
        told = page(by, "/share/feeds/")
        assert "2 feeds on 22 November 2026: none is late, every mapping is signed" in told
        assert told.count("2026-10") >= 2 and "Halden Health" in told and "Signed by Editor-Rz1 (RZ1)" in told
        one = page(by, FEED)
        assert "nhs_number" in one and "fails check" in one.casefold() and "39" in one, "where and of what kind"
        assert "which ends on 31 March 2027" in one
        assert CANARY not in told + one


def test_names_of_files_and_mappings_are_their_own_organisations(everybody: Person) -> None:
    own, other = editor("RZ1"), editor("RZ4")
    assert "patients-10.csv" in page(own, FEED) and "patients-10.csv" not in page(other, FEED)
    for address in (f"{FEED}mapping/", f"{FEED}mapping/text/", f"{FEED}mapping/1/", f"{FEED}mapping/feed.yaml"):
        assert CANARY not in page(own, address)
        assert OWN_WORDS not in page(other, address, 403)
    assert OWN_WORDS in page(own, f"{FEED}mapping/text/")
    viewer = seats.give(user="v", name="V", organisation="RZ1", collaborative=HERE, part=Part.VIEWER)
    assert "who may" not in page(viewer, FEED) and "See and change" not in page(viewer, FEED)
    page(viewer, f"{FEED}mapping/", 403)
    page(viewer, "/share/feeds/send/", 403)


def test_another_collaborative_sees_nothing(everybody: Person) -> None:
    stranger = seats.give(user="s", name="S", organisation="RZ1", collaborative="elsewhere", part=Part.EDITOR)
    assert "No member has a feed yet" in page(stranger, "/share/feeds/")
    assert "No member has a feed yet" in page(stranger, "/share/fields/")
    for address in (FEED, f"{FEED}mapping/", f"{FEED}mapping/1/", "/share/fields/patient/gender/"):
        page(stranger, address, 404)
    assert home_of(stranger) != home_of(everybody)


def test_an_extract_is_kept_unchanged_mapped_and_known_again(everybody: Person) -> None:
    by, content = editor("RZ1"), extract("11")
    lines = LedgerLine.objects.count()
    told = post(by, "/share/feeds/send/", posted(content))
    assert "Received and kept unchanged" in told and "It is done" in told
    assert last_job().result == {"page": FEED}
    assert content in files_of(by).values()
    assert "2026-11" in page(by, "/share/feeds/") and CANARY not in told
    jobs = Job.objects.count()
    assert "This very file was received on" in post(by, "/share/feeds/send/", posted(content))
    assert Job.objects.count() == jobs, "nothing is done twice"
    assert LedgerLine.objects.count() == lines + 2 and ledger.verify() == ()
    assert not any(CANARY in str(each.facts) for each in LedgerLine.objects.all())


def test_everything_wrong_with_an_extract_is_said_at_once_and_nothing_kept(everybody: Person, settings: Any) -> None:
    by, before = editor("RZ1"), files_of(everybody)
    told = post(by, "/share/feeds/send/", {"system": "RZ4-PAS", "period": "October", "table": "no"}, 422)
    for each in ("Choose the system", "Write the month", "Choose one of the list", "Choose a file"):
        assert told.count(each) >= 2, f"{each}: in the summary and at its field"
    assert "The file is empty" in post(by, "/share/feeds/send/", posted(b""), 422)
    settings.BODY_LIMIT = settings.FILE_UPLOAD_MAX_MEMORY_SIZE = mappings.MOST_BYTES + (2 << 20)
    large = b"x" * (mappings.MOST_BYTES + 1)
    assert "larger than 20 MB" in post(by, "/share/feeds/send/", posted(large), 422)
    assert files_of(everybody) == before


def test_the_same_file_for_another_month_is_told(everybody: Person) -> None:
    by = editor("RZ1")
    told = post(by, "/share/feeds/send/", posted(extract("10")), 422)
    assert "with another period" in told


def test_a_file_without_its_heading_row_shows_none_of_its_first_row(everybody: Person) -> None:
    by = editor("RZ1")
    told = post(by, "/share/feeds/send/", posted(extract("11", heading=f"{CANARY},1,01/01/2000,M,Ann")))
    assert last_job().state == Job.State.FAILED and "The file is kept as it was sent" in told
    shown = told + "".join(page(each, address) for each in (by, editor("RZ4")) for address in ("/share/feeds/", FEED))
    assert CANARY not in shown
    assert "has no column id" in page(by, FEED) and "has no column id" not in page(editor("RZ4"), FEED)


def test_a_mapping_that_nobody_signed_is_not_used(home: Path) -> None:
    load()
    by = editor("RZ1")
    mappings.propose_mapping(by=by, as_of=AS_OF, feed="patient", text=feed(), base=0)
    told = post(by, "/share/feeds/send/", posted(extract()))
    assert "No mapping is for this file yet" in told and "The file is kept" in told
    file = home_of(by) / "feeds" / "RZ1" / "patient.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(feed())  # as somebody may who keeps the workspace
    assert "signed by nobody" in page(editor("RZ4"), "/share/feeds/").casefold()
    assert "is signed by nobody yet" in post(by, "/share/feeds/send/", posted(extract("11")))
    assert "None yet" in page(by, FEED)
    hash = versions.version(home_of(by), "RZ1", "patient", 1).hash
    told = post(by, f"{FEED}mapping/1/", {"hash": hash})
    assert "You have signed version 1" in told and "It is done" in told
    assert "Signed by Editor-Rz1 (RZ1)" in page(editor("RZ4"), "/share/feeds/")
    assert len(feeds.kept(by, AS_OF).found) == 2, "both files that waited"


def test_only_its_own_organisation_proposes_and_signs(everybody: Person) -> None:
    text, before = feed("RZ1"), files_of(everybody)
    for by in (editor("RZ4"), everybody):
        with pytest.raises((NotPermitted, versions.NoSuchMapping, BadFeed)):
            mappings.propose_mapping(by=by, as_of=AS_OF, feed="patient", text=text, base=1)
        for address, body in ((f"{FEED}mapping/", form()), (f"{FEED}mapping/1/", {"hash": "x"})):
            post(by, address, body, 403)
    assert files_of(everybody) == before


def test_a_column_is_changed_in_place_tried_and_signed(everybody: Person) -> None:
    by = editor("RZ1")
    told = post(by, f"{FEED}mapping/", form(**{"how-family_name": "from", "what-family_name": "surname"}))
    assert "Saved as version 2" in told and "It is done" in told
    text = versions.version(home_of(by), "RZ1", "patient", 2).text
    expected = feed().replace("  birth_date", "  family_name: surname\n  birth_date")
    assert text == expected, "all else is as it was written"
    shown = page(by, f"{FEED}mapping/2/")
    assert "absent" in shown and "equivalent" in shown and "family_name: surname" in shown
    assert versions.in_use(home_of(by), "RZ1", "patient") == feed(), "it is not used yet"
    waits = "Version 2 of the mapping patient waits for a signature of RZ1"
    assert waits in page(by, "/") and waits not in page(editor("RZ4"), "/")
    version = versions.version(home_of(by), "RZ1", "patient", 2)
    post(by, f"{FEED}mapping/2/", {"hash": version.hash})
    assert versions.in_use(home_of(by), "RZ1", "patient") == text
    assert versions.version(home_of(by), "RZ1", "patient", 1).text == feed(), "and the earlier is kept"
    kept = feeds.kept(by, AS_OF)
    assert {each.column("family_name") is not None for each in kept.found if each.member == "RZ1"} == {True}


def test_errors_stand_at_their_columns_and_nothing_is_saved(everybody: Person) -> None:
    by, before = editor("RZ1"), files_of(everybody)
    wrong = form(**{
        "what-nhs_number": "", "how-postcode": "expression", "what-postcode": "(SELECT 1)", "clean-gender": "polish",
        "codes-gender": "M = 1\nF = 77",
    })  # fmt: skip
    told = post(by, f"{FEED}mapping/", wrong, 422)
    for name in ("nhs_number", "postcode", "gender"):
        assert f'href="#what-{name}"' in told and f'id="what-{name}-error"' in told
    assert "77" in told and "There is no cleaner polish" in told
    assert files_of(everybody) == before


def test_as_a_text_each_error_has_its_line(everybody: Person) -> None:
    by = editor("RZ1")
    told = post(by, f"{FEED}mapping/text/", {"base": "1", "text": feed().replace("nhs_number", "nhs_nunber")}, 422)
    assert "patient.yaml, line 9: The table patient has no column nhs_nunber" in told
    assert "Write RZ1 as its member" in post(by, f"{FEED}mapping/text/", {"base": "1", "text": feed("RZ4")}, 422)
    file = SimpleUploadedFile("patient.yaml", feed().replace("dob", "born").encode())
    assert "Saved as version 2" in post(by, f"{FEED}mapping/text/", {"base": "1", "text": "", "file": file})
    exported = signed_in(by).get(f"{FEED}mapping/2/feed.yaml").getvalue()
    assert exported == feed().replace("dob", "born").encode(), "as it was brought in"


def test_what_a_version_would_do_is_counts_and_common_codes_alone(everybody: Person) -> None:
    by = editor("RZ1")
    post(by, f"{FEED}mapping/", form(**{"codes-gender": "M = 1"}))
    told = page(by, f"{FEED}mapping/2/")
    assert "Rows in the shared table" in told and "unmapped code" in told
    codes = told.partition("Codes that were found")[2]
    assert ">M<" in codes and ">F<" in codes and "2 codes not shown" in codes
    assert CANARY not in told and CANARY not in str(last_job().result)


def test_whoever_signs_signs_what_they_read(everybody: Person) -> None:
    by = editor("RZ1")
    with pytest.raises(CannotPropose, match="Somebody proposed another"):
        mappings.propose_mapping(by=by, as_of=AS_OF, feed="patient", text=feed(), base=0)
    assert "not the version that you read" in post(by, f"{FEED}mapping/1/", {"hash": "another"}, 409)
    file = home_of(by) / "feeds" / "RZ1" / "patient.yaml"
    file.write_text(feed().replace("dob", "born"))
    assert "signed by nobody" in page(by, FEED).casefold(), "the file was changed by hand"


def test_fields_of_all_members_lead_to_their_gaps(everybody: Person) -> None:
    by = editor("RZ8")
    told = page(by, "/share/fields/?table=patient")
    assert 'href="/share/fields/patient/ethnic_category/#RZ4"' in told and "Equivalent" in told
    one = page(by, "/share/fields/patient/ethnic_category/")
    assert "does not send ethnic category of patients: The system does not ask it" in one
    assert "of Halden Health, under contract RZ4-C, which ends on 31 March 2027" in one
    assert 'href="/register/contracts/RZ4-C/"' in one
    assert "No field stands so" in page(by, "/share/fields/?member=RZ8")
    page(by, "/share/fields/patient/nothing/", 404)


def test_the_workbook_has_every_field_and_gap_and_runs_nothing(everybody: Person) -> None:
    by = editor("RZ1")
    mean = feed().replace("The system does not ask it", '"=HYPERLINK(1)"')
    made = mappings.propose_mapping(by=by, as_of=AS_OF, feed="patient", text=mean, base=1)
    mappings.sign_mapping(by=by, as_of=AS_OF, feed="patient", number=2, hash=made.hash)
    response = signed_in(editor("RZ4")).get("/share/fields/fields.xlsx?member=RZ1")
    book = load_workbook(io.BytesIO(response.getvalue()))
    cells = [list(each) for each in book["Fields"].iter_rows(min_row=2, values_only=True)]
    assert {each[2] for each in cells} == {"RZ1"} and {each[0] for each in cells} == {"patient"}
    ethnic = next(each for each in cells if each[1] == "ethnic_category")
    assert ethnic[3:5] == ["absent", "the mapping"] and ethnic[8] == "=HYPERLINK(1)"
    assert {cell.data_type for row in book["Fields"].iter_rows() for cell in row} <= {"s", "n"}, "text, and no formula"
    assert len(list(book["Gaps"].iter_rows())) > 5
    assert CANARY not in str(cells)


def test_a_mapping_is_proposed_for_a_file_that_has_none(everybody: Person) -> None:
    by = editor("RZ1")
    told = post(by, "/share/feeds/send/", posted(extract("11")) | {
        "file": SimpleUploadedFile("clinic_202611.csv", extract("12", heading="Patient ID,NHS Number,DOB,Sex,Surname")),
    })  # fmt: skip
    assert "Have a mapping proposed for it" in told
    waiting = page(by, "/share/feeds/")
    batch = waiting.partition('name="batch" value="')[2].partition('"')[0]
    assert 'name="batch"' not in page(editor("RZ4"), "/share/feeds/")
    post(editor("RZ4"), "/share/feeds/suggest/", {"batch": batch}, 404)
    assert "It is done" in post(by, "/share/feeds/suggest/", {"batch": batch})
    begun = last_job().result["page"]
    assert begun == "/share/feeds/RZ1/patient-2/mapping/?suggested=yes"
    told = page(by, begun)
    assert "Check every line" in told and ">Patient ID</textarea>" in told and CANARY not in told
    text = page(by, "/share/feeds/RZ1/patient-2/mapping/text/?suggested=yes")
    assert "files: &#34;clinic_*.csv&#34;" in text, "not every file of the system"


@pytest.mark.parametrize("broken", ["member: RZ1\n", "table: [", "\0", "columns: {a: &a 1, b: *a}"])
def test_one_broken_mapping_does_not_hide_the_others(everybody: Person, broken: str) -> None:
    (home_of(everybody) / "feeds" / "RZ1" / "broken.yaml").write_text(broken)
    told = page(editor("RZ1"), "/share/feeds/")
    assert "Mappings that cannot be followed" in told and "RZ1/broken.yaml" in told and "2 feeds" in told


def test_what_is_wrong_with_a_mapping_quotes_it_to_its_own_editors_alone(everybody: Person) -> None:
    text = feed("RZ1").replace('F: "2"', f'F: "{CANARY}"')
    for name in ("clinic", "patient"):
        (home_of(everybody) / "feeds" / "RZ1" / f"{name}.yaml").write_text(text)
    told = page(editor("RZ1"), "/share/feeds/")
    assert "RZ1/clinic.yaml" in told and f"{CANARY} in" in told and "2 mappings" not in told
    viewer = seats.give(user="v", name="V", organisation="RZ1", collaborative=HERE, part=Part.VIEWER)
    for by in (editor("RZ4"), everybody, viewer):
        told = page(by, "/share/feeds/")
        assert "(RZ1): 2 mappings." in told and CANARY not in told and "clinic.yaml" not in told


def test_a_trust_without_anything_has_pages(home: Path) -> None:
    load()
    for address in ("/share/feeds/", "/share/fields/", "/share/fields/fields.xlsx", "/share/feeds/send/"):
        assert signed_in(editor("RZ1")).get(address).status_code == 200
    assert len(MEMBERS) == 2 and signed(editor("RZ1")).number == 1
