"""The record of processing activities of an organisation as a workbook: as controller and as processor (Article 30).

Each column is headed by the letter of UK GDPR Article 30(1) or 30(2) that asks for it; those after them are what the
NHS asks for besides. Every agreement of the record counts in which it is a party that day, whoever keeps it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import Any

from concordat.core.period import long_date
from concordat.core.refusal import Refusal
from concordat.core.sheets import write_workbook
from concordat.core.shown import Table, column
from concordat.register.agreement import Agreement, Party, PartyRole
from concordat.register.assurance import DpiaAddendum
from concordat.register.bundle import Bundle, bundles
from concordat.register.person import OfficeRole
from concordat.register.record import Record
from concordat.register.sharing import Flow, PurposeBasis
from concordat.share.out.context.agreement import state
from concordat.share.out.context.party import office
from concordat.share.out.context.said import Speaker
from concordat.share.out.context.sharing import held_in
from concordat.share.out.form import EXCEL, About, Form

CONTROLLER = (
    ("Agreement", 18),
    ("State", 22),
    ("Art 30(1)(a) Controller, its contact, representative and data protection officer", 40),
    ("Art 30(1)(a) Joint controllers", 40),
    ("Art 30(1)(b) Purposes of the processing", 32),
    ("Art 30(1)(c) Categories of data subjects", 30),
    ("Art 30(1)(c) Categories of personal data", 40),
    ("Art 30(1)(d) Categories of recipients", 40),
    ("Art 30(1)(e) Transfers to third countries and their safeguards", 32),
    ("Art 30(1)(f) Time limits for erasure", 32),
    ("Art 30(1)(g) Security measures", 40),
    ("Form of the data", 16),
    ("Lawful basis, Article 6", 24),
    ("Special category condition, Article 9", 24),
    ("DPA 2018 Schedule 1 condition", 24),
    ("Duty of confidentiality", 24),
    ("Flow", 26),
    ("Held in", 30),
    ("DPIA", 14),
    ("Asset register entry", 20),
)
PROCESSOR = (
    ("Agreement", 18),
    ("State", 22),
    ("Art 30(2)(a) Processor, its contact, representative and data protection officer", 40),
    ("Art 30(2)(a) Controllers on whose behalf it acts", 40),
    ("Art 30(2)(b) Categories of processing carried out on behalf of each controller", 50),
    ("Art 30(2)(c) Transfers to third countries and their safeguards", 32),
    ("Art 30(2)(d) Security measures", 40),
    ("Role", 30),
    ("Authorised on", 16),
)
MISSING = "Not recorded"


class NoOrganisation(Refusal):
    """An organisation that is party to nothing on the record."""


def xlsx(record: Record, key: str, as_of: date) -> bytes:
    """The workbook of the organisation with this ODS code. Raises NoOrganisation."""
    stream = BytesIO()
    write_workbook(stream, [each.sheet() for each in tables(record, key, as_of)])
    return stream.getvalue()


def tables(record: Record, key: str, as_of: date) -> tuple[Table, Table]:
    """What it processes as a controller, a row for each purpose and flow; and as a processor, one for each controller.

    Raises NoOrganisation.
    """
    say = Speaker(record, as_of)
    if not any(each.party == key for each in record.all(Party, as_of)):
        known = ", ".join(sorted({each.party for each in record.all(Party, as_of)})) or "none yet: add parties first"
        what = f"'{key}' is party to no agreement on the record on {long_date(as_of)}"
        raise NoOrganisation(what, remedy=f"Name one that is: {known}")
    found = [(bundle, each) for bundle in bundles(record, as_of) for each in bundle.active(as_of) if each.party == key]
    controls = [row for bundle, each in found if each.role.controls for row in _as_controller(say, bundle, each)]
    processes = [row for bundle, each in found if not each.role.controls for row in _as_processor(say, bundle, each)]
    return _table("Controller Art 30(1)", CONTROLLER, controls), _table("Processor Art 30(2)", PROCESSOR, processes)


def _table(title: str, columns: tuple[tuple[str, int], ...], rows: list[tuple[Any, ...]]) -> Table:
    return Table(title=title, columns=tuple(column(name, width=width) for name, width in columns), rows=tuple(rows))


def _as_controller(say: Speaker, bundle: Bundle, party: Party) -> Iterator[tuple[str, ...]]:
    """A row for each purpose and each flow that serves it and concerns the party; one even where there is neither."""
    flows = [each for each in bundle.flows if party.party in (each.sender, each.receiver, *each.whose)]
    for basis in bundle.purposes.values() or (None,):
        serving = [each for each in flows if basis is None or each.serves(basis.purpose)]
        for flow in serving or (None,):
            yield _controlled(say, bundle, party, basis, flow)


def _controlled(
    say: Speaker, bundle: Bundle, party: Party, basis: PurposeBasis | None, flow: Flow | None
) -> tuple[str, ...]:
    row = bundle.agreement
    joint = [each for each in bundle.active(say.as_of) if each.role is PartyRole.JOINT_CONTROLLER]
    others = [_contacts(say, each) for each in joint if each.party != party.party]
    return (
        row.key,
        state(say, row),
        _contacts(say, party),
        "\n".join(others) if party.role is PartyRole.JOINT_CONTROLLER else "",
        _purpose(basis),
        (flow.subjects if flow else "") or MISSING,
        _items(bundle, flow),
        _recipients(say, bundle, flow),
        _transfers(row),
        _retention(row),
        row.security or MISSING,
        basis.form.value if basis else MISSING,
        *_bases(basis),
        _flow(flow),
        _held(say, flow),
        row.dpia or MISSING,
        _asset(say, bundle, party),
    )


def _as_processor(say: Speaker, bundle: Bundle, party: Party) -> Iterator[tuple[str, ...]]:
    """A row for each that it acts for, a processor of a sub-processor with its controllers; one even for none."""
    row = bundle.agreement
    active = bundle.active(say.as_of)
    for code in party.acts_for or ("",):
        behind = {code, *(of for each in active if each.party == code for of in each.acts_for)}
        controllers = [_contacts(say, each) for each in active if each.party in behind and each.role.controls]
        yield (
            row.key,
            state(say, row),
            _contacts(say, party),
            "\n".join(controllers) or say.organisation(code) or MISSING,
            _processing(bundle, behind),
            _transfers(row),
            row.security or MISSING,
            f"{party.role.value} for {say.organisation(code)}" if code else party.role.value,
            long_date(party.authorised_on) if party.authorised_on else "",
        )


def _contacts(say: Speaker, party: Party) -> str:
    """ "Wendshire County Council (098); ig@098.test; data protection officer: …"."""
    officer = office(say, party.party, OfficeRole.DPO) or MISSING.lower()
    contact = party.contact or f"contact {MISSING.lower()}"
    return f"{say.organisation(party.party)}; {contact}; data protection officer: {officer}"


def _purpose(basis: PurposeBasis | None) -> str:
    if basis is None:
        return MISSING
    return f"{basis.purpose.value}: {basis.objective}" if basis.objective else basis.purpose.value


def _items(bundle: Bundle, flow: Flow | None) -> str:
    return "; ".join(each.name for each in bundle.items[flow.key]) or MISSING if flow else MISSING


def _recipients(say: Speaker, bundle: Bundle, flow: Flow | None) -> str:
    to = [say.organisation(flow.receiver)] if flow else []
    helped = [say.organisation(each.party) for each in bundle.active(say.as_of) if not each.role.controls]
    return "; ".join(dict.fromkeys((*to, *bundle.agreement.recipients, *helped))) or MISSING


def _transfers(row: Agreement) -> str:
    return f"{row.territory.value}: {row.transfer_safeguard}" if row.transfer_safeguard else row.territory.value


def _retention(row: Agreement) -> str:
    months = f"{row.retention_months} months" if row.retention_months else MISSING
    return "; ".join(each for each in (months, row.retention_class, row.retention_reason, row.disposal) if each)


def _bases(basis: PurposeBasis | None) -> tuple[str, str, str, str]:
    found = (basis.article_6, basis.article_9, basis.schedule_1, basis.confidentiality) if basis else (None,) * 4
    first, second, third, fourth = (each.value if each else MISSING for each in found)
    return first, second, third, f"{fourth}, {basis.cag}" if basis and basis.cag else fourth


def _flow(flow: Flow | None) -> str:
    return "; ".join(each for each in (flow.label, flow.frequency, flow.method) if each) if flow else MISSING


def _held(say: Speaker, flow: Flow | None) -> str:
    return (held_in(say, flow) if flow else "") or MISSING


def _asset(say: Speaker, bundle: Bundle, party: Party) -> str:
    row = say.record.get(DpiaAddendum, f"{bundle.agreement.dpia} / {party.party}", say.as_of)
    return (row.asset_register if row else "") or MISSING


def _processing(bundle: Bundle, of: set[str]) -> str:
    """What is done for these organisations: the purposes, then each flow that is theirs or goes to them."""
    flows = [each for each in bundle.flows if of & {each.receiver, *each.whose}]
    purposes = [each for each in bundle.purposes if any(flow.serves(each) for flow in flows)]
    told = [f"For {'; '.join(each.value for each in purposes)}"] if purposes else []
    return "\n".join([*told, *map(_flow, flows)]) or "No flow of their data is recorded"


FORMS = (
    Form(
        name="ropa", what="record of processing activities", ending="xlsx", media_type=EXCEL, made=xlsx,
        about=About.ORGANISATION,
    ),
)  # fmt: skip
