"""Addresses of feeds: how they arrive, what they lack field by field, sending an extract, and mappings."""

from __future__ import annotations

from django.urls import URLPattern, path

from concordat.share.app.views import feeds as views

_ONE = "feeds/<slug:organisation>/<slug:feed>/"

urlpatterns: list[URLPattern] = [
    path("feeds/", views.every, name="share_feeds"),
    path("feeds/send/", views.send, name="share_send"),
    path("feeds/suggest/", views.suggest, name="share_suggest"),
    path(_ONE, views.one, name="share_feed"),
    path(f"{_ONE}mapping/", views.mapping, name="share_mapping"),
    path(f"{_ONE}mapping/text/", views.mapping_text, name="share_mapping_text"),
    path(f"{_ONE}mapping/feed.yaml", views.mapping_file, name="share_mapping_file"),
    path(f"{_ONE}mapping/<int:number>/", views.version, name="share_mapping_version"),
    path(f"{_ONE}mapping/<int:number>/feed.yaml", views.version_file, name="share_mapping_version_file"),
    path("fields/", views.fields, name="share_fields"),
    path("fields/fields.xlsx", views.fields_file, name="share_fields_export"),
    path("fields/<slug:table>/<slug:column>/", views.field, name="share_field"),
]
