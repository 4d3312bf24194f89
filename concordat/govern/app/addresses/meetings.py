"""Addresses of the calendar of meetings."""

from __future__ import annotations

from django.urls import URLPattern, path

from concordat.govern.app.views import meetings as views

urlpatterns: list[URLPattern] = [
    path("meetings/", views.every, name="govern_meetings"),
    path("meetings/meetings.ics", views.calendar, name="govern_meetings_file"),
]
TABS = ((20, "Meetings", "govern_meetings"),)
