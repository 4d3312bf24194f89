"""What the shell keeps: jobs, the long work asked for and how far it has come; and keys for programs."""

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


class ProgramKey(models.Model):
    """A key by which a program acts from a seat. Its text is shown to its owner once; `digest` is the hash of it.

    `expires_on` is the first day on which it opens nothing; the key goes with its seat.
    """

    seat = models.ForeignKey("register.Seat", on_delete=models.CASCADE, related_name="program_keys")
    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    made_on = models.DateField()
    expires_on = models.DateField()
    last_used_on = models.DateField(null=True)
    revoked_on = models.DateField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=~models.Q(name=""), name="no_key_without_a_name")]

    def __str__(self) -> str:
        return f"key {self.name} of {self.seat}"
