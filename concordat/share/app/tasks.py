"""The tasks of an agreement: which questions each asks, or which rows it lists, and which rules judge what it says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from concordat.data.ground import DecisionRule, Ground
from concordat.register.agreement import Agreement, AgreementKind, Party, Section75
from concordat.register.cell import blank, shown
from concordat.register.noun import Noun, columns
from concordat.register.sharing import DataItem, Flow, PurposeBasis, RowCondition
from concordat.share.app.versions import Version

_PURPOSES = ("IG-01", "IG-02", "IG-03", "IG-04", "IG-05", "IG-06", "IG-07", "IG-12", "IG-13", "IG-26", "IG-27", "IG-30")


class Status(StrEnum):
    """How far a task has come."""

    NOT_STARTED = "Not started"
    PROBLEM = "Problem"
    COMPLETED = "Completed"


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing to say of an agreement. `asks` are columns of Agreement, `rows` the noun of its sub-rows.

    `rules` are the ids of those that judge it, as "IG-28 term" where only grounds about that are meant.
    """

    slug: str
    text: str
    asks: tuple[str, ...] = ()
    rows: type[Noun] | None = None
    rules: tuple[str, ...] = ()
    optional: bool = False
    wanted: Callable[[Version], bool] = lambda version: True


@dataclass(frozen=True, kw_only=True)
class Done:
    """A task as it stands: its status, and every fact against it with what would mend it."""

    task: Task
    status: Status
    problems: tuple[tuple[str, str], ...] = ()
    said: str = ""


def _is_section_75(version: Version) -> bool:
    return version.agreement.kind is AgreementKind.SECTION_75 or bool(version.rows(Section75))


GROUPS: tuple[tuple[str, tuple[Task, ...]], ...] = (
    ("About it", (
        Task(slug="what", text="What it is and what it is for",
             asks=("title", "kind", "under", "objectives", "evidence"), rules=("IG-28 protocol",)),
        Task(slug="dates", text="First and last day", asks=("starts_on", "ends_on"), rules=("IG-28 term",)),
        Task(slug="review", text="When it is reviewed", asks=("review_on", "review_grace"), rules=("IG-28 review",)),
    )),
    ("Who", (
        Task(slug="parties", text="Parties, and who signs for them", rows=Party,
             rules=("IG-15", "IG-16", "IG-17", "IG-18", "IG-28 party")),
        Task(slug="clauses", text="Terms between controllers, and with processors", asks=("clauses",), optional=True),
        Task(slug="section-75", text="Section 75 terms", rows=Section75, wanted=_is_section_75),
    )),
    ("What for", (
        Task(slug="purposes", text="Purposes and their legal bases", rows=PurposeBasis, rules=_PURPOSES),
    )),
    ("What data", (
        Task(slug="flows", text="Flows: who gives whose data to whom", rows=Flow),
        Task(slug="items", text="Data items, and why each is needed", rows=DataItem, rules=("IG-20",)),
        Task(slug="conditions", text="Conditions on rows", rows=RowCondition, optional=True),
    )),
    ("Limits", (
        Task(slug="recipients", text="Who may see the data", asks=("recipients", "training_months"), rules=("IG-29",)),
        Task(slug="linkage", text="Linking with other data", asks=("links_with", "key_holder"), rules=("IG-22",),
             optional=True),
        Task(slug="outputs", text="What may be published", asks=("least_count", "rounding"), rules=("IG-23",)),
        Task(slug="territory", text="Where data may be held or seen from", asks=("territory", "transfer_safeguard"),
             rules=("IG-19",), optional=True),
        Task(slug="automated", text="Automated decisions", asks=("automated", "automated_safeguards"),
             rules=("IG-24",), optional=True),
        Task(slug="other", text="Restrictions in words", asks=("other_restrictions",), rules=("IG-31",), optional=True),
    )),
    ("Care of the data", (
        Task(slug="retention", text="How long data are kept, and how they are disposed of", rules=("IG-21",),
             asks=("retention_months", "retention_class", "retention_reason", "disposal")),
        Task(slug="security", text="How data are kept safe", asks=("security",)),
        Task(slug="rights", text="People's rights", asks=("rights",)),
        Task(slug="breach", text="Whom to tell of a breach", asks=("breach_contact",)),
        Task(slug="people", text="Complaints, and the privacy notice", asks=("complaints_route", "privacy_notice"),
             rules=("IG-25",)),
    )),
    ("Assessment", (
        Task(slug="dpia", text="Data protection impact assessment, and addenda to it", asks=("dpia",),
             rules=("IG-14",)),
    )),
)  # fmt: skip
"""Every task, in the order in which it is shown."""

TASKS = {task.slug: task for _, tasks in GROUPS for task in tasks}


def task_of(noun: type[Noun]) -> Task:
    """The task that lists the rows of a noun."""
    return next(each for each in TASKS.values() if each.rows is noun)


def done(version: Version) -> tuple[tuple[str, tuple[Done, ...]], ...]:
    """Every task of a version, in its groups, as it stands."""
    wanted = ((title, [each for each in tasks if each.wanted(version)]) for title, tasks in GROUPS)
    return tuple((title, tuple(_done(each, version) for each in tasks)) for title, tasks in wanted)


def problems(task: Task, version: Version) -> tuple[tuple[str, str], ...]:
    """Every (fact, remedy) of a rule that fails for what a task asks."""
    failing = (ground for rule, ground, _ in version.standing.failing if _judges(task, rule, ground, version))
    return tuple(dict.fromkeys((each.fact, each.remedy) for each in failing))


def _done(task: Task, version: Version) -> Done:
    against, empty = problems(task, version), _empty(task, version)
    if empty and (version.private or not against) and not task.optional:
        status = Status.NOT_STARTED
    else:
        status = Status.PROBLEM if against else Status.COMPLETED
    return Done(task=task, status=status, problems=against, said=_said(task, version, empty=empty))


def _judges(task: Task, rule: DecisionRule, ground: Ground, version: Version) -> bool:
    """Whether a ground is about what this task asks."""
    about = f"{rule.id} {ground.about}"
    if "IG-28 party" in task.rules and rule.id == "IG-28" and ground.about.endswith(" party"):
        return True
    return rule.id in task.rules or about in task.rules


def _empty(task: Task, version: Version) -> bool:
    if task.rows:
        return not version.rows(task.rows)
    own = version.agreement
    return all(getattr(own, name) in ("", None, (), blank(Agreement, name)) for name in task.asks)


def _said(task: Task, version: Version, *, empty: bool) -> str:
    """How much there is, in a few words."""
    if task.rows:
        count = len(version.rows(task.rows))
        return "" if empty and not task.optional else f"{count} {'row' if count == 1 else 'rows'}"
    if not (empty and task.optional):
        return ""
    own = version.agreement
    said = (shown(each, getattr(own, each.name)) for each in columns(Agreement) if each.name in task.asks)
    return next(filter(None, said), "Nothing said")
