"""Addresses of what is required of a purchase, which framework fits it, and what lawyers advised."""

from __future__ import annotations

from django.urls import URLPattern, path

from concordat.procure.app.views import fitting as views

urlpatterns: list[URLPattern] = [
    path("fit/<bought:bought>/", views.the_fit, name="procure_fit"),
    path("requirements/<bought:bought>/", views.required, name="procure_requirements"),
    path("papers/<bought:bought>/<slug:paper>", views.paper, name="procure_paper"),
    path("advice/", views.advice, name="procure_advice"),
]
TABS = ((30, "Legal advice", "procure_advice"),)
