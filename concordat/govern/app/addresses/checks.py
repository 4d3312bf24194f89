"""Addresses of what is wrong with how we decide."""

from __future__ import annotations

from django.urls import URLPattern, path

from concordat.govern.app.views import checks as views

urlpatterns: list[URLPattern] = [
    path("checks/", views.found, name="govern_checks"),
    path("checks/checks.xlsx", views.workbook, name="govern_checks_workbook"),
]
TABS = ((90, "Checks", "govern_checks"),)
