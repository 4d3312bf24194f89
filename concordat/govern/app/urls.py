"""Govern's addresses: those of every module of `addresses`, found by being there."""

from __future__ import annotations

from concordat.core.discovery import found
from concordat.govern.app import addresses

urlpatterns = list(found(addresses, "urlpatterns"))
