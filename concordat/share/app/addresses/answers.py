"""Addresses of answers: may they see it, openings of the glass, coverage, health and papers."""

from __future__ import annotations

from django.urls import URLPattern, path

from concordat.share.app.views import answers

urlpatterns: list[URLPattern] = [
    path("may/", answers.ask, name="share_may"),
    path("may/verdict.json", answers.verdict, name="share_verdict"),
    path("may/decision.json", answers.decision, name="share_decision"),
    path("rules/", answers.all_rules, name="share_rules"),
    path("openings/", answers.all_openings, name="share_openings"),
    path("openings/add/", answers.open_glass, name="share_open"),
    path("openings/<int:opening>/", answers.one_opening, name="share_opening"),
    path("coverage/", answers.the_coverage, name="share_coverage"),
    path("coverage/coverage.xlsx", answers.coverage_file, name="share_coverage_export"),
    path("health/", answers.the_health, name="share_health"),
    path("departure/", answers.a_departure, name="share_departure"),
    path("agreement/<agreement:agreement>/papers/", answers.all_papers, name="share_papers"),
    path("agreement/<agreement:agreement>/papers/<slug:paper>", answers.one_paper, name="share_paper"),
    path("template/<slug:paper>", answers.our_template, name="share_template"),
    path("ropa/<slug:organisation>", answers.processing, name="share_ropa"),
    path("bring-in/", answers.choose_file, name="share_bring_in"),
    path("bring-in/<slug:standard>/<uuid:id>/", answers.brought, name="share_brought"),
]
