"""Addresses of answers: may they see it, openings of the glass, coverage, health and papers."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
