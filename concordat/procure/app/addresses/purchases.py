"""Addresses of purchases, and of the contracts that come to their end."""

from __future__ import annotations

from django.urls import URLPattern, path

from concordat.procure.app.views import purchases as views

urlpatterns: list[URLPattern] = [path("", views.every, name="procure")]
TABS = ((10, "Purchases", "procure"),)
