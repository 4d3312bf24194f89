"""How a key and a day stand in an address of govern; an address uses them by these names."""

from __future__ import annotations

from datetime import date

from django.urls import register_converter

from concordat.register.app.converters import KeyConverter

KEY, DAY = "governed", "day"


class DayConverter:
    """A day as 2026-11-19; what is no day is no address."""

    regex = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return date.fromisoformat(value)

    def to_url(self, value: date) -> str:
        return value.isoformat()


register_converter(KeyConverter, KEY)
register_converter(DayConverter, DAY)
