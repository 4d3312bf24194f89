"""What may stand in share's addresses, for the walk of every address as every role."""

from __future__ import annotations

from typing import Any

from concordat.register.app.models import Entry
from concordat.share.app.models import Opening
from concordat.share.app.tasks import TASKS


def samples() -> dict[str, tuple[Any, ...]]:
    """By the name of a part of an address."""
    agreements = Entry.objects.filter(noun="Agreement").order_by("pk")
    rows = [Entry.objects.filter(noun=noun).order_by("pk") for noun in ("Party", "Flow")]
    beneath = [pk for each in rows for pk in dict(each.values_list("owner", "pk")).values()]  # one of each keeper's
    return {
        "agreement": (*dict.fromkeys(agreements.values_list("key", flat=True)), "NOWHERE / 1"),
        "task": (*(slug for slug, task in TASKS.items() if task.rows), "what", "dpia", "nothing"),
        "entry": (*beneath, 0),
        "opening": (*Opening.objects.values_list("pk", flat=True), 0),
        "paper": ("dsa", "dpia", "flows", "notice", "renewals", "mais", "odrl", "exe"),
        "organisation": ("RZA", "RZ1", "NOWHERE"),
        "line": (1, 2, 0),
        "number": (0, 1),
        "feed": ("waits", "nothing"),
        "table": ("pathway", "nothing"),
        "column": ("rtt_status", "nothing"),
        "pair": ("0" * 32, "nothing"),
        "standard": ("mais", "odrl", "exe"),
    }
