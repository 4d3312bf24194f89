"""A route as tables: its steps, which twin the picture, what stands in the way, and what is missing or would help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from concordat.core.shown import DATE, WHOLE, Table, column
from concordat.govern.alternatives import Alternative
from concordat.govern.missing import Missing
from concordat.govern.out.lanes import body_of
from concordat.govern.shorter import Shorter
from concordat.register.deciding.route import Route, Step

_STEPS = (
    column("Meets on", DATE), column("Body"), column("Organisation"), column("Asked to"), column("Papers due", DATE),
    column("Binds"), column("Comes after"), column("Decides the day"), column("Source"), column("Why"),
)  # fmt: skip


def route_table(route: Route, names: Mapping[str, str]) -> Table:
    """Every step in order of its day; `names` are of bodies and organisations, by key and code."""
    by_id = {each.id: each for each in route.steps}
    rows = tuple(_row(each, by_id, route, names) for each in route.steps)
    return Table(title="The route, step by step", columns=_STEPS, rows=rows)


def blocked_table(route: Route, names: Mapping[str, str]) -> Table:
    """What stands in the way of whom, and what would change it."""
    columns = (column("Organisation"), column("Rule"), column("Why"), column("What would change it"), column("Source"))
    rows = tuple(
        (names.get(each.organisation, each.organisation), each.reason.rule, each.reason.text, each.remedy,
         each.reason.source)
        for each in route.blocked
    )  # fmt: skip
    return Table(title="What stands in the way", columns=columns, rows=rows)


def missing_table(found: Iterable[Missing]) -> Table:
    """What is not on the record yet."""
    columns = (column("Rule"), column("What is missing"), column("What next"))
    rows = tuple((each.reason.rule, each.reason.text, each.next) for each in found)
    return Table(title="What is missing", columns=columns, rows=rows)


def shorter_table(found: Iterable[Shorter]) -> Table:
    """What would bring the day forward."""
    columns = (column("If"), column("Earliest lawful day", DATE), column("Days sooner", WHOLE), column("Why it may be"))
    rows = tuple((each.change, each.earliest, each.days, each.reason.text) for each in found)
    return Table(title="How it could be sooner", columns=columns, rows=rows)


def alternatives_table(found: Iterable[Alternative]) -> Table:
    """Other ways to decide it, each with its day, or why it is no way."""
    columns = (column("Way"), column("Earliest lawful day", DATE), column("Why"))
    rows = tuple((each.way, each.earliest, f"{each.reason.text} [{each.reason.rule}]") for each in found)
    return Table(title="Other ways", columns=columns, rows=rows)


def _row(step: Step, by_id: Mapping[str, Step], route: Route, names: Mapping[str, str]) -> tuple[object, ...]:
    return (
        step.meeting_on, body_of(step, names), names.get(step.organisation, step.organisation),
        step.asked_to, step.papers_due,
        ", ".join(step.binds), "; ".join(body_of(by_id[each], names) for each in step.depends_on),
        step in route.critical_path, step.source, step.why,
    )  # fmt: skip
