"""Addresses of the linkage: how good it is, and the pairs that a person should look at."""

from __future__ import annotations

from django.urls import URLPattern, path

from concordat.share.app.views import linkage as views

urlpatterns: list[URLPattern] = [
    path("linkage/", views.quality, name="share_linkage"),
    path("linkage/pairs/", views.pairs, name="share_pairs"),
    path("linkage/pairs/<slug:pair>/", views.pair, name="share_pair"),
]
