"""Procure's addresses: those of every module of `addresses`, found by being there."""

from __future__ import annotations

from concordat.core.discovery import found
from concordat.procure.app import addresses

urlpatterns = list(found(addresses, "urlpatterns"))
