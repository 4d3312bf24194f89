"""Whether the service is ready: the database answers, its tables are of this version, and jobs are being done."""

from __future__ import annotations

from datetime import timedelta

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from concordat.web.models import Job

_LONGEST_WAIT = timedelta(minutes=15)


def checks() -> dict[str, bool]:
    """Each check by name. Raises DatabaseError where the database does not answer."""
    executor = MigrationExecutor(connection)
    migrated = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    return {"database": True, "migrations": migrated, "jobs": not migrated or not _stuck()}


def _stuck() -> bool:
    """Whether a job has waited so long that no worker can be there."""
    return bool(Job.objects.filter(state=Job.State.WAITING, made_at__lt=timezone.now() - _LONGEST_WAIT).exists())
