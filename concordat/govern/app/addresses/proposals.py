"""Addresses of what waits to be decided."""

from __future__ import annotations

from django.urls import URLPattern, path

from concordat.govern.app.views import proposals as views

urlpatterns: list[URLPattern] = [path("", views.waiting, name="govern")]
TABS = ((10, "Proposals", "govern"),)
