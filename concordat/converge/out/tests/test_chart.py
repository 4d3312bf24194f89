"""The pictures: well formed, readable without colour, nothing on top of anything, and true to the plan."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import combinations, pairwise
from xml.etree import ElementTree

import pytest

from concordat.converge.out.chart import chart, chart_table
from concordat.converge.out.cost_chart import cost_chart
from concordat.converge.out.lanes import BENEATH, Sign, Stretch, freezes, lanes, span
from concordat.converge.out.overview import overview
from concordat.converge.out.shapes import LOOKS
from concordat.converge.out.tests.planned import planned
from concordat.converge.roadmap import Roadmap
from concordat.converge.tests.small import small
from concordat.core.svg import measure
from concordat.register.example.three_rivers import three_rivers
from concordat.register.programme import Blackout

SVG = "{http://www.w3.org/2000/svg}"
PICTURES = {"chart": chart, "overview": overview, "cost": cost_chart}


@pytest.fixture(scope="module", params=["small", "three rivers"])
def roadmap(request: pytest.FixtureRequest) -> Roadmap:
    winter = Blackout(name="winter", starts_on=date(2026, 12, 10), ends_on=date(2027, 1, 10), yearly=True)
    return planned(small(winter) if request.param == "small" else three_rivers())


@pytest.fixture(params=PICTURES, scope="module")
def drawn(request: pytest.FixtureRequest, roadmap: Roadmap) -> ElementTree.Element:
    return ElementTree.fromstring(PICTURES[request.param](roadmap))


def test_it_is_an_image_with_a_name_and_a_description(drawn: ElementTree.Element) -> None:
    named = [drawn.find(f".//*[@id='{each}']") for each in drawn.attrib["aria-labelledby"].split()]
    assert drawn.attrib["role"] == "img"
    assert all(each is not None and (each.text or "").strip() for each in named)


def test_a_strict_content_policy_lets_it_through(drawn: ElementTree.Element) -> None:
    for each in drawn.iter():
        assert each.tag.removeprefix(SVG) not in ("style", "script", "image", "foreignObject", "a")
        assert not {key for key in each.attrib if key == "style" or key.startswith("on") or key.endswith("href")}


def test_no_words_lie_on_other_words_or_beyond_the_edge(drawn: ElementTree.Element) -> None:
    placed = [place(each) for each in drawn.iter(f"{SVG}text")]
    for left, right, *_ in placed:
        assert left >= 0 and right <= float(drawn.attrib["width"]) + 1
    for (left, right, top, bottom, words), (left_, right_, top_, bottom_, words_) in combinations(placed, 2):
        apart = right <= left_ or right_ <= left or bottom <= top_ or bottom_ <= top
        assert apart, f"{words!r} lies on {words_!r}"


def place(words: ElementTree.Element) -> tuple[float, float, float, float, str]:
    """Left, right, top, bottom and what it says."""
    size, x, y = (float(words.attrib[key]) for key in ("font-size", "x", "y"))
    width = measure(words.text or "", size)
    left = {"middle": x - width / 2, "end": x - width}.get(words.attrib.get("text-anchor", ""), x)
    return left, left + width, y - 0.75 * size, y + 0.2 * size, words.text or ""


def test_the_old_contract_and_what_follows_leave_no_day_out(roadmap: Roadmap) -> None:
    first, end = span(roadmap)
    for lane in lanes(roadmap):
        bars = sorted((bar for bar in lane.bars if bar.stretch not in BENEATH), key=lambda bar: bar.start)
        assert (bars[0].start, bars[-1].end) == (first, end), lane.full
        assert all(before.end == after.start for before, after in pairwise(bars)), lane.full


def test_marks_are_the_days_of_the_plan(roadmap: Roadmap) -> None:
    assert roadmap.plan is not None
    shown = sorted(day for lane in lanes(roadmap) for day, sign in lane.marks if sign is Sign.CUTOVER)
    assert shown == [move.dates.cutover_on for move in roadmap.plan.changed if move.dates]
    assert len(chart_table(roadmap)[1]) == len(shown)


def test_every_stretch_and_sign_can_be_told_without_colour() -> None:
    assert set(LOOKS) == set(Stretch)
    assert len(set(LOOKS.values())) == len(Stretch)


@pytest.mark.parametrize(("starts_on", "ends_on"), [((12, 10), (1, 10)), ((3, 25), (4, 5)), ((2, 29), (3, 1))])
def test_a_yearly_blackout_is_shaded_in_every_year_in_sight(
    starts_on: tuple[int, int], ends_on: tuple[int, int]
) -> None:
    start = date(2024, *starts_on)
    end = date(2024 + (ends_on < starts_on), *ends_on)
    found = planned(small(Blackout(name="each year", starts_on=start, ends_on=end, yearly=True)))
    first, last = span(found)
    shaded = freezes(found)
    days = [first, *(start for _, start, _ in shaded), last]
    assert all(later - earlier <= timedelta(days=366) for earlier, later in pairwise(days))
    assert all(first <= start < end <= last and end - start <= timedelta(days=33) for _, start, end in shaded)
