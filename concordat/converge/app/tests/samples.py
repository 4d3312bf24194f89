"""What may stand in converge's addresses, for the walk of every address as every role."""

from __future__ import annotations

from typing import Any

from concordat.converge.app.models import Run


def samples() -> dict[str, tuple[Any, ...]]:
    """By the name of a part of an address."""
    return {
        "run": (*Run.objects.values_list("pk", flat=True), 0),
        "system": ("RZA-PAS", "RZB-PAS", "nowhere"),
        "paper": ("xlsx", "docx", "ics", "json", "svg", "png", "txt", "exe"),
    }
