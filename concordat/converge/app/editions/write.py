"""Writing the editions of an answer: facts, pictures and papers, for each audience; slow, so it is done by a job."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from concordat.converge.app.audience import Audience
from concordat.converge.app.editions.findings import findings
from concordat.converge.app.editions.fitness import fitness
from concordat.converge.app.editions.moves import moves
from concordat.converge.app.editions.summary import money, summary
from concordat.converge.out.chart import chart
from concordat.converge.out.cost_chart import cost_chart
from concordat.converge.out.form import Form, forms
from concordat.converge.roadmap import Roadmap

WIDTH = 1158
"""Pixels: as wide as a page's column, so that the picture's words are as large as the page's."""

PLANS_ONLY = ("docx", "ics")
"""Papers that a supposition has none of: an annex would look agreed, and events would replace the plan's own."""


@dataclass(frozen=True, kw_only=True)
class Written:
    """One edition: its facts as JSON, its pictures as SVG, and its papers as (name, what it is, media type, bytes)."""

    audience: str
    facts: dict[str, Any]
    roadmap: str
    costs: str
    papers: tuple[tuple[str, str, str, bytes], ...]


def editions(
    roadmap: Roadmap,
    audiences: Iterable[Audience],
    tell: Callable[[str], None] = lambda saying: None,
    supposed: Mapping[str, Any] | None = None,
) -> tuple[Written, ...]:
    """An edition for each audience; `supposed` are more facts, of an answer that only supposes something.

    `tell` is told which edition is being written.
    """
    found = []
    shared = {"findings": findings(roadmap), **(supposed or {})}
    wanted = tuple(each for each in forms() if supposed is None or each.name not in PLANS_ONLY)
    for each in audiences:
        tell(f"Writing it up for: {each.name}")
        found.append(_edition(roadmap, each, shared, wanted))
    return tuple(found)


def _edition(roadmap: Roadmap, audience: Audience, shared: Mapping[str, Any], wanted: Iterable[Form]) -> Written:
    """The pictures and papers state totals, so they are only for those who may see these."""
    drawn = audience.totals and roadmap.plan is not None
    return Written(
        audience=audience.name,
        facts=facts(roadmap, audience) | dict(shared),
        roadmap=chart(roadmap, audience.reader, width=WIDTH) if drawn else "",
        costs=cost_chart(roadmap, width=WIDTH) if drawn else "",
        papers=tuple(_papers(roadmap, audience, wanted)) if drawn else (),
    )


def facts(roadmap: Roadmap, audience: Audience) -> dict[str, Any]:
    """All that the pages show, but for the findings, which are the same for everybody."""
    return {
        "summary": summary(roadmap, audience),
        "money": money(roadmap, audience),
        "moves": moves(roadmap, audience),
        "fit": fitness(roadmap, audience),
    }


def _papers(roadmap: Roadmap, audience: Audience, wanted: Iterable[Form]) -> Iterator[tuple[str, str, str, bytes]]:
    for each in wanted:
        yield each.name, each.what, each.media_type, each.made(roadmap, audience.reader)
