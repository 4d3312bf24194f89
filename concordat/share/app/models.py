"""What share keeps that the register does not: openings of the glass for somebody's care, and their reviews."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Opening(models.Model):
    """That data were opened for somebody's care, with a reason, where no agreement gave them (rule IG-26).

    `owner` is the ODS code of who asked. `question` and `verdict` are as they were that day, the verdict from shared
    rows only. No patient is named in any of it. It is shown to `owner` and to the controllers who are to review it.
    """

    collaborative = models.CharField(max_length=80)
    owner = models.CharField(max_length=40)
    as_of = models.DateField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200)
    opened_by_user = models.CharField(max_length=150)
    line = models.PositiveBigIntegerField()
    reason = models.TextField()
    agreement = models.TextField(blank=True)
    version = models.PositiveIntegerField(null=True)
    question = models.JSONField()
    verdict = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["collaborative", "owner", "-opened_at"])]
        constraints = [models.CheckConstraint(condition=~Q(reason=""), name="no_opening_without_a_reason")]

    def __str__(self) -> str:
        return f"opening {self.pk} by {self.owner} as of {self.as_of}"


class OpeningReview(models.Model):
    """One controller's review of an opening: made with it, blank, and filled in once by its Caldicott Guardian."""

    opening = models.ForeignKey(Opening, on_delete=models.PROTECT, related_name="reviews")
    controller = models.CharField(max_length=40)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.CharField(max_length=200, blank=True)
    appropriate = models.BooleanField(null=True)
    note = models.TextField(blank=True)
    line = models.PositiveBigIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["opening", "controller"], name="one_review_by_each_controller"),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by="", appropriate=None, line=None)
                | (~Q(reviewed_at=None) & ~Q(reviewed_by="") & ~Q(appropriate=None) & ~Q(line=None)),
                name="reviewed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"review of {self.opening} by {self.controller}"
