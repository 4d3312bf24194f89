"""Addresses of shared services and of what their risks may cost."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from concordat.govern.app.views import services as views
from concordat.register.app.converters import KeyConverter

register_converter(KeyConverter, "service")

_ONE = "services/<service:service>/"

urlpatterns: list[URLPattern] = [
    path("services/", views.every, name="govern_services"),
    path(_ONE, views.one, name="govern_service"),
    path(f"{_ONE}handbook.docx", views.handbook, name="govern_handbook"),
    path(f"{_ONE}handbook.xlsx", views.tables, name="govern_handbook_tables"),
    path(f"{_ONE}review.docx", views.review, name="govern_review"),
    path("risks/", views.risks, name="govern_risks"),
]
TABS = ((60, "Services", "govern_services"), (70, "Risks", "govern_risks"))
