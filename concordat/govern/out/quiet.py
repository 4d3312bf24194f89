"""What is told of a route to a reader to whom its value is not shown: the same bodies and days, and no pounds."""

from __future__ import annotations

from dataclasses import replace

from concordat.core.reason import Reason
from concordat.core.rule import rules
from concordat.govern.routing import Routing
from concordat.register.deciding import rules as deciding
from concordat.register.deciding.route import Route

INSTEAD = "It follows from a value that is for its owner to see"
_TEXTS = {each.id: each.text for each in rules(deciding)}


def quiet(answer: Routing) -> Routing:
    """A whole answer; its proposal without its value."""
    return replace(
        answer,
        proposal=replace(answer.proposal, value=0),
        route=quiet_route(answer.route),
        missing=tuple(
            replace(each, reason=quiet_reason(each.reason), next=_quiet(each.next)) for each in answer.missing
        ),
        shorter=tuple(
            replace(each, reason=quiet_reason(each.reason), change=_quiet(each.change)) for each in answer.shorter
        ),
        alternatives=tuple(replace(each, reason=quiet_reason(each.reason)) for each in answer.alternatives),
    )


def quiet_route(route: Route) -> Route:
    """A route alone, its matter without its value."""
    blocked = (
        replace(
            each, reason=quiet_reason(each.reason), remedy=_quiet(each.remedy, "Ask its owner what would change it")
        )
        for each in route.blocked
    )
    return replace(route, matter=replace(route.matter, value=0), blocked=tuple(blocked))


def quiet_reason(reason: Reason) -> Reason:
    """The same, the words of its rule in the place of any that tell pounds."""
    return reason.without_pounds(_TEXTS.get(reason.rule, INSTEAD))


def _quiet(words: str, instead: str = INSTEAD) -> str:
    return instead if "£" in words else words
