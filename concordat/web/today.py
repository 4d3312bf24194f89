"""The day it is taken to be: the only clock of the pages, so that a demo and a past question can set it."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.utils import timezone


def today() -> date:
    """`CONCORDAT_AS_OF` where it is set, else today in London."""
    return settings.AS_OF or timezone.localdate()
