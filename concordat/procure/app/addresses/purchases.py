"""Addresses of purchases, of the contracts that come to their end, and of the gates before either."""

from __future__ import annotations

from django.urls import URLPattern, path

from concordat.procure.app.views import purchases as views

urlpatterns: list[URLPattern] = [
    path("", views.every, name="procure"),
    path("gates/<bought:bought>/", views.one, name="procure_gates"),
    path("gates/<bought:bought>/gates.<slug:form>", views.download, name="procure_gates_file"),
]
TABS = ((10, "Purchases", "procure"),)
