"""What converge keeps: runs of the planner, for each audience an edition of what it may see, and its papers.

A page never plans and never prices. What a job worked out is kept as it was shown, so that a plan a board has agreed
still says the same when the law, the register or this program has moved on; and as each audience has an edition of its
own, no page can show a reader what is not in theirs.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Run(models.Model):
    """One answer of the planner. `answer` is whole, for computation only: readers are shown an edition of it.

    `owner` is the ODS code of the organisation that asked; a run that only supposes something is shown to it alone.
    """

    collaborative = models.CharField(max_length=80)
    owner = models.CharField(max_length=40)
    as_of = models.DateField()
    made_at = models.DateTimeField()
    made_by = models.CharField(max_length=200)
    line = models.PositiveBigIntegerField()
    read_at = models.DateTimeField()
    supposed = models.BooleanField(default=False)
    question = models.JSONField(default=dict)
    status = models.CharField(max_length=40)
    gap = models.FloatField(null=True)
    cost = models.BigIntegerField(null=True)
    answer = models.JSONField()
    proposals = models.JSONField(default=list)
    compared_with = models.ForeignKey("self", null=True, on_delete=models.PROTECT)
    agreed_at = models.DateTimeField(null=True)
    agreed_by = models.CharField(max_length=200, blank=True)
    agreed_line = models.PositiveBigIntegerField(null=True)

    class Meta:
        indexes = [models.Index(fields=["collaborative", "supposed", "-made_at"])]
        constraints = [
            models.CheckConstraint(condition=Q(supposed=False) | Q(agreed_at=None), name="no_supposition_is_agreed"),
            models.CheckConstraint(condition=~Q(cost=None) | Q(agreed_at=None), name="only_a_plan_is_agreed"),
            models.CheckConstraint(
                condition=Q(agreed_at=None, agreed_by="", agreed_line=None)
                | (~Q(agreed_at=None) & ~Q(agreed_by="") & ~Q(agreed_line=None)),
                name="agreed_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{'supposition' if self.supposed else 'plan'} {self.pk} as of {self.as_of}"


class Edition(models.Model):
    """What one audience may see of a run: `facts` for the pages, and the pictures as SVG (blank where not for them)."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="editions")
    audience = models.CharField(max_length=80)
    facts = models.JSONField()
    roadmap = models.TextField(blank=True)
    costs = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "audience"], name="one_edition_each")]

    def __str__(self) -> str:
        return f"{self.run} for {self.audience}"


class Paper(models.Model):
    """A file of an edition, to be downloaded as it was written; `name` is its ending too."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="papers")
    name = models.CharField(max_length=20)
    what = models.CharField(max_length=200)
    media_type = models.CharField(max_length=120)
    contents = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["edition", "name"], name="one_paper_of_a_name")]

    def __str__(self) -> str:
        return f"{self.name} of {self.edition}"
