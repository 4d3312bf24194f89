"""Converge as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ConvergeConfig(AppConfig):
    """Converge's own tables: runs, their editions and papers."""

    name = "concordat.converge.app"
    label = "converge"
    default_auto_field = "django.db.models.BigAutoField"
