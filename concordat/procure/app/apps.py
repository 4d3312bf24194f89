"""Procure as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ProcureConfig(AppConfig):
    """Procure's own tables: what the register does not keep."""

    name = "concordat.procure.app"
    label = "procure"
    default_auto_field = "django.db.models.BigAutoField"
