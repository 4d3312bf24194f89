"""The kinds of gap between what a member sends and what the shared tables ask for: a closed list."""

from __future__ import annotations

from enum import StrEnum


class GapKind(StrEnum):
    """What is missing or lost, in a word."""

    NOT_MAPPED = "not_mapped"
    DECLARED_ABSENT = "declared_absent"
    COLUMN_MISSING = "column_missing"
    EMPTY = "empty"
    PARTIAL = "partial"
    UNPARSEABLE = "unparseable"
    UNMAPPED_CODE = "unmapped_code"
    NOT_IN_VALUE_SET = "not_in_value_set"
    LOSSY_CODE = "lossy_code"
    COARSER = "coarser"
    DUPLICATE_KEY = "duplicate_key"
    ORPHAN_REFERENCE = "orphan_reference"
    STALE = "stale"
    UNIT_CONFLICT = "unit_conflict"
    FAILS_CHECK = "fails_check"
    """A check digit, a shape, or an order of dates. What can be read and cannot be right is none of the others."""
    CONTRADICTED = "contradicted"
    """Declared absent, and sent."""
