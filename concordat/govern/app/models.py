"""What govern keeps until a vote is closed: ballots, who may vote in each, and what they said.

A closed ballot is the register's from then on, as a Decision and its Votes. What is here never changes again: the
migration gives the database triggers that refuse it, whoever asks.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Q

from concordat.register.app.models import AppendOnly
from concordat.register.meeting import Choice, Purpose

CHOICES = (Choice.FOR, Choice.AGAINST, Choice.ABSTAINED)
"""What a voter says; whoever says nothing is absent, and whoever has a conflict declares it."""

_KEPT = "A ballot that is closed, and what was said in it, is never changed."


class Ballot(models.Model):
    """A question put to a body at a meeting, with its terms as they were when it was opened.

    `question` is the hash of the proposal, `put` its conditions and owner; `body_row` and `terms` are rows.
    """

    class State(models.TextChoices):
        OPEN = "open"
        CLOSED = "closed"
        WITHDRAWN = "withdrawn"

    collaborative = models.CharField(max_length=80)
    proposal = models.TextField()
    body = models.TextField()
    meeting_on = models.DateField()
    purpose = models.CharField(max_length=20, choices=[(each.value, each.value) for each in Purpose])
    question = models.CharField(max_length=64)
    body_row = models.JSONField()
    terms = models.JSONField()
    put = models.JSONField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    opened_line = models.PositiveBigIntegerField()
    closed_at = models.DateTimeField(null=True)
    closed_by = models.CharField(max_length=200, blank=True)
    closed_line = models.PositiveBigIntegerField(null=True)
    decision = models.TextField(blank=True)
    reason = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["collaborative", "body", "meeting_on"])]
        constraints = [
            models.UniqueConstraint(
                fields=["collaborative", "proposal", "body"], condition=Q(state="open"), name="one_open_ballot"
            ),
            models.CheckConstraint(
                condition=Q(state="open", closed_at=None, closed_line=None, closed_by="", decision="", reason="")
                | (Q(state="closed", reason="") & ~Q(closed_at=None) & ~Q(closed_line=None) & ~Q(decision=""))
                | (Q(state="withdrawn", decision="") & ~Q(closed_at=None) & ~Q(closed_line=None) & ~Q(reason="")),
                name="closed_by_a_line",
            ),
            models.CheckConstraint(
                condition=Q(closed_line=None) | Q(closed_line__gt=F("opened_line")), name="closed_after_it_was_opened"
            ),
        ]

    def __str__(self) -> str:
        return f"ballot {self.pk} of {self.body} on {self.proposal}"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise AppendOnly(_KEPT)


class Voter(models.Model):
    """A seat with a vote in one ballot, and who held it when that was opened; `conflict` is what they declared."""

    ballot = models.ForeignKey(Ballot, on_delete=models.PROTECT, related_name="voters")
    organisation = models.CharField(max_length=40)
    office = models.CharField(max_length=120)
    votes = models.PositiveIntegerField()
    name = models.CharField(max_length=200, blank=True)
    chairs = models.BooleanField(default=False)
    conflict = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ballot", "organisation", "office"], name="one_seat_a_ballot"),
            models.CheckConstraint(condition=Q(votes__gt=0), name="a_voter_has_a_vote"),
        ]

    def __str__(self) -> str:
        return f"{self.office} of {self.organisation} in {self.ballot}"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise AppendOnly(_KEPT)


class BallotVote(models.Model):
    """What a voter says while the ballot is open: one row, changed until it is closed, shown to nobody else before."""

    voter = models.OneToOneField(Voter, on_delete=models.PROTECT, related_name="said")
    choice = models.CharField(max_length=20)
    reason = models.TextField(blank=True)
    at = models.DateTimeField()
    user = models.CharField(max_length=150)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(choice__in=[each.value for each in CHOICES]), name="a_vote_says_one_thing"
            )
        ]

    def __str__(self) -> str:
        return f"vote {self.pk}"  # and not what it says: this is what logs and errors print
