"""What may stand in govern's addresses, for the walk of every address as every role."""

from __future__ import annotations

from typing import Any

from concordat.register.app.models import Entry


def samples() -> dict[str, tuple[Any, ...]]:
    """By the name of a part of an address."""
    proposals = Entry.objects.filter(noun="Proposal").values_list("key", flat=True)
    return {
        "service": (*Entry.objects.filter(noun="Service").values_list("key", flat=True), "nowhere"),
        "proposal": (*dict.fromkeys(proposals), "nowhere"),
        "form": ("ics", "svg", "docx", "json", "exe"),
    }
