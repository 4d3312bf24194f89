"""Addresses of one meeting, its ballots, and what was decided there."""

from __future__ import annotations

from django.urls import URLPattern, path

from concordat.govern.app.converters import DAY, KEY
from concordat.govern.app.views import votes as views

_MEETING = f"meetings/<{KEY}:body>/<{DAY}:on>/"
_ON_IT = f"{_MEETING}item/<{KEY}:proposal>/"
_BALLOT = "ballot/<int:ballot>/"

urlpatterns: list[URLPattern] = [
    path(_MEETING, views.meeting, name="govern_meeting"),
    path(f"{_MEETING}agenda/", views.agenda, name="govern_agenda"),
    path(f"{_MEETING}minutes.<slug:form>", views.minutes, name="govern_minutes"),
    path(f"{_ON_IT}ballot/", views.put, name="govern_put"),
    path(f"{_ON_IT}record/", views.record, name="govern_record"),
    path(f"chair/<{KEY}:body>/<{KEY}:proposal>/", views.chair, name="govern_chair"),
    path(_BALLOT, views.ballot, name="govern_ballot"),
    path(f"{_BALLOT}conflict/", views.conflict, name="govern_conflict"),
    path(f"{_BALLOT}close/", views.close, name="govern_close"),
    path(f"{_BALLOT}withdraw/", views.withdraw, name="govern_withdraw"),
]
