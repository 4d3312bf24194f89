"""Address of how far working together has come."""

from __future__ import annotations

from django.urls import URLPattern, path

from concordat.govern.app.views import maturity as views

urlpatterns: list[URLPattern] = [path("maturity/", views.reached, name="govern_maturity")]
TABS = ((80, "Maturity", "govern_maturity"),)
