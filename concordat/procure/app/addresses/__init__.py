"""Which address leads to which view: a module for each part of procure, with urlpatterns and TABS."""

from __future__ import annotations

from django.urls import register_converter

from concordat.register.app.converters import KeyConverter

register_converter(KeyConverter, "bought")
