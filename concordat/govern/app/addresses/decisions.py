"""Addresses of the register of decisions and of what is to be done."""

from __future__ import annotations

from django.urls import URLPattern, path

from concordat.govern.app.converters import DAY, KEY
from concordat.govern.app.views import decisions as views

_ONE = f"decisions/<{KEY}:decision>/"

urlpatterns: list[URLPattern] = [
    path("decisions/", views.every, name="govern_decisions"),
    path("decisions/decisions.xlsx", views.workbook, name="govern_decisions_file"),
    path(_ONE, views.one, name="govern_decision"),
    path(f"{_ONE}action/", views.add_action, name="govern_add_action"),
    path(f"{_ONE}ratify/<{DAY}:on>/", views.ratify, name="govern_ratify"),
    path("actions/", views.actions, name="govern_actions"),
    path("actions/actions.ics", views.calendar, name="govern_actions_file"),
    path(f"actions/<{KEY}:action>/done/", views.done, name="govern_done"),
]
TABS = ((30, "Decisions", "govern_decisions"), (40, "Actions", "govern_actions"))
