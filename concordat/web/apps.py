"""The shell as a Django app: it owns the jobs, and finds those of every verb."""

from __future__ import annotations

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class WebConfig(AppConfig):
    """The shell; when all apps are there, each one's `jobs` module has made its jobs known."""

    name = "concordat.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        autodiscover_modules("jobs")
