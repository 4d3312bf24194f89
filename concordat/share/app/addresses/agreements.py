"""Addresses of agreements: drafting, releasing, comparing, signing and ending them."""

from __future__ import annotations

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
