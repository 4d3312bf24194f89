"""Addresses of who must be won over, and of what a proposal does to each."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from concordat.govern.app.views import stakeholders as views
from concordat.register.app.converters import KeyConverter

register_converter(KeyConverter, "stakes")

_ONE = "stakeholders/<stakes:proposal>/"

urlpatterns: list[URLPattern] = [
    path("stakeholders/", views.every, name="govern_stakeholders"),
    path(_ONE, views.one, name="govern_stakes"),
    path(f"{_ONE}stakeholders.xlsx", views.workbook, name="govern_stakes_workbook"),
    path(f"{_ONE}erase/", views.erase, name="govern_erase"),
]
TABS = ((50, "Stakeholders", "govern_stakeholders"),)
