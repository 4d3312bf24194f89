"""People as trusts record them, with known truth: the same person at several trusts, with the mistakes people make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import pyarrow as pa

from concordat.share.example import names
from concordat.share.example.population import Column, Population, population, postcodes

AS_OF = date(2026, 11, 22)


@dataclass(frozen=True, kw_only=True)
class Member:
    """A trust: its code, its size beside the others, and the part of its records that have no NHS number."""

    code: str
    size: float = 1.0
    no_number: float = 0.05


MEMBERS = (
    Member(code="RZ1", size=1.5, no_number=0.01),
    Member(code="RZ4", size=1.2, no_number=0.04),
    Member(code="RZ5", size=0.8, no_number=0.12),
    Member(code="RZ8", size=0.5, no_number=0.30),
)


@dataclass(frozen=True, kw_only=True)
class Mistakes:
    """How often each thing is wrong, as a part of records; the defaults are those the linkage was measured on."""

    number_mistyped: float = 0.012
    number_of_another: float = 0.0015
    number_placeholder: float = 0.003
    name_typo: float = 0.02
    short_name: float = 0.03
    other_surname: float = 0.035
    swapped_names: float = 0.006
    birth_date: float = 0.02
    moved: float = 0.16
    postcode_typo: float = 0.01
    postcode_missing: float = 0.02
    sex_missing: float = 0.01
    sex_wrong: float = 0.003


@dataclass(frozen=True, kw_only=True)
class People:
    """What was made. `records`: as trusts hold them, all text, "" where nothing is; `truth`: record_id, person;
    `persons`: person, household and their true details. A person is a number from 0."""

    records: pa.Table
    truth: pa.Table
    persons: pa.Table


def generate(
    people: int,
    *,
    seed: int = 1,
    members: Sequence[Member] = MEMBERS,
    mistakes: Mistakes | None = None,
    as_of: date = AS_OF,
) -> People:
    """So many people, each with one to four records (1.8 on average) at these trusts; the same for the same seed."""
    rng = np.random.default_rng(seed)
    true = population(people, rng, as_of)
    whose = rng.permutation(np.repeat(np.arange(people), rng.choice(4, people, p=(0.5, 0.26, 0.16, 0.08)) + 1))
    sizes = np.array([each.size for each in members])
    where = rng.choice(len(members), len(whose), p=sizes / sizes.sum())
    columns = _Recorder(true, whose, where, mistakes or Mistakes(), rng).columns(members)
    truth = pa.table({"record_id": columns["record_id"], "person": pa.array(whose)})
    return People(records=pa.table(columns), truth=truth, persons=_persons(true))


class _Recorder:
    """Writes the records of true people down, a column at a time, and gets some of it wrong."""

    def __init__(self, true: Population, whose: Column, where: Column, rates: Mistakes, rng: np.random.Generator):
        self.true, self.whose, self.where, self.rates, self.rng = true, whose, where, rates, rng

    def columns(self, members: Sequence[Member]) -> dict[str, pa.Array]:
        member = np.array([each.code for each in members], dtype=object)[self.where]
        local = self.rng.permutation(len(self.whose)) + 100_000
        patient = local.astype(str).astype(object)
        number, status = self._numbers(np.array([each.no_number for each in members])[self.where])
        given, family = self._names()
        text = {
            "record_id": member + ":" + patient,
            "member": member,
            "patient_id": patient,
            "nhs_number": number,
            "nhs_number_status": status,
            "given_name": given,
            "family_name": family,
            "birth_date": self._birth_dates(),
            "postcode": self._postcodes(),
            "gender": self._sexes(),
            "ethnic_category": self.true.ethnic_category[self.whose],
        }
        return {name: pa.array(values, pa.string()) for name, values in text.items()}

    def _some(self, part: float | Column) -> Column:
        return np.flatnonzero(self.rng.random(len(self.whose)) < part)

    def _edit(self, column: Column, part: float, change: Callable[[str], str]) -> None:
        for at in self._some(part):
            column[at] = change(column[at])

    def _numbers(self, missing: Column) -> tuple[Column, Column]:
        numbers = self.true.nhs_number[self.whose]
        wrong = self._some(self.rates.number_of_another)
        numbers[wrong] = self.true.nhs_number[self.rng.integers(0, len(self.true), len(wrong))]
        text = numbers.astype(str).astype(object)
        status = np.where(self.rng.random(len(text)) < 0.93, "01", "02").astype(object)
        self._edit(text, self.rates.number_mistyped, lambda each: _mistyped_digit(each, self.rng))
        dummy = self._some(self.rates.number_placeholder)
        text[dummy] = np.array(["0000000000", "9999999999", "1234567890"], object)[self.rng.integers(0, 3, len(dummy))]
        none = self._some(missing)
        text[none], status[none] = "", "07"
        return text, status

    def _names(self) -> tuple[Column, Column]:
        given = self.true.given[self.true.given_code[self.whose]]
        codes = self.true.family_code[self.whose]
        changed = self._some(self.rates.other_surname * np.where(self.true.female[self.whose], 1.6, 0.4))
        codes[changed] = self.true.maiden_code[self.whose[changed]]
        family = self.true.family[codes]
        for at in self._some(self.rates.short_name * 2):  # about half of names have a short form
            given[at] = self._short(given[at])
        for column in (given, family):
            self._edit(column, self.rates.name_typo, lambda each: _mistyped(each, self.rng))
        swapped = self._some(self.rates.swapped_names)
        given[swapped], family[swapped] = family[swapped], given[swapped]
        capitals = self.where == 1  # a system that holds names in capitals
        for column in (given, family):
            column[capitals] = [each.upper() for each in column[capitals]]
        return given, family

    def _short(self, name: str) -> str:
        forms = names.SHORT.get(name, name).split()
        return forms[self.rng.integers(0, len(forms))]

    def _birth_dates(self) -> Column:
        born = self.true.born[self.whose]
        text = born.astype(str).astype(object)
        self._edit(text, self.rates.birth_date, lambda each: _misdated(each, self.rng))
        return text

    def _postcodes(self) -> Column:
        text = self.true.home[self.whose]
        moved = self._some(self.rates.moved)
        text[moved] = self.true.former_home[self.whose[moved]]
        away = moved[self.rng.random(len(moved)) < 0.3]
        text[away] = postcodes(len(away), self.rng) if len(away) else text[away]
        self._edit(text, self.rates.postcode_typo, lambda each: _mistyped(each, self.rng))
        none = self._some(self.rates.postcode_missing)
        text[none] = np.where(self.rng.random(len(none)) < 0.25, "ZZ99 3VZ", "").astype(object)
        return text

    def _sexes(self) -> Column:
        female = self.true.female[self.whose].copy()
        wrong = self._some(self.rates.sex_wrong)
        female[wrong] = ~female[wrong]
        text = np.where(female, "2", "1").astype(object)  # NHS Data Dictionary, PERSON STATED GENDER CODE
        text[self._some(self.rates.sex_missing)] = "9"
        return text


def _mistyped(text: str, rng: np.random.Generator) -> str:
    """One letter dropped, doubled, changed, or two swapped; never the first alone, which people check."""
    if len(text) < 3:
        return text
    at, kind = int(rng.integers(1, len(text) - 1)), int(rng.integers(0, 4))
    other = "aeionrstl"[rng.integers(0, 9)]
    changed = (
        text[:at] + text[at + 1 :],
        text[:at] + text[at] + text[at:],
        text[:at] + (other.upper() if text[at].isupper() else other) + text[at + 1 :],
        text[:at] + text[at + 1] + text[at] + text[at + 2 :],
    )
    return changed[kind]


def _mistyped_digit(text: str, rng: np.random.Generator) -> str:
    at = int(rng.integers(0, len(text) - 1))
    if rng.random() < 0.4:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + str((int(text[at]) + int(rng.integers(1, 10))) % 10) + text[at + 1 :]


def _misdated(text: str, rng: np.random.Generator) -> str:
    """A date as it is got wrong: day and month swapped, a digit, a year or so, or a default date."""
    year, month, day = text.split("-")
    kind = rng.random()
    if kind < 0.25 and int(day) <= 12:
        return f"{year}-{day}-{month}"
    if kind < 0.65:
        return f"{year}-{month}-{int(rng.integers(1, 29)):02}"
    if kind < 0.85:
        return f"{int(year) - int(rng.choice([1, 2, 10]))}-{month}-{min(int(day), 28):02}"
    return "1900-01-01" if kind < 0.92 else f"{year}-01-01"


def _persons(true: Population) -> pa.Table:
    return pa.table(
        {
            "person": pa.array(np.arange(len(true))),
            "household": pa.array(true.household),
            "nhs_number": pa.array(true.nhs_number.astype(str).astype(object), pa.string()),
            "given_name": pa.array(true.given[true.given_code], pa.string()),
            "family_name": pa.array(true.family[true.family_code], pa.string()),
            "birth_date": pa.array(true.born),
            "postcode": pa.array(true.home, pa.string()),
            "gender": pa.array(np.where(true.female, "2", "1").astype(object), pa.string()),
            "ethnic_category": pa.array(true.ethnic_category, pa.string()),
        }
    )
