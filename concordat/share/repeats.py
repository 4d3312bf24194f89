"""Duplicated care: tests that one trust did and another repeats within days for the same person, as SQL.

It counts for service evaluation and tells nobody which of their own patients was tested elsewhere. A repeat is not
always waste: it may be clinically right, and only the trust that did it can tell.
"""

from __future__ import annotations

from concordat.core.refusal import Refusal
from concordat.data.engine import name_of, text

MOST_DAYS = 366
NOT_DONE = ("registered", "cancelled", "entered-in-error")
"""States of an observation that gave no result (HL7 FHIR R4, observation-status)."""


class BadDays(Refusal):
    """A span in which no test is a repeat, or nearly every one."""


def keyed_sql(observation: str = "observation", persons: str = "persons") -> str:
    """Observations of the lake with `organisation` and `person_key`, from the `record_id` of a linkage: member:patient.

    A record that was not linked has its own person_key all the same, so nothing is left out but what has no person.
    """
    return (
        "SELECT o._member AS organisation, p.person_key, o.code, o.capability, o.status, o.effective_at\n"
        f"FROM {name_of(observation)} AS o JOIN {name_of(persons)} AS p\n"
        "ON p.record_id = o._member || ':' || o.patient_id"
    )


def repeats_sql(*, days: int, tests: str = "observation", zone: str = "Europe/London") -> str:
    """A row for each repeat: person_key, capability, code, first_ and second_organisation, first_on, second_on.

    `tests` has organisation, person_key, code, capability, status and effective_at. A repeat is a test of a person, by
    its code, that another trust did on an earlier day, at most `days` before; of several the last such one. Tests of a
    person by one code on one day at one trust are one; those of one day at two trusts repeat nothing, since neither
    could be seen. Days are of `zone`; without one, of the session. Raises BadDays.
    """
    if not 1 <= days <= MOST_DAYS:
        raise BadDays(f"Tests {days} days apart cannot be looked for", remedy=f"Ask for 1 to {MOST_DAYS} days")
    moment = f"timezone({text(zone)}, effective_at)" if zone else "effective_at"
    not_done = ", ".join(text(each) for each in NOT_DONE)
    return f"""WITH done AS (
  SELECT DISTINCT organisation, person_key, code, capability, CAST({moment} AS DATE) AS day
  FROM {name_of(tests)}
  WHERE person_key IS NOT NULL AND code IS NOT NULL AND effective_at IS NOT NULL
    AND coalesce(status, '') NOT IN ({not_done})
), paired AS (
  SELECT b.person_key, b.capability, b.code, a.organisation AS first_organisation,
    b.organisation AS second_organisation, a.day AS first_on, b.day AS second_on,
    row_number() OVER (
      PARTITION BY b.person_key, b.code, b.organisation, b.day ORDER BY a.day DESC, a.organisation, b.capability
    ) AS place
  FROM done AS a JOIN done AS b ON a.person_key = b.person_key AND a.code = b.code
    AND a.organisation <> b.organisation AND a.day < b.day AND a.day >= b.day - {days}
)
SELECT person_key, capability, code, first_organisation, second_organisation, first_on, second_on
FROM paired WHERE place = 1"""


def repeats_by_pair_sql(*, days: int, tests: str = "observation", zone: str = "Europe/London") -> str:
    """How many `repeats`, of how many `people`, by capability, first_organisation and second_organisation.

    Counts are as they are: whoever shows them suppresses small ones. Raises BadDays.
    """
    return f"""SELECT capability, first_organisation, second_organisation, count(*) AS repeats,
  count(DISTINCT person_key) AS people
FROM ({repeats_sql(days=days, tests=tests, zone=zone)})
GROUP BY capability, first_organisation, second_organisation
ORDER BY capability, first_organisation, second_organisation"""
