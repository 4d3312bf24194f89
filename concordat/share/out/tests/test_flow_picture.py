"""The picture of flows: everybody in it, an arrow the right way for each flow, words for those who do not see it."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any
from xml.etree import ElementTree

from concordat.core.picture import png
from concordat.register.record import Record
from concordat.register.sharing import Flow
from concordat.share.out.context.said import Speaker
from concordat.share.out.context.whole import required
from concordat.share.out.flow_picture import lanes, says, svg, table
from concordat.share.tests.sample import AS_OF, KEY, sample

SVG = "{http://www.w3.org/2000/svg}"
FLOWS = [(Flow, f"{KEY} / {name}") for name in ("waiting-list", "shared-view")]


def flow(name: str, sender: str, receiver: str, **more: Any) -> Flow:
    return Flow(agreement=KEY, organisation="QZ3", flow=name, sender=sender, receiver=receiver, **more)


def drawn(record: Record) -> ElementTree.Element:
    return ElementTree.fromstring(svg(record, KEY, AS_OF))


def centres(record: Record) -> dict[str, float]:
    """Where each organisation's lane is, by its code."""
    codes = {each.code for each in lanes(Speaker(record, AS_OF), required(record, KEY, AS_OF))}
    return {each.text: float(each.get("x", "")) for each in drawn(record).iter(f"{SVG}text") if each.text in codes}


def test_senders_stand_first_and_every_party_of_the_day_is_there() -> None:
    record = sample()
    at = centres(record)
    assert sorted(at, key=lambda code: at[code]) == ["RZ1", "RZ8", "QZ3", "RZ4", "8KX21", "8KX22"]


def test_an_arrow_goes_from_the_sender_to_the_receiver_either_way() -> None:
    ways = [("RZ1", "QZ3"), ("QZ3", "RZ1"), ("RZ8", "RZ4")]
    record = sample(*(flow(f"{sender}-{receiver}", sender, receiver) for sender, receiver in ways), without=FLOWS)
    at = centres(record)
    starts = [float(each.get("cx", "")) for each in drawn(record).iter(f"{SVG}circle") if each.get("r") == "4"]
    tips = [each.get("points", "") for each in drawn(record).iter(f"{SVG}polygon")]
    assert starts == [at[sender] for sender, _ in ways]
    for (sender, receiver), tip in zip(ways, tips, strict=True):
        front, back, _ = (float(corner.split(",")[0]) for corner in tip.split())
        assert front == at[receiver]
        assert (back < front) == (at[sender] < at[receiver])


def test_who_only_works_for_others_has_a_dashed_frame_and_the_legend_says_so() -> None:
    found = {each.code: each.processes for each in lanes(Speaker(sample(), AS_OF), required(sample(), KEY, AS_OF))}
    assert {code for code, processes in found.items() if processes} == {"8KX21", "8KX22"}
    dashed = [each for each in drawn(sample()).iter(f"{SVG}rect") if each.get("stroke-dasharray")]
    assert len(dashed) == 3, "two lanes and the legend"


def test_the_picture_says_in_words_what_it_shows() -> None:
    told = says(sample(), KEY, AS_OF)
    assert "Waiting list to the ICB: from Ambrel Valley University Hospitals NHS Foundation Trust (RZ1) to NHS" in told
    assert "held in Shared data hub (QZ3-hub) at NHS Three Rivers Integrated Care Board (QZ3)" in told
    assert "Lantern Data Services Ltd is a processor." in told
    image = drawn(sample())
    named = str(image.get("aria-labelledby")).split()
    assert [each.text for each in image if each.get("id") in named][1] == told


def test_it_tells_by_lines_and_words_and_not_by_colour() -> None:
    colours = {
        each.lower()
        for each in re.findall(r"(?:fill|stroke)=\"(#\w{6})\"", svg(sample(), KEY, AS_OF).split("</defs>")[1])
    }
    assert all(max(parts) - min(parts) < 16 for parts in (tuple(bytes.fromhex(each[1:])) for each in colours))


def test_its_table_has_the_same_flows() -> None:
    found = table(sample(), KEY, AS_OF)
    assert [row[0] for row in found.rows] == ["Waiting list to the ICB", "Shared view of waits"]
    assert found.rows[0][3] == (
        "Ambrel Valley University Hospitals NHS Foundation Trust (RZ1) and Wendshire Community Health NHS Trust (RZ8)"
    )


def test_awkward_flows_are_drawn_too() -> None:
    """One to oneself, one of who has left, one with a long name, one at a system that nobody knows; and none at all."""
    awkward = sample(
        flow("self", "QZ3", "QZ3"),
        flow("left", "098", "RZ4", title="A very long title " * 12),
        flow("unknown", "ZZZ", "RZ1", system="nowhere"),
    )
    assert png(svg(awkward, KEY, AS_OF))[:4] == b"\x89PNG"
    assert "not a party" in svg(awkward, KEY, AS_OF)
    assert "No flow is recorded yet." in svg(sample(without=FLOWS), KEY, AS_OF)


def test_many_lanes_widen_the_picture_rather_than_close_up() -> None:
    many = sample(*(flow(f"f{number}", f"R{number:02}", "QZ3") for number in range(20)))
    width = float(str(drawn(many).get("width")))
    at = sorted(centres(many).values())
    assert width > 2_000 and at[-1] < width
    assert min(after - before for before, after in pairwise(at)) >= 119
