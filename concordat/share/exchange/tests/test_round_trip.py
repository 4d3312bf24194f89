"""An agreement that leaves and comes back is the same agreement; one that was changed on its way is not taken."""

import copy
import json
from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from concordat.core.finding import Severity
from concordat.core.refusal import Refusal
from concordat.register.agreement import Section75
from concordat.register.bundle import bundle_of
from concordat.register.noun import Noun
from concordat.register.outtake import without_confidential
from concordat.register.record import Record
from concordat.register.sharing import RowCondition
from concordat.share.exchange.extension import NoSuchAgreement, rows_of
from concordat.share.exchange.form import FORMS, NoSuchForm, export_agreement, import_agreement
from concordat.share.exchange.lost import lost
from concordat.share.exchange.tests import random_agreement
from concordat.share.exchange.tests.edit import changed, leaves, path
from concordat.share.tests.sample import AS_OF, KEY, sample

both = pytest.mark.parametrize("form", sorted(FORMS))


def rows(record: Record, key: str, day: date) -> Counter[Noun]:
    bundle = bundle_of(record, key, day)
    assert bundle
    return Counter(rows_of(bundle))


@both
@settings(max_examples=25, deadline=None)
@given(record=random_agreement.records())
def test_any_agreement_comes_back_as_it_was(form: str, record: Record) -> None:
    file = export_agreement(record, random_agreement.KEY, random_agreement.AS_OF, form)
    back = import_agreement(file, form, "RZ1")
    assert back.sound, [str(each) for each in back.findings]
    assert Counter(back.rows) == rows(record, random_agreement.KEY, random_agreement.AS_OF)
    assert {each.severity for each in back.findings} <= {Severity.NOTE}


@both
@settings(max_examples=25, deadline=None)
@given(record=random_agreement.records())
def test_without_our_rows_it_never_comes_back_as_more_than_it_was(form: str, record: Record) -> None:
    document = json.loads(export_agreement(record, random_agreement.KEY, random_agreement.AS_OF, form))
    del document["concordat"]
    back = import_agreement(json.dumps(document).encode(), form, "RZ1")
    before = bundle_of(record, random_agreement.KEY, random_agreement.AS_OF)
    after = bundle_of(Record.of(back.rows), random_agreement.KEY, random_agreement.AS_OF)
    assert before
    if after is None:
        assert not back.sound
        return
    allowed = {
        (flow.receiver, whose, item.name, purpose)
        for flow in before.flows
        for whose in flow.whose
        for item in before.items[flow.key]
        for purpose in before.purposes
        if flow.serves(purpose)
    }
    for flow in after.flows:
        for item in after.items[flow.key]:
            for purpose in (each for each in after.purposes if flow.serves(each)):
                assert {(flow.receiver, whose, item.name, purpose) for whose in flow.whose} <= allowed
    limits = {each for found in before.conditions.values() for each in found}
    kept = {each for found in after.conditions.values() for each in found}
    assert after.agreement.other_restrictions or limits <= kept
    assert not after.signatures and not after.agreement.text_hash
    assert set(after.agreement.recipients) <= set(before.agreement.recipients)
    assert before.agreement.starts_on <= after.agreement.starts_on
    assert after.agreement.ends_on <= before.agreement.ends_on


@both
def test_a_change_to_any_member_is_found(form: str) -> None:
    document = json.loads(export_agreement(sample(), KEY, AS_OF, form))
    every = leaves(document)
    ours = [at for at in every if at[0] == "concordat"]
    for at in [at for at in every if at not in ours] + ours[::9]:
        back = import_agreement(json.dumps(changed(document, at, "edited")).encode(), form, "QZ3")
        assert not back.sound and back.rows == (), path(at)
        assert any(each.column.startswith(("$.concordat", path(at))) for each in back.findings), path(at)


@both
def test_a_standard_member_that_says_another_thing_than_the_rows_is_named_with_both(form: str) -> None:
    document = json.loads(export_agreement(sample(), KEY, AS_OF, form))
    where = {"mais": ("EndDate",), "odrl": ("permission", 0, "constraint", 2, "rightOperand", "@value")}[form]
    back = import_agreement(json.dumps(changed(document, where, "2031-04-30")).encode(), form, "QZ3")
    (finding,) = [each for each in back.findings if each.severity is Severity.ERROR]
    assert "2031-04-30" in finding.what and "2028-04-30" in finding.what and finding.column == path(where)


@both
def test_taking_away_a_row_or_giving_one_twice_is_found(form: str) -> None:
    document = json.loads(export_agreement(sample(), KEY, AS_OF, form))
    for change in (lambda found: found.pop(), lambda found: found.append(found[0])):
        edited = copy.deepcopy(document)
        change(edited["concordat"]["rows"][RowCondition.__name__])
        back = import_agreement(json.dumps(edited).encode(), form, "QZ3")
        assert back.rows == () and "changed after it was exported" in str(back.findings)


@both
def test_only_its_keeper_takes_it_in(form: str) -> None:
    file = export_agreement(sample(), KEY, AS_OF, form)
    assert import_agreement(file, form, "").sound
    refused = import_agreement(file, form, "RZ8")
    assert refused.rows == () and "QZ3 keeps rows of this agreement, not RZ8" in str(refused.findings)


@both
def test_signatures_come_as_what_the_file_says_and_can_be_left_out(form: str) -> None:
    back = import_agreement(export_agreement(sample(), KEY, AS_OF, form), form, "QZ3")
    assert len(back.rows) == len(back.terms) + 6
    assert any("6 signatures are as the file says" in each.what for each in back.findings)


@both
def test_what_the_standard_alone_does_not_carry_is_named_by_sheet_and_column(form: str) -> None:
    told = lost(sample(), KEY, AS_OF, form)
    named = {(each.sheet, each.column) for each in told}
    always = {("Agreements", "DPIA"), ("Agreements", "Clauses"), ("Agreement purposes", "Form"), ("Signatures", "")}
    assert always <= named
    assert (("Data flows", "") in named) == (form == "mais")
    assert (("Row conditions", "") in named) == (form == "mais")
    assert (("Agreements", "Security") in named) == (form == "odrl")
    assert not named & {("Agreements", "Title"), ("Agreements", "Starts on"), ("Agreements", "Ends on")}


@both
def test_one_day_leaves_and_other_days_are_named(form: str) -> None:
    ended = replace(next(each for each in sample() if isinstance(each, RowCondition)), valid_to=AS_OF)
    record = Record.of(ended if each.key == ended.key else each for each in sample())
    back = import_agreement(export_agreement(record, KEY, AS_OF, form), form, "QZ3")
    assert back.sound and ended not in back.rows
    assert any(each.sheet == ended.SHEET and "other days" in each.what for each in lost(record, KEY, AS_OF, form))


@both
def test_money_leaves_only_if_the_record_has_it(form: str) -> None:
    seen = Record.of(without_confidential(each, "RZ8") for each in sample())
    (terms,) = sample().all(Section75)
    assert terms.pooled_fund and str(terms.pooled_fund).encode() in export_agreement(sample(), KEY, AS_OF, form)
    file = export_agreement(seen, KEY, AS_OF, form)
    assert str(terms.pooled_fund).encode() not in file
    (back,) = [each for each in import_agreement(file, form, "QZ3").rows if isinstance(each, Section75)]
    assert back.pooled_fund == 0 and back.contributions == ()


@both
def test_the_address_of_a_foreign_policy_is_kept(form: str) -> None:
    document = json.loads(export_agreement(sample(), KEY, AS_OF, form))
    name = {"mais": "URI", "odrl": "uid"}[form]
    foreign = {each: document[each] for each in document if each != "concordat"} | {name: "https://elsewhere.test/7"}
    back = import_agreement(json.dumps(foreign).encode(), form, "QZ3")
    again = json.loads(export_agreement(Record.of(back.rows), KEY, AS_OF, form))
    assert again[name] == "https://elsewhere.test/7"


@both
def test_a_file_is_read_from_its_path(form: str, tmp_path: Path) -> None:
    (tmp_path / "policy.json").write_bytes(export_agreement(sample(), KEY, AS_OF, form))
    back = import_agreement(tmp_path / "policy.json", form, "QZ3")
    assert Counter(back.rows) == rows(sample(), KEY, AS_OF)
    assert {each.file for each in back.findings} == {"policy.json"}
    with pytest.raises(Refusal, match="no such file"):
        import_agreement(tmp_path / "other.json", form, "QZ3")


@both
def test_one_that_is_not_there_is_refused(form: str) -> None:
    with pytest.raises(NoSuchAgreement, match="DSA-99"):
        export_agreement(sample(), "DSA-99 / 1", AS_OF, form)


@given(st.text())
def test_a_form_that_is_not_there_is_refused(name: str) -> None:
    if name not in FORMS:
        with pytest.raises(NoSuchForm):
            import_agreement(b"{}", name, "QZ3")
