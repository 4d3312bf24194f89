"""A collaborative whose two trusts send patients, mapped and signed; what no page may show of a row is a canary."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from concordat.register.app import actions
from concordat.register.app.permission import Part, Person
from concordat.register.contract import Contract, Regime
from concordat.register.noun import Noun
from concordat.register.person import OfficeRole
from concordat.register.system import DigitalCapability, Product, Supplier, System
from concordat.share.app import mappings
from concordat.share.app.feed_jobs import map_extracts
from concordat.share.app.tests.agreed import AS_OF, HERE, editor
from concordat.share.app.workspace import home_of
from concordat.share.mapping.versions import Version
from concordat.share.tests.sample import sample
from concordat.web import seats
from concordat.web.tests.fixtures import intake_of

CANARY = "CANARY-OF-A-ROW"
OWN_WORDS = "canary of a mapping"
MEMBERS = ("RZ1", "RZ4")
FEED = """# {words}
member: {member}
system: {member}-PAS
table: patient
files: "patients*.csv"
source: {{format: csv}}
columns:
  patient_id: id
  nhs_number: nhs
  birth_date: {{from: dob, date: dd/mm/yyyy}}
  gender: {{from: sex, codes: {{M: "1", F: "2"}}}}
  ethnic_category: {{absent: The system does not ask it}}
  # what is not said is a gap
"""


def feed(member: str = "RZ1") -> str:
    """The text of a trust's mapping, with its own words in a comment."""
    return FEED.format(member=member, words=OWN_WORDS)


def extract(month: str = "10", *, member: str = "RZ1", heading: str = "id,nhs,dob,sex,surname") -> bytes:
    """Forty patients: canaries where values are rejected, codes are unknown or of few, and a column nobody reads."""
    rows = [f"{member}-{n},9434765919,01/02/1980,{'MF'[n % 2]},{CANARY}" for n in range(37)]
    rows += [
        f"{member}-98,{CANARY},{CANARY},{CANARY},x",
        f",9434765870,01/02/1980,M,{CANARY}",
        f"{member}-0,,,{CANARY}-{month},x",
    ]
    return "\n".join([heading, *rows]).encode()


def rows() -> list[Noun]:
    """The systems of both trusts, and the contracts and supplier behind them."""
    found: list[Noun] = [
        Supplier(supplier="FED-1", name="Halden Health"),
        DigitalCapability(capability="FED-PAS", name="Patient administration"),
        Product(product="FED-P", name="Halden PAS", supplier="FED-1", capability="FED-PAS"),
    ]
    for each in MEMBERS:
        key = f"{each}-C"
        more: dict[str, Any] = {"customer": each, "supplier": "FED-1", "regime": Regime.PCR2015}
        dates: dict[str, Any] = {"starts_on": date(2020, 4, 1), "ends_on": date(2027, 3, 31)}
        found.append(Contract(contract=key, title=f"Administration at {each}", **more, **dates))
        system = f"{each}-PAS"
        found.append(System(system=system, organisation=each, capability="FED-PAS", product="FED-P", contract=key))
    return found


def load() -> Person:
    """The programme office, with the record."""
    by = seats.give(
        user="olwen", name="Olwen Reed", organisation="QZ3", collaborative=HERE, part=Part.OFFICE,
        office=OfficeRole.PROGRAMME_DIRECTOR,
    )  # fmt: skip
    actions.import_record(by=by, as_of=AS_OF, intake=intake_of([*sample(*rows())]))
    return by


def signed(by: Person, text: str = "") -> Version:
    """The mapping of a person's trust proposed and signed by them."""
    made = mappings.propose_mapping(by=by, as_of=AS_OF, feed="patient", text=text or feed(by.organisation), base=0)
    version: Version = mappings.sign_mapping(by=by, as_of=AS_OF, feed="patient", number=made.number, hash=made.hash)
    return version


def send(by: Person, content: bytes, folder: Path, *, name: str = "patients-10.csv", period: str = "2026-10") -> str:
    """Land a file and map it; the id of its batch."""
    path = folder / name
    path.write_bytes(content)
    batch = mappings.receive_extract(
        by=by, as_of=AS_OF, path=path, name=name, system=f"{by.organisation}-PAS", period=period
    )
    map_extracts(by=by, as_of=AS_OF, progress=lambda percent, saying: None, batches=[batch.id])
    return str(batch.id)


def fed(folder: Path) -> Person:
    """All of it: both trusts have sent two months by signed mappings."""
    office = load()
    for each in MEMBERS:
        by = editor(each)
        signed(by)
        for month in ("09", "10"):
            send(by, extract(month, member=each), folder, name=f"patients-{month}.csv", period=f"2026-{month}")
    return office


def posted(content: bytes, **more: str) -> dict[str, object]:
    """What the form for an extract posts."""
    file = SimpleUploadedFile("patients-11.csv", content)
    return {"system": "RZ1-PAS", "period": "2026-11", "table": "", "file": file, **more}


def files_of(by: Person) -> dict[str, bytes]:
    """Every file of the workspace by name."""
    home = home_of(by)
    return {str(each.relative_to(home)): each.read_bytes() for each in home.rglob("*") if each.is_file()}
