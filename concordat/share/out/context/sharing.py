"""What an agreement lets be shared, in words: purposes with their bases, the approvals behind them, and flows."""

from __future__ import annotations

from concordat.register.assurance import CagApproval
from concordat.register.bundle import Bundle
from concordat.register.noun import columns
from concordat.register.sharing import Flow, Purpose, PurposeBasis
from concordat.register.system import System
from concordat.share.out.context.plain import plainly
from concordat.share.out.context.said import Said, Speaker


def purposes(say: Speaker, bundle: Bundle) -> tuple[Said, ...]:
    """Every purpose in the order of the closed list, with its bases in plain words too."""
    return tuple(_purpose(say, bundle.purposes[each]) for each in Purpose if each in bundle.purposes)


def _purpose(say: Speaker, row: PurposeBasis) -> dict[str, Said]:
    care = "within individual care" if row.purpose.is_care else "beyond individual care"
    return {**say.row(row), "kind": care, "personal": "yes" if row.form.personal else "", **plainly(row)}


def approvals(say: Speaker, bundle: Bundle) -> tuple[Said, ...]:
    """The section 251 support that its purposes name, once each; one that is not on the record says so."""
    named = dict.fromkeys(each.cag for each in bundle.purposes.values() if each.cag)
    found = [(each, say.record.get(CagApproval, each, say.as_of)) for each in named]
    return tuple(say.row(row) if row else _unknown(reference) for reference, row in found)


def _unknown(reference: str) -> dict[str, Said]:
    found: dict[str, Said] = dict.fromkeys((each.name for each in columns(CagApproval)), "")
    title = "Not on the record: register the approval and its letter"
    return found | {"conditions": (), "reference": reference, "title": title}


def flows(say: Speaker, bundle: Bundle) -> tuple[Said, ...]:
    """Every flow with its data items and its conditions on rows."""
    return tuple(_flow(say, bundle, each) for each in bundle.flows)


def _flow(say: Speaker, bundle: Bundle, row: Flow) -> dict[str, Said]:
    served = tuple(each.value for each in Purpose if each in bundle.purposes and row.serves(each))
    return {
        **say.row(row),
        "label": titled(row),
        "whose": tuple(map(say.organisation, row.whose)),
        "serves": served,
        "held_in": held_in(say, row),
        "items": tuple({**say.row(each), "name": each.name} for each in bundle.items[row.key]),
        "conditions": tuple({**say.row(each), "text": each.label} for each in bundle.conditions[row.key]),
    }


def titled(row: Flow) -> str:
    """What a flow is called within its own agreement."""
    return row.title or row.flow


def held_in(say: Speaker, row: Flow) -> str:
    """The system that holds the data, and at whom: "Shared data hub (QZ3-hub) at NHS … (QZ3)"."""
    system = say.record.get(System, row.system, say.as_of) if row.system else None
    if system is None:
        return row.system
    name = f"{system.name} ({system.system})" if system.name else system.system
    return f"{name} at {say.organisation(system.organisation)}"
