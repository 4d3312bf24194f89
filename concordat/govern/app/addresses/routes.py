"""Addresses of the route of a proposal."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from concordat.govern.app.views import routes as views
from concordat.register.app.converters import KeyConverter

register_converter(KeyConverter, "proposal")

_ONE = "route/<proposal:proposal>/"

urlpatterns: list[URLPattern] = [
    path(_ONE, views.one, name="govern_route"),
    path(f"{_ONE}agendas/", views.book, name="govern_book"),
    path(f"{_ONE}route.<slug:form>", views.download, name="govern_route_file"),
]
