"""Share as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class ShareConfig(AppConfig):
    """Share's own tables: what the register does not keep."""

    name = "concordat.share.app"
    label = "share"
    default_auto_field = "django.db.models.BigAutoField"
