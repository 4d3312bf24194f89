"""What the shell keeps: jobs, the long work asked for and how far it has come."""

from __future__ import annotations

import uuid

from django.db import models


class Job(models.Model):
    """One piece of long work. `result` and `error` are only for who asked; `worker` is the process doing it."""

    class State(models.TextChoices):
        """How far a job has come."""

        WAITING = "waiting"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CUT_OFF = "cut off"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=80)
    title = models.CharField(max_length=200)
    seat = models.ForeignKey("register.Seat", on_delete=models.CASCADE)
    as_of = models.DateField()
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=20, choices=State.choices, default=State.WAITING)
    percent = models.PositiveSmallIntegerField(default=0)
    saying = models.CharField(max_length=300, blank=True)
    result = models.JSONField(null=True)
    error = models.TextField(blank=True)
    worker = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["state", "made_at"])]

    def __str__(self) -> str:
        return f"{self.title}: {self.state}"

    @property
    def over(self) -> bool:
        """Whether nothing more will come of it."""
        return self.state not in (self.State.WAITING, self.State.RUNNING)
