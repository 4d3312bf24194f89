"""Who is party to an agreement, what each has published and paid, and what each has signed."""

from __future__ import annotations

from concordat.core.period import long_date
from concordat.register.agreement import Party, Signature
from concordat.register.assurance import DsptStatus, IcoRegistration
from concordat.register.bundle import Bundle
from concordat.register.person import Office, OfficeRole
from concordat.share.out.context.said import Said, Speaker

_OFFICES = {"caldicott": OfficeRole.CALDICOTT, "dpo": OfficeRole.DPO, "siro": OfficeRole.SIRO}


def parties(say: Speaker, bundle: Bundle) -> tuple[Said, ...]:
    """Every party, with its name and code apart, whether it is one today, and who holds its offices."""
    return tuple(_party(say, each) for each in bundle.parties)


def _party(say: Speaker, row: Party) -> dict[str, Said]:
    return {
        **say.row(row),
        "code": row.party,
        "name": say.name(row.party),
        "today": "yes" if row.active(say.as_of) else "",
        "standing": _standing(say, row),
        "controls": "yes" if row.role.controls else "",
        "dspt": dspt(say, row.party),
        "ico": ico(say, row.party),
        **{key: office(say, row.party, role) for key, role in _OFFICES.items()},
    }


def _standing(say: Speaker, row: Party) -> str:
    if row.left_on and row.left_on <= say.as_of:
        return f"left on {long_date(row.left_on)}"
    if row.joined_on and say.as_of < row.joined_on:
        return f"joins on {long_date(row.joined_on)}"
    joined = f"joined on {long_date(row.joined_on)}" if row.joined_on else "from the start"
    return f"{joined}, leaves on {long_date(row.left_on)}" if row.left_on else joined


def office(say: Speaker, code: str, role: OfficeRole) -> str:
    """Who holds an office, with their address: "Ffion Underhay, f.underhay@qz3.test"; blank where nobody does."""
    found = say.record.get(Office, f"{code} / {role.value}", say.as_of)
    return ", ".join(each for each in (found.name, found.email) if each) if found else ""


def dspt(say: Speaker, code: str) -> str:
    """The latest toolkit published by the day: "2025-26: standards met (CAF-aligned)"."""
    rows = (each for each in say.record.all(DsptStatus, say.as_of) if each.organisation == code)
    last = max((each for each in rows if each.published_on <= say.as_of), key=lambda each: each.year, default=None)
    if last is None:
        return ""
    year = f"{last.year - 1}-{last.year % 100:02}"
    accepted = f", accepted until {long_date(last.accepted_until)}" if last.accepted_until else ""
    return f"{year}: {last.outcome.value} ({last.framework.value}){accepted}"


def ico(say: Speaker, code: str) -> str:
    """Its entry in the register of fee payers: "Z1234567 until 31 March 2027"."""
    rows = [each for each in say.record.all(IcoRegistration, say.as_of) if each.organisation == code]
    last = max(rows, key=lambda each: each.expires_on, default=None)
    return f"{last.number} until {long_date(last.expires_on)}" if last else ""


def signatories(say: Speaker, bundle: Bundle) -> tuple[Said, ...]:
    """A sheet for each party that must sign and has not left, with what it has signed."""
    signing = [each for each in bundle.parties if each.role.signs and not (each.left_on and each.left_on <= say.as_of)]
    once = {each.party: each for each in reversed(signing)}  # an organisation with two roles signs once
    return tuple(_signatory(say, bundle, each) for each in signing if once[each.party] is each)


def _signatory(say: Speaker, bundle: Bundle, row: Party) -> dict[str, Said]:
    given = [each for each in bundle.signatures if each.organisation == row.party]
    roles = dict.fromkeys(each.role.value for each in bundle.parties if each.party == row.party)
    return {
        "code": row.party,
        "name": say.name(row.party),
        "roles": tuple(roles),
        "office": row.signs_as.value,
        "deed": row.deed,
        "joined_on": long_date(row.joined_on) if row.joined_on else "",
        "signatures": tuple({**say.row(each), "doubt": _doubt(say, bundle, row, each)} for each in given),
    }


def _doubt(say: Speaker, bundle: Bundle, party: Party, row: Signature) -> str:
    """Why a signature may not count; blank where nothing speaks against it."""
    wrong = [
        (row.office is not party.signs_as, f"it is not by the {party.signs_as.value}"),
        (row.text_hash != bundle.agreement.text_hash, "it was given to another text than this"),
        (row.signed_on > say.as_of, "it is dated in the future"),
    ]
    return "; ".join(words for is_so, words in wrong if is_so)
