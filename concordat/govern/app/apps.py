"""Govern as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class GovernConfig(AppConfig):
    """Govern's own tables: what the register does not keep."""

    name = "concordat.govern.app"
    label = "govern"
    default_auto_field = "django.db.models.BigAutoField"
