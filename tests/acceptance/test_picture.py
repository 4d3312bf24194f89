"""The picture in the README is the example's: every capability has its band, and its words hold."""

from __future__ import annotations

import re

from concordat.register.record import Record
from concordat.register.system import DigitalCapability
from tests.acceptance.conftest import AS_OF, ROOT, Answered

PICTURE = (ROOT / "docs" / "roadmap.svg").read_text(encoding="utf-8")


def test_every_capability_that_is_planned_has_its_band(answered: Answered, record: Record) -> None:
    drawn = set(" ".join(re.findall(r"<text[^>]*>([^<]+)</text>", PICTURE)).casefold().split())
    planned = {each["capability"] for each in answered.systems}
    names = [each.name for each in record.all(DigitalCapability, AS_OF) if each.capability in planned]
    assert len(names) == 15
    assert not [name for name in names if name.casefold().split()[0].rstrip(",") not in drawn]


def test_its_words_tell_the_plan_that_is_found_today(answered: Answered) -> None:
    said = re.search(r"The plan costs £([\d.]+)m", PICTURE)
    assert said, "another day's plan, or another sentence: make docs"
    assert abs(float(said[1]) * 1e8 / answered.json["cost"]["plan"] - 1) < 0.01, "make docs"
