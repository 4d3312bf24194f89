"""The elements of FHIR R4: which types each may have, and whether it repeats.

The table beside this file is written by tools/write_fhir_elements.py.
"""

from __future__ import annotations

import gzip
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, kw_only=True, slots=True)
class Element:
    """An element: its name as it stands in JSON (without [x]), its types, and whether there may be more than one."""

    name: str
    types: tuple[str, ...]
    many: bool
    choice: bool

    def named(self, kind: str) -> str:
        """What a choice of that type is called in JSON: value of Quantity is valueQuantity."""
        return self.name + kind[0].upper() + kind[1:]


def is_resource(name: str) -> bool:
    """Whether FHIR R4 has a resource of that name (or a type, which no file of resources holds)."""
    return name in _table() and name[:1].isupper() and "resourceType" not in name


def element(of: str, name: str) -> Element | None:
    """The element of that name in a type, which is such as Patient, HumanName or Patient.contact."""
    return _table().get(of, {}).get(name)


def near(of: str, name: str) -> str:
    """The element a misspelt name may mean, or ""."""
    return "".join(get_close_matches(name, _table().get(of, {}), n=1))


def choice_of(of: str, name: str) -> tuple[Element, str] | None:
    """The choice, and type, that a name as it stands in JSON means: valueQuantity is value of type Quantity."""
    for each in _table().get(of, {}).values():
        if each.choice:
            for kind in each.types:
                if each.named(kind) == name:
                    return each, kind
    return None


@cache
def _table() -> dict[str, dict[str, Element]]:
    """type -> name -> Element."""
    packed = files(__package__).joinpath("r4_elements.tsv.gz").read_bytes()
    table: dict[str, dict[str, Element]] = {}
    for line in gzip.decompress(packed).decode().splitlines()[1:]:
        path, types, star = line.split("\t")
        of, _, name = path.rpartition(".")
        if of:
            bare = name.removesuffix("[x]")
            table.setdefault(of, {})[bare] = Element(
                name=bare, types=tuple(types.split()), many=bool(star), choice=bare != name
            )
    return table
