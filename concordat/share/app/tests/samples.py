"""What may stand in share's addresses, for the walk of every address as every role."""

from __future__ import annotations

from typing import Any

from concordat.register.app.models import Entry
from concordat.share.app.models import Opening
from concordat.share.app.tasks import TASKS


def samples() -> dict[str, tuple[Any, ...]]:
    """By the name of a part of an address."""
    agreements = Entry.objects.filter(noun="Agreement").order_by("pk")
    beneath = Entry.objects.filter(noun__in=("Party", "Flow", "Agreement")).order_by("pk")
    return {
        "agreement": (*dict.fromkeys(agreements.values_list("key", flat=True)), "NOWHERE / 1"),
        "task": (*(each.slug for each in TASKS), "nothing"),
        "entry": (*beneath.values_list("pk", flat=True)[:6], 0),
        "opening": (*Opening.objects.values_list("pk", flat=True), 0),
        "paper": ("dsa", "dpia", "flows", "notice", "renewals", "mais", "odrl", "exe"),
        "organisation": ("RZA", "RZ1", "NOWHERE"),
        "standard": ("mais", "odrl", "exe"),
    }
