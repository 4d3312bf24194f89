"""Random collaboratives, small and awkward: every kind of term, date and limit a plan must live with, oddly priced."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from random import Random
from typing import Any

from concordat.register.contract import Contract, Framework, Regime
from concordat.register.noun import Noun
from concordat.register.offer import Basis, Offer
from concordat.register.organisation import Organisation, OrganisationKind
from concordat.register.programme import Assumption, AssumptionName, Blackout, Budget, Capacity
from concordat.register.record import Record
from concordat.register.system import DigitalCapability, Need, Product, Supplier, System

DAYS = (date(2026, 11, 22), date(2027, 1, 1), date(2027, 8, 31), date(2028, 2, 29), date(2027, 3, 31))
CAPABILITIES = ("EPR", "OC", "LIMS")


def random_record(seed: int, *, trusts: int = 3, systems: int = 5, quarters: int = 12) -> tuple[Record, date]:
    """A record of at most so many trusts and systems, and the day to plan it from; the same for the same seed."""
    luck = Random(seed)
    as_of = luck.choice(DAYS)
    codes = [f"RZ{n}" for n in range(1, luck.randint(2, trusts) + 1)]
    rows: list[Noun] = [*_organisations(luck, codes, as_of), *_programme(luck, codes, as_of, quarters)]
    capabilities = CAPABILITIES[: luck.randint(1, 3)]
    for number, key in enumerate(capabilities):
        rows += _capability(luck, number, key, as_of)
    rows += _estate(luck, codes, capabilities, as_of, systems)
    return Record.of(rows), as_of


def _organisations(luck: Random, codes: list[str], as_of: date) -> list[Noun]:
    """The trusts; now and then the last of them has been merged into the first."""
    found = [Organisation(code=code, name=f"Trust {code}", kind=OrganisationKind.ACUTE) for code in codes]
    if luck.random() < 0.25:
        found[-1] = replace(found[-1], valid_to=_day(as_of, luck, -400, 30), successor=codes[0])
    return [*found, Supplier(supplier="S1", name="Quill Systems Ltd")]


def _programme(luck: Random, codes: list[str], as_of: date, quarters: int) -> list[Noun]:
    """Assumptions, people, blackouts and budgets; each may be missing."""
    of = [*codes, ""]
    figures = {
        AssumptionName.HORIZON: luck.randint(quarters - 4, quarters),
        AssumptionName.APPROVALS: luck.randint(0, 4),
        AssumptionName.RENEWAL_PROCUREMENT: luck.randint(1, 9),
        AssumptionName.GO_LIVES_SITE: luck.randint(1, 2),
        AssumptionName.GO_LIVES_ALL: luck.randint(1, 4),
        AssumptionName.MAJOR_GAP: luck.randint(1, 4),
        AssumptionName.DISCOUNT_RATE: luck.choice((0.0, 3.5)),
        AssumptionName.RENEWAL_COST: luck.choice((0.0, 12_345.67)),
    }
    rows: list[Noun] = [Assumption(name=name, value=float(value)) for name, value in figures.items()]
    if luck.random() < 0.7:
        rows.append(Capacity(skill="Trainer", wte=luck.choice((1.0, 1.5, 2.0, 3.0))))
    if luck.random() < 0.3:
        code, start = luck.choice(codes), _day(as_of, luck, 0, 300)
        rows.append(Capacity(organisation=code, skill="trainer", wte=luck.choice((0.0, 1.0, 2.0)), starts_on=start))
    if luck.random() < 0.5:
        rows.append(Blackout(name="winter", organisation=luck.choice(of), yearly=True, starts_on=date(2026, 12, 1),
                             ends_on=luck.choice((date(2027, 1, 31), date(2027, 4, 2)))))  # fmt: skip
    if luck.random() < 0.3:
        start = _day(as_of, luck, 0, 700)
        ends = _day(start, luck, 0, 200)
        rows.append(Blackout(name="move", organisation=luck.choice(of), starts_on=start, ends_on=ends))
    for year in luck.sample(("2027/28", "2028/29", "2029/30"), luck.randint(0, 2)):
        rows.append(Budget(organisation=luck.choice(of), financial_year=year, capital=luck.choice((None, 0, 90_000_00)),
                           revenue=luck.choice((None, 60_000_00, 250_000_00))))  # fmt: skip
    return rows


def _capability(luck: Random, number: int, key: str, as_of: date) -> list[Noun]:
    """A capability with an old product or two, new ones, and offers of them."""
    after = (luck.choice(CAPABILITIES[:number]),) if number and luck.random() < 0.6 else ()
    standards = ("FHIR",) if luck.random() < 0.3 else ()
    major = luck.random() < 0.5
    rows: list[Noun] = [
        DigitalCapability(
            capability=key, name=key, after=after, standards=standards, major=major,
            integration_set_up=1_234_56, integration_annual=luck.choice((0, 3_333_33)),
        )
    ]  # fmt: skip
    for name in ("old", "odd", "new", "fine"):
        ends = _day(as_of, luck, -300, 1500) if luck.random() < 0.12 else None
        rows.append(Product(product=f"{name}{key}", name=f"{name} {key}", supplier="S1", capability=key,
                            standards=("FHIR",) if luck.random() < 0.8 else (),
                            features=("barcode",) if luck.random() < 0.8 else (), support_ends_on=ends))  # fmt: skip
    closes = _day(as_of, luck, 200, 1200)
    rows.append(Framework(framework=f"F{key}", name=f"Framework {key}", regime=Regime.PA2023, closes_on=closes,
                          longest_call_off=luck.choice((0, 0, 96, 120))))  # fmt: skip
    rows += [_offer(luck, f"{product}-offer", key, f"{product}{key}", as_of)
             for product in luck.sample(("new", "fine", "old"), luck.randint(1, 2))]  # fmt: skip
    return rows


def _offer(luck: Random, name: str, key: str, product: str, as_of: date) -> Offer:
    single = luck.randint(20_000, 160_000)
    tiers = [(1, single), (2, single * luck.randint(40, 95) // 100)]
    if luck.random() < 0.4:
        tiers.append((3, tiers[-1][1] * luck.randint(60, 99) // 100))
    if luck.random() < 0.15:
        tiers = tiers[1:]
    terms: dict[str, Any] = {
        "basis": Basis.USER if luck.random() < 0.15 else Basis.SYSTEM,
        "framework": f"F{key}" if luck.random() < 0.4 else "",
        "opens_on": _day(as_of, luck, -100, 500) if luck.random() < 0.2 else None,
    }
    cheap = 100 if terms["basis"] is Basis.USER else 1
    return Offer(
        offer=f"{key}-{name}", capability=key, product=product,
        prices=tuple((sites, pounds * 100 // cheap + 7) for sites, pounds in tiers),
        once_capital=luck.choice((0, 33_333_33)), once_revenue=luck.choice((0, 10_000_01)),
        set_up_capital=luck.choice((0, 40_404_04)), set_up_revenue=luck.randint(0, 60_000_00),
        implementation=luck.choice((1, 3, 4, 6, 9)), procurement=luck.choice((0, 2, 6)),
        double_running=luck.choice((0, 0, 1, 3)), effort=(("trainer", luck.choice((0.5, 1.0, 1.5))),),
        slots=luck.choice((0, 0, 1, 2)), **terms,
    )  # fmt: skip


def _estate(luck: Random, codes: list[str], capabilities: tuple[str, ...], as_of: date, most: int) -> list[Noun]:
    """Systems, each under a contract of its own or, now and then, the last one's."""
    cells = [(code, key) for code in codes for key in capabilities]
    rows: list[Noun] = []
    for number, (code, key) in enumerate(luck.sample(cells, min(most, len(cells)))):
        if number == 0 or luck.random() > 0.15:
            contract = random_contract(luck, f"C{number}", code, as_of, framework=f"F{key}")
            rows.append(contract)
        rows.append(System(system=f"{code}-{key}", organisation=code, capability=key, contract=contract.contract,
                           product=luck.choice(("old", "old", "odd")) + key, users=luck.choice((0, 130))))  # fmt: skip
        if luck.random() < 0.2:
            rows.append(Need(organisation=code, capability=key, requirement="barcode"))
    return rows


def random_contract(luck: Random, key: str, customer: str, as_of: date, framework: str = "") -> Contract:
    """A contract with any terms a trust might have signed, and some that it has lost or outrun."""
    ends = _day(as_of, luck, -150, 1500)
    starts = _day(min(ends, as_of - timedelta(days=400)), luck, -3000, -40)
    annual = luck.randint(10_000_00, 150_000_00)
    terms: dict[str, Any] = {}
    if luck.random() < 0.5:
        terms |= {"extension_options": luck.choice(((12,), (24,), (12, 12), (24, 12)))}
        terms |= {"extension_uplift": luck.choice((0.0, 4.5))}
    if luck.random() < 0.4:
        terms |= {"auto_renew": luck.choice((1, 6, 12)), "original_months": luck.choice((0, 0, 120))}
    if luck.random() < 0.3:
        terms |= {"break_from": _day(as_of, luck, -300, 900), "break_fee": luck.choice((0.0, 12.5, 50.0, 100.0))}
    if luck.random() < 0.4:
        terms |= {"original_value": luck.choice((90_000_00, 400_000_00, 1_000_000_00))}
    if luck.random() < 0.15:
        terms |= {"permitted_until": _day(as_of, luck, 10, 1500), "permitted_ground": "UK5 notice 2026/1"}
    if luck.random() < 0.2:
        terms |= {"override_until": _day(as_of, luck, 10, 2500), "override_reason": "the board accepts the risk"}
    if luck.random() < 0.3:
        terms |= {"framework": framework}
    return Contract(
        contract=key, title=f"Contract {key}", customer=customer, supplier="S1", regime=luck.choice(tuple(Regime)),
        starts_on=starts, ends_on=ends, annual_licence=annual, annual_support=luck.choice((0, 101)),
        extension_notice=luck.choice((0, 3, 6)), notice=luck.choice((0, 1, 3, 6, 12)),
        indexation=luck.choice((0.0, 0.0, 2.3)), exit_fee=luck.choice((0, 7_777_77)),
        modified_months=luck.choice((0, 0, 3)), **terms,
    )  # fmt: skip


def _day(about: date, luck: Random, least: int, most: int) -> date:
    """A day so many days away, now and then moved to the end of its month, where calendars bite."""
    day = date.fromordinal(about.toordinal() + luck.randint(least, most))
    if luck.random() < 0.6:
        after = date(day.year + day.month // 12, day.month % 12 + 1, 1)
        day = date.fromordinal(after.toordinal() - 1)
    return day
