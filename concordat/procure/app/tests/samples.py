"""What may stand in procure's addresses, for the walk of every address as every role."""

from __future__ import annotations

from typing import Any

from concordat.register.app.models import Entry


def samples() -> dict[str, tuple[Any, ...]]:
    """By the name of a part of an address."""
    bought = Entry.objects.filter(noun__in=("Procurement", "Contract")).values_list("key", flat=True)
    return {
        "bought": (*dict.fromkeys(bought), "nowhere"),
        "paper": ("instructions", "notices", "ocds", "fit", "exe"),
        "form": ("ics", "svg", "docx", "xlsx", "json", "exe"),
    }
