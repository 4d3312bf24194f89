"""What the register keeps: entries in one bitemporal table, the ledger, who acts for whom, and uploads."""

from __future__ import annotations

import uuid
from datetime import date
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Coalesce

from concordat.core.ledger import Line
from concordat.register.app.permission import Part, Person


class Entry(models.Model):
    """One version of one row of any noun (docs/adr/0001-one-entry-table.md).

    A change never edits an entry: the version before is marked superseded and a new one is written. Only an erasure
    does (`store.erase`), and a line of the ledger tells of it.
    `words` is what a search may find, confidential columns left out.
    """

    collaborative = models.CharField(max_length=80)
    noun = models.CharField(max_length=60)
    key = models.TextField()
    label = models.TextField()
    owner = models.CharField(max_length=40, blank=True)
    values = models.JSONField()
    words = models.TextField()
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    private = models.BooleanField(default=False)
    version = models.PositiveIntegerField()
    recorded_at = models.DateTimeField()
    recorded_by = models.CharField(max_length=200)
    superseded_at = models.DateTimeField(null=True)
    line = models.PositiveBigIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["collaborative", "noun", "key"]),
            models.Index(fields=["collaborative", "superseded_at", "noun"]),
        ]
        constraints = [
            # A private draft shares no uniqueness with others' rows: a clash would tell that theirs exist.
            models.UniqueConstraint(
                "collaborative",
                "noun",
                "key",
                Coalesce("valid_from", Value(date.min)),
                condition=Q(superseded_at=None, private=False),
                name="one_shared_row",
            ),
            models.UniqueConstraint(
                "collaborative",
                "noun",
                "key",
                "owner",
                Coalesce("valid_from", Value(date.min)),
                condition=Q(superseded_at=None, private=True),
                name="one_private_row",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.noun} {self.key}, version {self.version}"


class AppendOnly(TypeError):
    """An attempt to change the past: a mistake of ours, not the user's."""


class LedgerLine(models.Model):
    """One sealed line of the ledger, written by an action in its own transaction and never changed."""

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField()
    by = models.CharField(max_length=200)
    action = models.CharField(max_length=80)
    subject = models.TextField()
    facts = models.JSONField()
    previous = models.CharField(max_length=64)
    seal = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.number} {self.action} {self.subject}"

    def line(self) -> Line:
        """The line as core.ledger verifies it."""
        names = ("number", "at", "by", "action", "subject", "facts", "previous", "seal")
        return Line(**{name: getattr(self, name) for name in names})

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise AppendOnly("A line of the ledger is never changed.")
        super().save(*args, force_insert=True, **{k: v for k, v in kwargs.items() if k != "force_insert"})

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise AppendOnly("A line of the ledger is never deleted.")


class Seat(models.Model):
    """That a user acts for an organisation in a collaborative, and as what."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="seats")
    collaborative = models.CharField(max_length=80)
    organisation = models.CharField(max_length=40)
    part = models.CharField(max_length=40, choices=[(each.value, each.value) for each in Part])
    office = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "collaborative", "organisation"], name="one_seat_each"),
        ]

    def __str__(self) -> str:
        return f"{self.user} for {self.organisation} in {self.collaborative}"

    def person(self) -> Person:
        """The person who acts from this seat."""
        return Person(
            user=self.user.get_username(),
            name=self.user.get_full_name() or self.user.get_username(),
            organisation=self.organisation,
            collaborative=self.collaborative,
            part=Part(self.part),
            office=self.office,
            seat=self.pk,
        )


class Upload(models.Model):
    """Files somebody put up and has not yet stored or dropped; nobody else sees them, and they expire."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    seat = models.ForeignKey(Seat, on_delete=models.CASCADE)
    made_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"upload of {self.seat} on {self.made_at:%Y-%m-%d}"


class UploadedFile(models.Model):
    """One file of an upload, as it came."""

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=200)
    contents = models.BinaryField()

    def __str__(self) -> str:
        return self.name
