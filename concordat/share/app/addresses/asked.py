"""Addresses of asking at the door, of answers that are kept, of repeated tests, and of the log."""

from __future__ import annotations

from django.urls import URLPattern, path

from concordat.share.app.views import asked as views

urlpatterns: list[URLPattern] = [
    path("ask/", views.ask_it, name="share_ask"),
    path("answers/", views.all_answers, name="share_answers"),
    path("answers/<int:line>/", views.one_answer, name="share_answer"),
    path("answers/<int:line>/released.csv", views.released, name="share_released"),
    path("repeats/", views.repeats, name="share_repeats"),
    path("repeats/<int:line>/", views.repeated, name="share_repeated"),
    path("log/", views.the_log, name="share_log"),
    path("log/checkpoint.json", views.checkpoint, name="share_checkpoint"),
]
