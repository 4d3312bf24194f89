"""What may stand in govern's addresses, for the walk of every address as every role."""

from __future__ import annotations

from datetime import date
from typing import Any

from concordat.govern.app.models import Ballot
from concordat.register.app.models import Entry


def samples() -> dict[str, tuple[Any, ...]]:
    """By the name of a part of an address."""
    proposals = Entry.objects.filter(noun="Proposal").values_list("key", flat=True)
    return {
        "service": (*Entry.objects.filter(noun="Service").values_list("key", flat=True), "nowhere"),
        "proposal": (*dict.fromkeys(proposals), "nowhere"),
        "body": (*Entry.objects.filter(noun="Body").values_list("key", flat=True)[:2], "nowhere"),
        "on": (date(2026, 12, 10),),
        "ballot": (*Ballot.objects.values_list("pk", flat=True), 0),
        "decision": (*Entry.objects.filter(noun="Decision").values_list("key", flat=True), "nowhere"),
        "action": (*Entry.objects.filter(noun="Action").values_list("key", flat=True), "nowhere"),
        "form": ("ics", "svg", "docx", "json", "exe"),
    }
