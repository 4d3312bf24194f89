"""Who sees the data: somebody in a role that the agreement names, whose training still counts. Rules of the house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from concordat.core.period import long_date, months_later
from concordat.core.rule import Status
from concordat.data.case import Case
from concordat.data.ground import Ground, fails, holds, rule

_SOURCE = "House rule of Concordat; National Data Guardian's data security standards 3 and 4"


@rule("IG-29", _SOURCE, asks=("role", "trained_on"), status=Status.GUIDANCE)
def named_and_trained(case: Case) -> Iterator[Ground]:
    """Data are seen only by people in a role that the agreement names, within so many months of their data security
    training as it says."""
    yield _role(case.question.role, case.agreement.recipients)
    if case.agreement.training_months:
        yield _training(case.question.trained_on, case.agreement.training_months, case.as_of)


def _role(role: str, named: tuple[str, ...]) -> Ground:
    may = " or ".join(named)
    if role and role.casefold() in {each.casefold() for each in named}:
        return holds(f"The agreement names the role {role}", about="role")
    if not named:
        return fails(
            "The agreement names no role that may see the data", "name the roles in a new version", about="role"
        )
    asked = f"The role {role} is not one the agreement names" if role else "Nobody's role is given"
    return fails(asked, f"have somebody in the role of {may} ask, or name the role in a new version", about="role")


def _training(trained: date | None, months: int, day: date) -> Ground:
    again = "complete data security training, and give the day"
    if trained is None:
        return fails("No day of data security training is given", again, about="training")
    if day < trained:
        fact = f"The training of {long_date(trained)} is still to come"
        return fails(fact, "ask once it is completed, or correct the day", about="training")
    last = months_later(trained, months)
    if last < day:
        fact = f"Training of {long_date(trained)} counted for {months} months, until {long_date(last)}"
        return fails(fact, again, about="training")
    return holds(f"Trained on {long_date(trained)}, which counts for {months} months", about="training", until=last)
