"""The data flows of an agreement in one picture: a lane for each organisation, an arrow for each flow; and a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from concordat.core.period import long_date
from concordat.core.picture import png
from concordat.core.shown import Table, column
from concordat.core.svg import BAND, GREY, INK, LINE, PAPER, box, fitted, measure, picture, tag, text, title, wrapped
from concordat.register.bundle import Bundle
from concordat.register.record import Record
from concordat.register.sharing import Flow
from concordat.register.system import System
from concordat.share.out.context.said import Speaker, listed
from concordat.share.out.context.sharing import held_in, titled
from concordat.share.out.context.whole import required
from concordat.share.out.form import Form
from concordat.share.out.word import Drawn

WIDTH, LEAST, MARGIN = 760, 120, 12  # pixels: of the picture, the least of a lane, and round the edge
HEAD, ROW, TIP = 92, 96, 8  # pixels: of a lane's head, from one arrow to the next, and of an arrow's tip
SMALL, LEADING = 10.5, 13  # pixels: of words beside an arrow, and from line to line
TWIN = (("Flow", 28), ("From", 36), ("To", 36), ("Whose data", 36), ("Held in", 36), ("How", 24), ("How often", 16))
FINE = 1_900  # pixels of the picture across a page


@dataclass(frozen=True, kw_only=True)
class Lane:
    """An organisation's place in the picture: who, what it is to the data, and whether only as a processor."""

    code: str
    name: str
    roles: str
    processes: bool


def svg(record: Record, key: str, as_of: date) -> str:
    """The picture, which tells by words and lines alone, so that it may be printed in grey. Raises NoAgreement."""
    bundle, say = required(record, key, as_of), Speaker(record, as_of)
    found = lanes(say, bundle)
    wide = max((WIDTH - 2 * MARGIN) / max(len(found), 1), LEAST)
    width = max(WIDTH, wide * len(found) + 2 * MARGIN)
    at = {lane.code: MARGIN + wide * (number + 0.5) for number, lane in enumerate(found)}
    bottom = MARGIN + HEAD + ROW * max(len(bundle.flows), 1)
    drawn = [part for lane in found for part in _lane(lane, at[lane.code], wide, bottom)]
    for number, flow in enumerate(bundle.flows):
        drawn += _arrow(say, flow, at, MARGIN + HEAD + ROW * number + 42, wide)
    held = any(say.record.get(System, flow.system, as_of) for flow in bundle.flows if flow.system)
    if not bundle.flows:
        drawn.append(text(MARGIN + 8, MARGIN + HEAD + 40, "No flow is recorded yet.", 12))
    name = f"Data flows of {bundle.agreement.label}, on {long_date(as_of)}"
    told = says(record, key, as_of)
    return picture(_prefix(key), width, bottom + 36, [*drawn, *_legend(bottom + 20, held, found)], name=name, says=told)


def says(record: Record, key: str, as_of: date) -> str:
    """What the picture tells, in words: one sentence a flow."""
    bundle, say = required(record, key, as_of), Speaker(record, as_of)
    told = [
        f"{titled(flow)}: from {say.organisation(flow.sender)} to {say.organisation(flow.receiver)}"
        + (f", held in {held}." if (held := held_in(say, flow)) else ".")
        for flow in bundle.flows
    ]
    helped = [f"{lane.name} is a {lane.roles}." for lane in lanes(say, bundle) if lane.processes]
    return " ".join((*told, *helped)) or "No flow is recorded yet."


def table(record: Record, key: str, as_of: date) -> Table:
    """The same flows as rows."""
    bundle, say = required(record, key, as_of), Speaker(record, as_of)
    rows = tuple(
        (
            titled(flow), say.organisation(flow.sender), say.organisation(flow.receiver),
            listed([say.organisation(each) for each in flow.whose]), held_in(say, flow), flow.method, flow.frequency,
        )
        for flow in bundle.flows
    )  # fmt: skip
    return Table(title="Data flows", columns=tuple(column(name, width=width) for name, width in TWIN), rows=rows)


def drawn(record: Record, key: str, as_of: date) -> Drawn:
    """The picture as pixels for a document. Raises CannotDraw."""
    caption = "Data flows: who sends to whom, and where the data are held."
    return Drawn(png=png(svg(record, key, as_of), width=FINE), says=says(record, key, as_of), caption=caption)


def lanes(say: Speaker, bundle: Bundle) -> tuple[Lane, ...]:
    """Who is in the picture, senders first: all that a flow or its system touches, and every party that day."""
    systems = {each.system: say.record.get(System, each.system, say.as_of) for each in bundle.flows if each.system}
    hosts = [found.organisation for found in systems.values() if found]
    active = [each.party for each in bundle.active(say.as_of)]
    senders, receivers = [each.sender for each in bundle.flows], [each.receiver for each in bundle.flows]
    return tuple(_named(say, bundle, each) for each in dict.fromkeys((*senders, *receivers, *hosts, *active)))


def _named(say: Speaker, bundle: Bundle, code: str) -> Lane:
    parts = [each for each in bundle.active(say.as_of) if each.party == code]
    roles = listed([each.role.value for each in parts]) or "not a party"
    return Lane(
        code=code,
        name=say.name(code),
        roles=roles,
        processes=bool(parts) and not any(each.role.controls for each in parts),
    )


def _lane(lane: Lane, x: float, wide: float, bottom: float) -> Iterator[str]:
    """Its head, and a line down; a processor's frame and line are dashed."""
    dashed: dict[str, str | float] = {"stroke_dasharray": "5 3"} if lane.processes else {}
    fill = PAPER if lane.processes else BAND
    yield tag("line", x1=x, y1=MARGIN + HEAD, x2=x, y2=bottom, stroke=LINE, stroke_width=1.5, **dashed)
    head = box(x - wide / 2 + 5, MARGIN, wide - 10, HEAD, fill=fill, stroke=INK, stroke_width=1.2, **dashed)
    yield tag("g", title(f"{lane.name} ({lane.code}): {lane.roles}"), head)
    lines = wrapped(lane.name, wide - 18, 11)[:4]
    for number, words in enumerate(lines):
        yield text(x, MARGIN + 16 + 13 * number, words, 11, text_anchor="middle", font_weight="bold")
    for number, words in enumerate((lane.code, fitted(lane.roles, wide - 14, 10))):
        yield text(x, MARGIN + 71 + 13 * number, words, 10, text_anchor="middle", fill=GREY if number else INK)


def _arrow(say: Speaker, flow: Flow, at: dict[str, float], y: float, wide: float) -> Iterator[str]:
    """An arrow from sender to receiver with its title above, and below it how often and where the data are held."""
    start, end = at[flow.sender], at[flow.receiver]
    way = 1 if end >= start else -1
    if start == end:
        end = start + wide / 3
        yield tag("path", d=f"M{start:.0f} {y} H{end:.0f} V{y + 12} H{start + TIP:.0f}", fill="none", stroke=INK)
        yield _tip(start, y + 12, -1)
    else:
        yield tag("line", x1=start, y1=y, x2=end - way * TIP, y2=y, stroke=INK, stroke_width=2)
        yield _tip(end, y, way)
        yield tag("circle", cx=start, cy=y, r=4, fill=INK)
    middle, room = (start + end) / 2, max(abs(end - start) - 2 * TIP, wide - 2 * TIP)
    above = _cut(titled(flow), room, 2)
    yield from _lines(above, middle, y - 7 - LEADING * (len(above) - 1), room, "bold")
    system = say.record.get(System, flow.system, say.as_of)
    held = (system.name if system else "") or flow.system
    below = "; ".join(each for each in (flow.frequency, f"held in {held}" if held else "") if each)
    yield from _lines(_cut(below, room, 3), middle, y + 16, room, "normal")
    if system and system.organisation in at:
        yield _square(at[system.organisation], y - 22)


def _cut(words: str, room: float, most: int) -> list[str]:
    """The words in lines, the last cut where there would be more; none where there are no words."""
    found = wrapped(words, room, SMALL)
    last = fitted(" ".join(found[most - 1 :]), room, SMALL)
    return [each for each in (*found[: most - 1], last) if each]


def _lines(lines: list[str], x: float, y: float, room: float, weight: str) -> Iterator[str]:
    """Words on a white ground, so that the lines of other lanes do not run through them."""
    for number, words in enumerate(lines):
        half = min(measure(words, SMALL), room) / 2 + 2
        yield box(x - half, y + LEADING * number - 10, 2 * half, LEADING, fill=PAPER)
        yield text(x, y + LEADING * number, words, SMALL, text_anchor="middle", font_weight=weight)


def _square(x: float, y: float) -> str:
    """Where data are held."""
    return box(x - 5, y - 5, 10, 10, fill=PAPER, stroke=INK, stroke_width=2)


def _tip(x: float, y: float, way: int) -> str:
    back = x - way * TIP
    return tag("polygon", points=f"{x:.1f},{y:.1f} {back:.1f},{y - 5:.1f} {back:.1f},{y + 5:.1f}", fill=INK)


def _legend(y: float, held: bool, shown: tuple[Lane, ...]) -> Iterator[str]:
    """What a square and a dashed frame mean, where there are any."""
    x = MARGIN + 5
    if held:
        yield _square(x + 5, y - 4)
        yield text(x + 17, y, "The data are held here", SMALL)
        x += 160
    if any(each.processes for each in shown):
        yield box(x, y - 10, 22, 12, fill=PAPER, stroke=INK, stroke_width=1.2, stroke_dasharray="5 3")
        yield text(x + 28, y, "Works for the others: a processor or sub-processor", SMALL)


def _prefix(key: str) -> str:
    """Ids of the picture, from the key's letters and digits."""
    return "flows-" + "".join(each if each.isascii() and each.isalnum() else "-" for each in key)


def _made(record: Record, key: str, as_of: date) -> bytes:
    return svg(record, key, as_of).encode()


FORMS = (Form(name="flows", what="data-flow diagram", ending="svg", media_type="image/svg+xml", made=_made),)
