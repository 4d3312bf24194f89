"""What happened to made-up people: encounters, referrals, pathways and tests at each trust, some tests done twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from concordat.share.example.investigations import INVESTIGATIONS, UNITS, Investigation
from concordat.share.example.people import People
from concordat.share.example.population import Column

Row = dict[str, Any]
"""One event under the names of the shared tables, with `member` and `person`; a blank is ""."""

FIRST_DAY, LAST_DAY = date(2026, 7, 1), date(2026, 10, 31)
SUNDAYS = {"2026-09": date(2026, 9, 27), "2026-10": date(2026, 10, 25)}
"""The week of which each month's extract has the waiting list."""
PERIODS = tuple(SUNDAYS)
"""The first month holds all that was before it as well."""

_DONE_TWICE = 0.12  # of those known to two trusts or more
_OLD = 0.005  # tests from before the agreement on them
_DIED = 0.008
_OPTED_OUT = 0.033
_PRACTICES = 12
_LONGEST = {"AMB": 1, "EMER": 10, "IMP": 240, "HH": 1, "VR": 1}  # hours


@dataclass(frozen=True, kw_only=True)
class Place:
    """What a trust is like: its sites, its kinds of encounter with how often each is, and its treatment functions."""

    sites: tuple[str, ...]
    classes: dict[str, float]
    functions: tuple[str, ...]
    waiting_list: bool = True


PLACES = {
    "RZ1": Place(sites=("RZ101", "RZ102"), classes={"AMB": 0.6, "EMER": 0.25, "IMP": 0.15},
                 functions=("100", "110", "120", "130", "300", "301", "320", "340", "430", "502")),
    "RZ4": Place(sites=("RZ401", "RZ402"), classes={"AMB": 0.6, "EMER": 0.28, "IMP": 0.12},
                 functions=("100", "101", "110", "130", "300", "320", "340", "410", "430")),
    "RZ8": Place(sites=("RZ801", "RZ802"), classes={"AMB": 0.55, "HH": 0.45}, functions=("650", "651", "653", "656")),
    "Z3R4V": Place(sites=("Z3R4V01", "Z3R4V02"), classes={"AMB": 0.7, "VR": 0.18, "IMP": 0.12},
                   functions=("710", "711", "713", "715"), waiting_list=False),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Activity:
    """All that happened. `patients` are the records of people with their practice and death; `opted_out` persons."""

    patients: tuple[Row, ...]
    encounters: tuple[Row, ...]
    referrals: tuple[Row, ...]
    pathways: tuple[Row, ...]
    tests: tuple[Row, ...]
    opted_out: frozenset[int]


def activity(people: People, *, seed: int = 1) -> Activity:
    """What happened to these people's records from FIRST_DAY to LAST_DAY; the same for the same seed."""
    return _Maker(people, np.random.default_rng([seed, 2])).activity()


def period_of(day: date) -> str:
    """The extract in which what happened on a day is sent."""
    return PERIODS[1] if day >= date(2026, 10, 1) else PERIODS[0]


class _Maker:
    """Draws what happened, table by table."""

    def __init__(self, people: People, rng: np.random.Generator) -> None:
        self.rng = rng
        self.records = people.records.to_pylist()
        self.persons: list[int] = people.truth["person"].to_pylist()
        self.many = len(people.persons)

    def activity(self) -> Activity:
        encounters = self._encounters()
        referrals = self._referrals()
        tests = self._tests(encounters)
        tests += self._again(tests)
        self._age(tests)
        for number, each in enumerate(tests):
            each["observation_id"] = f"{each['member'][:3]}T{number + 1_000_000}"
        events = {"encounters": encounters, "referrals": referrals, "tests": tests}
        return Activity(
            patients=tuple(self._patients(events)),
            encounters=tuple(encounters),
            referrals=tuple(referrals),
            pathways=tuple(self._pathways(referrals)),
            tests=tuple(tests),
            opted_out=frozenset(np.flatnonzero(self.rng.random(self.many) < _OPTED_OUT).tolist()),
        )

    def _of(self, at: int) -> Row:
        record = self.records[at]
        return {"member": record["member"], "patient_id": record["patient_id"], "person": self.persons[at]}

    def _moments(self, many: int) -> list[datetime]:
        """Moments of the period, most of them in working hours, to the minute."""
        days = self.rng.integers(0, (LAST_DAY - FIRST_DAY).days + 1, many)
        minutes = np.clip(self.rng.normal(13 * 60, 210, many), 5, 23 * 60 + 50).astype(int)
        start = datetime(FIRST_DAY.year, FIRST_DAY.month, FIRST_DAY.day)
        pairs = zip(days.tolist(), minutes.tolist(), strict=True)
        return [start + timedelta(days=day, minutes=minute) for day, minute in pairs]

    def _pick(self, choices: tuple[str, ...], many: int, chance: list[float] | None = None) -> Column:
        return np.array(choices, dtype=object)[self.rng.choice(len(choices), many, p=chance)]

    def _encounters(self) -> list[Row]:
        whose = np.repeat(np.arange(len(self.records)), 1 + self.rng.poisson(0.6, len(self.records)))
        drawn, hours = self.rng.random((4, len(whose))), self.rng.random(len(whose))
        rows = []
        for number, (at, start) in enumerate(zip(whose.tolist(), self._moments(len(whose)), strict=True)):
            row = self._of(at)
            place = PLACES[row["member"]]
            kind = _drawn(place.classes, drawn[0, number])
            end = start + timedelta(minutes=5 + int(hours[number] * _LONGEST[kind] * 60))
            over = end.date() <= LAST_DAY and drawn[3, number] < 0.985
            row |= {
                "encounter_id": f"{row['member'][:3]}E{number + 500_000}",
                "encounter_class": kind,
                "started_at": start,
                "ended_at": end if over else "",
                "treatment_function_code": _at(place.functions, drawn[1, number]),
                "site_code": _at(place.sites, drawn[2, number]),
                "admission_method": _at(("11", "12", "21", "22"), drawn[3, number]) if kind == "IMP" else "",
                "discharge_destination": _at(("19", "19", "19", "51", "85"), hours[number])
                if over and kind == "IMP"
                else "",
            }
            rows.append(row)
        return rows

    def _referrals(self) -> list[Row]:
        whose = np.flatnonzero(self.rng.random(len(self.records)) < 0.4)
        many = len(whose)
        drawn = self.rng.random(many)
        source = self._pick(("03", "05", "04", "06"), many, [0.7, 0.15, 0.1, 0.05])
        priority = self._pick(("routine", "urgent"), many, [0.82, 0.18])
        status = self._pick(("active", "completed", "revoked"), many, [0.55, 0.4, 0.05])
        waited = self.rng.integers(5, 300, many)
        rows = []
        for number, (at, moment) in enumerate(zip(whose.tolist(), self._moments(many), strict=True)):
            row = self._of(at)
            function = _at(PLACES[row["member"]].functions, drawn[number])
            stopped = moment.date() + timedelta(days=int(waited[number]))
            row |= {
                "referral_id": f"{row['member'][:3]}R{number + 300_000}",
                "requested_on": moment.date(),
                "priority": priority[number],
                "source": source[number],
                "service_code": f"{row['member'][:3]}-{function}",
                "status": status[number],
                "function": function,
                "stopped_on": None if status[number] == "active" else stopped,
            }
            rows.append(row)
        return rows

    def _pathways(self, referrals: list[Row]) -> list[Row]:
        """Those who wait on the Sunday of each month's list, and those whose wait ended in the week before it."""
        rows = []
        for each in referrals:
            for sunday in SUNDAYS.values() if PLACES[each["member"]].waiting_list else ():
                stopped = each["stopped_on"]
                if each["requested_on"] > sunday or (stopped and stopped <= sunday - timedelta(days=7)):
                    continue
                over = bool(stopped and stopped <= sunday)
                rows.append({
                    "member": each["member"], "patient_id": each["patient_id"], "person": each["person"],
                    "pathway_id": f"{each['member']}P{each['referral_id'][4:]}",
                    "referral_request_received_date": each["requested_on"],
                    "rtt_period_start_date": each["requested_on"],
                    "rtt_period_end_date": stopped if over else "",
                    "rtt_status": _rtt_status(over, sunday - each["requested_on"]),
                    "treatment_function_code": each["function"],
                    "priority_type_code": "2" if each["priority"] == "urgent" else "1",
                    "source_of_referral": each["source"], "waiting_list_type": "ORTT", "week_ending_date": sunday,
                })  # fmt: skip
        return rows

    def _tests(self, encounters: list[Row]) -> list[Row]:
        """Up to four different tests at an encounter, the usual ones more often."""
        rows = []
        for member in PLACES:
            here = [each for each in INVESTIGATIONS if member in each.local]
            mine = [each for each in encounters if each["member"] == member]
            # the largest of log weight + Gumbel noise are a weighted draw without putting back (Vieira 2014)
            often = np.log([each.often for each in here]) + self.rng.gumbel(size=(len(mine), len(here)))
            drawn = np.argsort(-often, axis=1)[:, :4].tolist()
            many = self.rng.poisson(1.15, len(mine)).tolist()
            minutes = self.rng.integers(2, 90, (len(mine), 4)).tolist()
            for at, each in enumerate(mine):
                for which, minute in list(zip(drawn[at], minutes[at], strict=True))[: many[at]]:
                    moment = each["started_at"] + timedelta(minutes=minute)
                    rows.append(self._test(each, here[which], moment, each["encounter_id"]))
        return rows

    def _test(self, whose: Row, which: Investigation, moment: datetime, encounter: str) -> Row:
        other = UNITS.get((whose["member"], which.code))
        unit, factor = other if other and self.rng.random() < 0.6 else (which.unit, 1.0)
        number = max(float(self.rng.normal(which.usual, which.spread)), which.usual / 10) * factor
        words = "Abnormal, see report" if self.rng.random() < 0.2 else "No abnormality seen"
        return {
            "member": whose["member"], "patient_id": whose["patient_id"], "person": whose["person"],
            "encounter_id": encounter, "code": which.code, "local": which.local[whose["member"]], "words": which.words,
            "capability": which.capability, "effective_at": moment,
            "status": _drawn({"final": 0.94, "corrected": 0.02, "preliminary": 0.01, "cancelled": 0.03},
                             self.rng.random()),
            "value_number": f"{number:.1f}" if which.unit else "", "value_text": "" if which.unit else words,
            "value_unit": unit,
        }  # fmt: skip

    def _again(self, tests: list[Row]) -> list[Row]:
        """Tests of people known to several trusts, done again at another within four weeks."""
        known: dict[int, dict[str, int]] = {}
        for at, person in enumerate(self.persons):
            known.setdefault(person, {}).setdefault(self.records[at]["member"], at)
        rows = []
        for each in [each for each in tests if each["code"] and len(known[each["person"]]) > 1]:
            if self.rng.random() >= _DONE_TWICE:
                continue
            which = next(one for one in INVESTIGATIONS if one.code == each["code"])
            others = [one for one in known[each["person"]] if one != each["member"] and one in which.local]
            moment = each["effective_at"] + timedelta(days=int(self.rng.integers(1, 29)))
            if others and moment.date() <= LAST_DAY:
                member = others[int(self.rng.integers(0, len(others)))]
                rows.append(self._test(self._of(known[each["person"]][member]), which, moment, ""))
        return rows

    def _age(self, tests: list[Row]) -> None:
        """Make a few tests of two years before, which no agreement covers."""
        for at in np.flatnonzero(self.rng.random(len(tests)) < _OLD).tolist():
            tests[at] |= {"effective_at": tests[at]["effective_at"] - timedelta(days=1_000), "encounter_id": ""}

    def _patients(self, events: dict[str, list[Row]]) -> list[Row]:
        """The records, each with the month in which it is first sent, its practice, and a death after all that was."""
        first: dict[tuple[str, str], date] = {}
        last: dict[int, date] = {}
        for each in (row for rows in events.values() for row in rows):
            day = _day(each)
            key = (each["member"], each["patient_id"])
            first[key] = min(first.get(key, day), day)
            last[each["person"]] = max(last.get(each["person"], day), _last_day(each))
        dies = self.rng.random(self.many) < _DIED
        practice = self.rng.integers(1, _PRACTICES + 1, self.many)
        rows = []
        for at, record in enumerate(self.records):
            person = self.persons[at]
            died = last[person] + timedelta(days=3)
            row = dict(record) | {"person": person, "gp_practice_code": f"Z99{practice[person]:03}"}
            row["death_date"] = died if dies[person] and died <= LAST_DAY else ""
            row["period"] = period_of(first[record["member"], record["patient_id"]])
            rows.append(row)
        return rows


def _rtt_status(over: bool, waited: timedelta) -> str:
    """NHS Data Dictionary, REFERRAL TO TREATMENT PERIOD STATUS: treated, seen and waiting, or not yet seen."""
    return "30" if over else "20" if waited.days > 60 else "10"


def _day(event: Row) -> date:
    """When it began."""
    given: date | datetime = event.get("started_at") or event.get("effective_at") or event["requested_on"]
    return given.date() if isinstance(given, datetime) else given


def _last_day(event: Row) -> date:
    ended: datetime | None = event.get("ended_at") or None
    return ended.date() if ended else _day(event)


def _at(choices: tuple[str, ...], part: float) -> str:
    return choices[int(part * len(choices))]


def _drawn(chances: dict[str, float], part: float) -> str:
    """The choice at which a number from 0 to 1 falls."""
    for name, chance in chances.items():
        part -= chance
        if part < 0:
            return name
    return next(iter(chances))
