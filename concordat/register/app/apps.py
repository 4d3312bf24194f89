"""The register as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class RegisterConfig(AppConfig):
    """The register's own tables: entries, the ledger, seats and uploads."""

    name = "concordat.register.app"
    label = "register"
    default_auto_field = "django.db.models.BigAutoField"
