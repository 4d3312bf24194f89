"""The what-if form: what may be supposed, read from what was posted, every error at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from concordat.converge.app import permission
from concordat.converge.facts.what_if import WhatIf
from concordat.register.app.permission import Part, Person
from concordat.register.contract import Contract
from concordat.register.offer import Offer
from concordat.register.organisation import Organisation
from concordat.register.record import Record
from concordat.register.system import Product, System
from concordat.web.field import Field, Option

_NUMBERS = {
    "months": ("How many months later it ends", "For example 6; or -6 for earlier.", -120, 120),
    "rise": ("How many per cent dearer it is", "For example 10; or -10 for cheaper.", -90, 500),
    "changes": (
        "Most systems that may change from the plan (optional)",
        "Blank: as many as are worth it. A small number keeps to what was agreed.",
        0,
        2_000,
    ),
    "seconds": ("Seconds to look (optional)", "Blank: until it is good enough; large questions take minutes.", 5, 600),
}
_NONE: Option = ("", "None")
_OFFERS_HINT = {
    True: "The offer whose prices change.",
    False: "For the programme office alone, which sees every price.",
}


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is supposed, how many systems may then change from the plan, and for how long to look."""

    what_if: WhatIf
    most_changes: int | None = None
    seconds: float | None = None

    def as_dict(self) -> dict[str, Any]:
        """The question for storage, with what it says in words."""
        return {
            "slips": [list(each) for each in self.what_if.slips],
            "leavers": list(self.what_if.leavers),
            "prices": [list(each) for each in self.what_if.prices],
            "most_changes": self.most_changes,
            "seconds": self.seconds,
            "sentences": list(self.what_if.sentences()),
        }

    @staticmethod
    def of(stored: Mapping[str, Any]) -> Question:
        """The question that was stored."""
        what_if = WhatIf(
            slips=tuple((str(key), int(months)) for key, months in stored["slips"]),
            leavers=tuple(map(str, stored["leavers"])),
            prices=tuple((str(key), float(rise)) for key, rise in stored["prices"]),
        )
        return Question(what_if=what_if, most_changes=stored["most_changes"], seconds=stored["seconds"])


def fields(
    by: Person,
    record: Record,
    as_of: date,
    posted: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> tuple[Field, ...]:
    """The form's questions, with what was posted and what is wrong with it."""
    posted, errors = posted or {}, errors or {}
    lists = {
        "contract": ("A contract ends later", "The contract whose end moves.", _contracts(by, record, as_of)),
        "leaver": ("An organisation leaves", "All its systems are left out of the plan.", _leavers(by, record, as_of)),
        "offer": ("A price changes", _OFFERS_HINT[by.part is Part.OFFICE], _offers(by, record, as_of)),
    }
    order = ("contract", "months", "leaver", "offer", "rise", "changes", "seconds")
    return tuple(
        _list(name, *lists[name], posted, errors) if name in lists else _number(name, posted, errors) for name in order
    )


def read(by: Person, record: Record, as_of: date, posted: Mapping[str, str]) -> Question | dict[str, str]:
    """The question that was posted, or what is wrong with it by field."""
    errors: dict[str, str] = {}
    numbers = {name: _whole(name, posted.get(name, "").strip(), errors) for name in _NUMBERS}
    chosen = {
        "contract": _chosen("contract", _contracts(by, record, as_of), posted, errors),
        "leaver": _chosen("leaver", _leavers(by, record, as_of), posted, errors),
        "offer": _chosen("offer", _offers(by, record, as_of), posted, errors),
    }
    for key, number in (("contract", "months"), ("offer", "rise")):
        _together(key, number, chosen[key], numbers[number], errors)
    if not errors and not any(chosen.values()):
        errors["contract"] = "Nothing is supposed: choose a contract, an organisation or an offer"
    if errors:
        return errors
    what_if = WhatIf(
        slips=((chosen["contract"], numbers["months"] or 0),) if chosen["contract"] else (),
        leavers=(chosen["leaver"],) if chosen["leaver"] else (),
        prices=((chosen["offer"], float(numbers["rise"] or 0)),) if chosen["offer"] else (),
    )
    return Question(what_if=what_if, most_changes=numbers["changes"], seconds=numbers["seconds"])


def _together(key: str, number: str, chosen: str, given: int | None, errors: dict[str, str]) -> None:
    """A choice and its number come together or not at all, and a change of nought is none."""
    if chosen and not given and number not in errors:
        errors[number] = "Say by how much: a whole number other than 0"
    if given and not chosen and key not in errors:
        errors[key] = "Choose what the number is for, or clear the number"


def _whole(name: str, text: str, errors: dict[str, str]) -> int | None:
    _, _, least, most = _NUMBERS[name]
    if not text:
        return None
    digits = text.removeprefix("-").removeprefix("−")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 6):
        errors[name] = f"'{text[:20]}' is not a whole number: write it in figures"
        return None
    value = int(digits) * (1 if digits == text else -1)
    if not least <= value <= most:
        errors[name] = f"Give a number from {least} to {most:,}"
        return None
    return value


def _chosen(name: str, options: tuple[Option, ...], posted: Mapping[str, str], errors: dict[str, str]) -> str:
    value = posted.get(name, "").strip()
    if value and value not in {key for key, _ in options}:
        errors[name] = "Choose one of the list, which holds what you may suppose"
        return ""
    return value


def _contracts(by: Person, record: Record, as_of: date) -> tuple[Option, ...]:
    used = {each.contract for each in record.all(System, as_of)}
    found = [each for each in record.all(Contract, as_of) if each.contract in used and owns(by, each, record, as_of)]
    return tuple(
        (each.contract, f"{each.contract}: {each.title}") for each in sorted(found, key=lambda each: each.contract)
    )


def owns(by: Person, contract: Contract, record: Record, as_of: date) -> bool:
    """Whether a person may suppose that this contract is different."""
    return permission.owns(by, contract.customer, record, as_of)


def _leavers(by: Person, record: Record, as_of: date) -> tuple[Option, ...]:
    used = {each.organisation for each in record.all(System, as_of)}
    found = [each for each in record.all(Organisation, as_of) if each.code in used]
    return tuple((each.code, each.name) for each in found if permission.owns(by, each.code, record, as_of))


def _offers(by: Person, record: Record, as_of: date) -> tuple[Option, ...]:
    """For the programme office alone: see `permission.check_facts`."""
    if by.part is not Part.OFFICE:
        return ()
    names = {each.product: each.name for each in record.all(Product, as_of)}
    found = ((each.offer, names.get(each.product, each.product)) for each in record.all(Offer, as_of))
    return tuple((key, f"{key}: {name}") for key, name in found)


def _list(
    name: str, label: str, hint: str, options: tuple[Option, ...], posted: Mapping[str, str], errors: Mapping[str, str]
) -> Field:
    value, error = posted.get(name, ""), errors.get(name, "")
    return Field(
        name=name, label=label, hint=hint, widget="select", value=value, options=(_NONE, *options), error=error
    )


def _number(name: str, posted: Mapping[str, str], errors: Mapping[str, str]) -> Field:
    label, hint, *_ = _NUMBERS[name]
    return Field(
        name=name, label=label, hint=hint, value=posted.get(name, ""), error=errors.get(name, ""), width="5",
        suffix="%" if name == "rise" else "",
    )  # fmt: skip
