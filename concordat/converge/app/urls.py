"""Converge's addresses."""

from __future__ import annotations

from django.urls import path, register_converter

from concordat.converge.app import views
from concordat.register.app.converters import KeyConverter

register_converter(KeyConverter, "system")

urlpatterns = [
    path("", views.one_plan, name="converge"),
    path("plan/", views.start, name="converge_start"),
    path("plan/<int:run>/", views.one_plan, name="converge_plan"),
    path("plan/<int:run>/agree/", views.agree, name="converge_agree"),
    path("plan/<int:run>/roadmap.<slug:paper>", views.paper, name="converge_paper"),
    path("move/<system:system>/", views.one_move, name="converge_move"),
    path("fit/", views.the_fit, name="converge_fit"),
    path("findings/", views.all_findings, name="converge_findings"),
    path("what-if/", views.ask, name="converge_what_if"),
    path("what-if/<int:run>/", views.supposed, name="converge_supposed"),
]
