"""Addresses of answers: may they see it, openings of the glass, coverage, health and papers."""

from __future__ import annotations

from django.urls import URLPattern, path

from concordat.share.app.views import answers

urlpatterns: list[URLPattern] = [
    path("may/", answers.ask, name="share_may"),
    path("may/verdict.json", answers.verdict, name="share_verdict"),
    path("rules/", answers.all_rules, name="share_rules"),
    path("openings/", answers.all_openings, name="share_openings"),
    path("openings/add/", answers.open_glass, name="share_open"),
    path("openings/<int:opening>/", answers.one_opening, name="share_opening"),
    path("coverage/", answers.the_coverage, name="share_coverage"),
    path("coverage/coverage.xlsx", answers.coverage_file, name="share_coverage_export"),
    path("health/", answers.the_health, name="share_health"),
    path("departure/", answers.a_departure, name="share_departure"),
]
