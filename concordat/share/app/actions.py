"""Share's actions on a version as a whole: a new one, release, signature, withdrawal of a draft, and of its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from concordat.core.refusal import Refusal, as_sentence
from concordat.data.rules.force import signature_of
from concordat.register.agreement import Agreement, Signature
from concordat.register.app.action import Done, action
from concordat.register.app.permission import Person
from concordat.register.app.store import ChangedMeanwhile, Writing, withdraw, write
from concordat.register.links import mentions
from concordat.register.noun import Noun
from concordat.register.sharing import DataItem, Flow, RowCondition
from concordat.share.app import permission, versions
from concordat.share.app.permission import Act
from concordat.share.app.versions import Version
from concordat.share.redraft import next_version
from concordat.share.signing import against_release, against_signing
from concordat.web.scope import entries, labels


class CannotRelease(Refusal):
    """A version that cannot be put forward for signing; `reasons` are all the sentences why."""

    status = 409

    def __init__(self, key: str, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(map(as_sentence, reasons)), where=key, remedy="Mend each of these, then release it")


class CannotSign(Refusal):
    """A version that cannot be signed as it stands; `reasons` are all the sentences why."""

    status = 409

    def __init__(self, key: str, reasons: Sequence[str]) -> None:
        self.reasons = tuple(reasons)
        super().__init__(" ".join(map(as_sentence, reasons)), where=key)


class CannotWithdraw(Refusal):
    """What is no draft, or is signed, and so is not taken away."""

    status = 409


@action
def new_version(*, by: Person, as_of: date, key: str) -> Done:
    """Draft a further version from this one, private to its keeper, signed by nobody. Gives its key."""
    found = versions.one(by, key, as_of)
    permission.check(by, Act.RENEW, found.keeper)
    rows = next_version(found.bundle, _next_number(by, found, as_of), as_of)
    write([Writing(row=each, private=True) for each in rows], by=by)
    return Done(subject="Agreement (private draft)", facts={"rows": len(rows)}, value=rows[0].key)


@action
def release(*, by: Person, as_of: date, key: str) -> Done:
    """Put a version forward for signing: shown to all members with every row, and its terms sealed by their hash.

    One that is shown already and has changed since is put forward again. Gives its key. Raises CannotRelease.
    """
    found = versions.one(by, key, as_of)
    permission.check(by, Act.RELEASE, found.keeper)
    reasons = reasons_against_release(by, found)
    if reasons:
        raise CannotRelease(key, reasons)
    sealed = replace(found.agreement, text_hash=found.bundle.text_hash())
    rows = [each for each in found.entries if each != found.agreement] if found.private else []
    written = [(sealed, found.agreement), *((each, each) for each in rows)]
    write([Writing(row=row, before=found.entries[old]) for row, old in written], by=by)
    return Done(subject=f"Agreement {key}", facts={"rows": len(written), "text": sealed.text_hash}, value=key)


def reasons_against_release(by: Person, version: Version) -> tuple[str, ...]:
    """Every sentence why it cannot be put forward for signing."""
    if version.signed:
        return ("It is signed, so it is put forward already: make a new version to change it",)
    if not version.private and version.agreement.text_hash == version.bundle.text_hash():
        return ("It is put forward for signing already, and has not changed since",)
    taken = _taken(by, version) if version.private else ()
    return (*against_release(version.bundle, version.facts.as_of), *taken, *_loose(by, version))


@action
def sign(*, by: Person, as_of: date, key: str, text_hash: str) -> Done:
    """Sign a version for one's party, from the office that signs for it. `text_hash` is of the text that was read.

    Gives the Signature's Entry. Raises NotPermitted, CannotSign.
    """
    found = versions.one(by, key, as_of)
    party = permission.check_sign(by, found)
    reasons = list(against_signing(found.bundle))
    if signature_of(found.bundle, party):
        reasons.append(f"The {party.signs_as.value} of {party.party} has signed it already: nothing needs to be done")
    if not reasons and text_hash != found.agreement.text_hash:
        reasons.append("Its terms have changed since you read them: read them again, and then sign")
    if reasons:
        raise CannotSign(key, reasons)
    signature = Signature(
        agreement=key,
        organisation=party.party,
        office=party.signs_as,
        name=by.name,
        signed_on=as_of,
        text_hash=found.agreement.text_hash,
    )
    old = entries(by, Signature).filter(key=signature.key, private=False).first()
    (made,) = write([Writing(row=signature, before=old)], by=by)
    return Done(
        subject=f"Agreement {key}", facts={"office": party.signs_as.value, "text": signature.text_hash}, value=made
    )


@action
def withdraw_draft(*, by: Person, as_of: date, key: str) -> Done:
    """Take a private draft off the register with all its rows; its history stays with its organisation."""
    found = versions.draft(by, key, as_of)
    permission.check(by, Act.WITHDRAW, found.keeper)
    withdraw([*found.entries.values()])
    return Done(subject="Agreement (private draft)", facts={"rows": len(found.entries)})


@action
def remove_row(*, by: Person, as_of: date, key: str, entry: int) -> Done:
    """Take a row out of a version that nobody has signed; with a flow go its items and conditions.

    Gives the row. Raises CannotWithdraw where it is signed, or the row is the agreement's own.
    """
    found = versions.one(by, key, as_of)
    permission.check(by, Act.CHANGE, found.keeper)
    row = row_in(found, entry)
    if found.signed or isinstance(row, Agreement):
        raise CannotWithdraw(
            f"{key} is signed, so its terms are closed" if found.signed else "An agreement is withdrawn as a whole",
            where=row.label,
            remedy="Make a new version of it" if found.signed else "Withdraw the draft on its own page",
        )
    gone = [row, *(each for each in found.entries if _is_below(each, row))]
    withdraw([found.entries[each] for each in gone])
    subject = f"{type(row).__name__} {'(private draft)' if found.private else row.key}"
    return Done(subject=subject, facts={"removed": len(gone)}, value=row)


def row_in(version: Version, entry: int) -> Noun:
    """The row of a version that is kept as this entry. Raises ChangedMeanwhile."""
    found = next((row for row, each in version.entries.items() if each.pk == entry), None)
    if found is None:
        raise ChangedMeanwhile(version.key)
    return found


def _next_number(by: Person, version: Version, as_of: date) -> int:
    return 1 + max(each.agreement.version for each in versions.versions_of(by, version.agreement.agreement, as_of))


def _taken(by: Person, version: Version) -> tuple[str, ...]:
    """Rows of the draft whose key another shared row bears."""
    shared = entries(by).filter(private=False)
    keys = {(type(each).__name__, each.key) for each in version.bundle.rows()}
    there = shared.filter(noun__in={noun for noun, _ in keys}, key__in={key for _, key in keys})
    clashes = sorted(f"{each.noun} {each.key}" for each in there if (each.noun, each.key) in keys)
    return (f"On the register already: {', '.join(clashes)}. Give the draft another reference",) if clashes else ()


def _loose(by: Person, version: Version) -> tuple[str, ...]:
    """Links of its rows to what not everybody sees: nothing shared may rest on a private draft."""
    rows = version.bundle.rows()
    own = {(type(each), each.key) for each in rows}
    named = [each for row in rows for each in mentions(row) if (each.noun, each.key) not in own]
    there = labels(by, {(each.noun, each.key) for each in named}, shared_only=True)
    loose = [each for each in named if (each.noun, each.key) not in there]
    pairs = dict.fromkeys((type(each.origin).SHEET, each.key, each.noun.SHEET) for each in loose)
    return tuple(
        f"{sheet} names {key}, which not all members see in {where}: release it" for sheet, key, where in pairs
    )


def _is_below(row: Noun, above: Noun) -> bool:
    return isinstance(above, Flow) and isinstance(row, (DataItem, RowCondition)) and row.flow == above.key
