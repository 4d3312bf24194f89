"""The agreement, the assessment and the notice: what stands where, and what each says where something is missing."""

from __future__ import annotations

import shutil
import subprocess
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn

from concordat.register.agreement import Agreement, Party, Signature
from concordat.register.assurance import Dpia, DpiaAddendum, DpiaRisk
from concordat.register.person import OfficeRole
from concordat.register.record import Record
from concordat.register.sharing import DataItem
from concordat.share.out.form import made
from concordat.share.out.tests.told import told
from concordat.share.tests.sample import AS_OF, DPIA, KEY, sample

RZ1 = f"{KEY} / RZ1 / Caldicott Guardian"


def headings(made: bytes, level: int) -> list[str]:
    style = f"Heading {level}"
    return [each.text for each in Document(BytesIO(made)).paragraphs if each.style and each.style.name == style]


def test_the_agreement_has_the_headings_of_nhs_englands() -> None:
    assert headings(made("dsa", sample(), KEY, AS_OF), 1)[:11] == [
        "1. Parties", "2. Purposes and objectives", "3. Processors", "4. Data flows", "5. Data items",
        "6. Legal bases, and how confidentiality is met", "7. Opt-outs and objections", "8. Who may see the data",
        "9. Terms", "10. Late joiners and leavers", "11. Partnership terms (NHS Act 2006, section 75)",
    ]  # fmt: skip


def test_each_party_that_signs_and_has_not_left_has_a_page_of_its_own() -> None:
    document = Document(BytesIO(made("dsa", sample(), KEY, AS_OF)))
    sheets = [each for each in document.paragraphs if each.text.startswith("Signature sheet: ")]
    assert [each.text.removeprefix("Signature sheet: ") for each in sheets] == [
        "NHS Three Rivers Integrated Care Board",
        "Ambrel Valley University Hospitals NHS Foundation Trust",
        "Wendshire Community Health NHS Trust",
        "Sarnmouth and Coast Hospitals NHS Trust",
        "Lantern Data Services Ltd",
    ]
    assert all(each.paragraph_format.page_break_before for each in sheets)


def signature(record: Record) -> str:
    """What stands on RZ1's sheet."""
    shown = told("docx", made("dsa", record, KEY, AS_OF))
    return shown.split("Signature sheet: Ambrel")[1].split("Signature sheet:")[0]


def test_a_signature_given_is_shown_with_the_text_it_was_given_to() -> None:
    row = sample().get(Signature, RZ1)
    assert row is not None
    shown = signature(sample())
    assert all(each in shown for each in (row.name, "Caldicott Guardian", "20 April 2026", row.text_hash))
    assert "To be signed" not in shown and "may not count" not in shown


def test_a_signature_not_given_leaves_room_to_sign() -> None:
    shown = signature(sample(without=[(Signature, RZ1)]))
    assert "To be signed" in shown and "Caldicott of RZ1" not in shown


@pytest.mark.parametrize(
    ("change", "doubt"),
    [
        ({"text_hash": "that of version 1"}, "given to another text than this"),
        ({"office": OfficeRole.DIGITAL_LEAD}, "not by the Caldicott Guardian"),
        ({"signed_on": date(2026, 11, 23)}, "dated in the future"),
    ],
)
def test_a_signature_that_may_not_count_is_shown_with_the_doubt(change: dict[str, object], doubt: str) -> None:
    assert doubt in signature(sample(changes={(Signature, RZ1): change}))


def test_a_data_item_without_justification_is_said_to_be_for_nobody() -> None:
    key = f"{KEY} / waiting-list / waiting_list / referred_on"
    shown = told("docx", made("dsa", sample(changes={(DataItem, key): {"justification": ""}}), KEY, AS_OF))
    assert "waiting_list.referred_on No justification: nobody may see it until one is given" in shown


def test_the_assessment_has_the_eleven_sections_of_nhs_englands_template() -> None:
    found = headings(made("dpia", sample(), KEY, AS_OF), 1)
    assert found[:11] == [
        "1. Screening", "2. Purposes and benefits", "3. Data", "4. Flows", "5. Lawful basis and confidentiality",
        "6. Security", "7. Retention and disposal", "8. People's rights, opt-outs and automated decisions",
        "9. Organisations", "10. Risks", "11. Sign-off",
    ]  # fmt: skip
    assert [each.removeprefix("Addendum: ") for each in found[11:]] == [
        "Ambrel Valley University Hospitals NHS Foundation Trust",
        "NHS Three Rivers Integrated Care Board",
        "Wendshire Community Health NHS Trust",
        "Sarnmouth and Coast Hospitals NHS Trust",
    ]


def test_risks_stand_worst_first_scored_before_and_after() -> None:
    shown = told("docx", made("dpia", sample(), KEY, AS_OF))
    assert "R1 An analyst recognises a neighbour 3 x 4 = 12, medium" in shown
    assert "1 x 4 = 4, low Caldicott Guardian R2" in shown
    assert "2 x 2 = 4, low Nothing recorded: say what is done Not judged yet None: name an office" in shown
    worse = sample(changes={(DpiaRisk, f"{DPIA} / R2"): {"likelihood": 5, "impact": 5}})
    shown = told("docx", made("dpia", worse, KEY, AS_OF))
    assert "5 x 5 = 25, high" in shown
    assert shown.index("The hub is out of reach") < shown.index("An analyst recognises")


def test_an_addendum_is_filled_in_or_left_to_be_written() -> None:
    shown = told("docx", made("dpia", sample(), KEY, AS_OF))
    own, blank = shown.split("Addendum: ")[1:3]
    assert "Sends twice a day" in own and "RZ1-IAR-114" in own and "18 April 2026" in own
    assert "To be filled in by hand" in blank and "Sends twice a day" not in blank
    without = sample(without=[(DpiaAddendum, f"{DPIA} / RZ1")])
    assert told("docx", made("dpia", without, KEY, AS_OF)).count("To be filled in by hand") == 4


@pytest.mark.parametrize(
    ("record", "said"),
    [
        (sample(changes={(Dpia, DPIA): {"covers": ("TR-DSA-07 / 1",)}}), "It does not cover this version"),
        (sample(without=[(Dpia, DPIA)]), f"{DPIA} is not on the record"),
        (sample(changes={(Agreement, KEY): {"dpia": ""}}), "one must be approved before data flow"),
    ],
)
def test_a_missing_assessment_is_said_to_be_missing(record: Record, said: str) -> None:
    assert said in told("docx", made("dsa", record, KEY, AS_OF))
    assert said.removeprefix(f"{DPIA} ") in told("docx", made("dpia", record, KEY, AS_OF))


@pytest.mark.parametrize("name", ["dsa", "dpia"])
def test_tables_repeat_their_headings_and_the_picture_has_words(name: str) -> None:
    document = Document(BytesIO(made(name, sample(), KEY, AS_OF)))
    assert all(list(table.rows[0]._tr.iter(qn("w:tblHeader"))) for table in document.tables)
    (picture,) = document.element.body.iter(qn("wp:docPr"))
    assert "Waiting list to the ICB: from Ambrel Valley" in picture.get("descr", "")


def test_the_notice_is_in_plain_words_and_names_who_to_ask() -> None:
    shown = told("txt", made("notice", sample(), KEY, AS_OF))
    assert "It is used to care for you, in a form that shows who you are." in shown
    assert "If you have set a National Data Opt-Out, your information is left out." in shown
    assert "Wendshire Community Health NHS Trust: ig@rz8.test" in shown
    assert "Wendshire County Council" not in shown, "it has left"
    assert "_" not in shown, "names of columns are nothing to the public"


def test_the_notice_for_a_web_page_has_no_attribute_and_few_tags() -> None:
    shown = made("notice-html", sample(changes={(Agreement, KEY): {"title": "Q & A <b>"}}), KEY, AS_OF).decode()
    assert "<h2>Q &amp; A &lt;b&gt;</h2>" in shown
    tags = {each.split(">")[0] for each in shown.split("<")[1:]}
    assert {each.removeprefix("/") for each in tags} <= {"h2", "h3", "p", "ul", "li", "strong"}


def test_a_late_joiner_and_a_leaver_are_told_with_their_deed_and_duty() -> None:
    shown = told("docx", made("dsa", sample(), KEY, AS_OF))
    assert "joined on 1 September 2026. Deed of adherence: Deed of adherence 2026/3." in shown
    assert "left on 30 September 2026. Its duty: return and delete; not certified as done." in shown
    done = sample(changes={(Party, f"{KEY} / 098 / controller"): {"duty_done_on": date(2026, 10, 30)}})
    shown = told("docx", made("dsa", done, KEY, AS_OF))
    assert "done and certified on 30 October 2026" in shown


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not on this machine")
def test_libreoffice_opens_each_document_and_turns_it_into_pdf(tmp_path: Path) -> None:
    names = ("dsa", "dpia")
    for name in names:
        (tmp_path / f"{name}.docx").write_bytes(made(name, sample(), KEY, AS_OF))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    files = [str(each) for each in tmp_path.iterdir() if each.is_file()]
    command = ["soffice", profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *files]
    subprocess.run(command, check=True, capture_output=True)
    assert all((tmp_path / f"{name}.pdf").read_bytes().startswith(b"%PDF") for name in names)
