"""A route in a sentence: the earliest lawful day, when its first papers are due, and whose meetings that waits for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from concordat.core.period import long_date
from concordat.register.deciding.route import Route


def headline(route: Route, names: Mapping[str, str]) -> str:
    """ "Earliest lawful day 12 February 2027; papers first due 20 January; critical path RZ2"; or that there is none.

    Without a full stop.
    """
    if route.earliest is None:
        whom = ", ".join(dict.fromkeys(each.organisation for each in route.blocked if each.organisation))
        things = "1 thing stands" if len(route.blocked) == 1 else f"{len(route.blocked)} things stand"
        return f"It cannot be decided as things are{f' for {whom}' if whom else ''}: {things} in the way"
    first = min((each.papers_due for each in route.steps if not each.done), default=None)
    if first is None:
        return f"Everybody is bound since {long_date(route.earliest)}"
    papers = f"papers first due {_without_year(first, route.earliest)}"
    return f"Earliest lawful day {long_date(route.earliest)}; {papers}; critical path {critical(route, names)}"


def critical(route: Route, names: Mapping[str, str]) -> str:
    """Whose meetings the day waits for: codes of organisations, or the name of the body where it is nobody's own."""
    path = [each for each in route.critical_path if not each.done]
    owners = dict.fromkeys(each.organisation for each in path if each.organisation)
    return ", ".join(owners) or ", ".join(dict.fromkeys(names.get(each.body, each.body) for each in path))


def _without_year(day: date, other: date) -> str:
    return long_date(day).rpartition(" ")[0] if day.year == other.year else long_date(day)
