import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Ballot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("collaborative", models.CharField(max_length=80)),
                ("proposal", models.TextField()),
                ("body", models.TextField()),
                ("meeting_on", models.DateField()),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("approve", "approve"),
                            ("recommend", "recommend"),
                            ("assure", "assure"),
                            ("note", "note"),
                        ],
                        max_length=20,
                    ),
                ),
                ("question", models.CharField(max_length=64)),
                ("body_row", models.JSONField()),
                ("terms", models.JSONField()),
                ("put", models.JSONField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "Open"), ("closed", "Closed"), ("withdrawn", "Withdrawn")],
                        default="open",
                        max_length=10,
                    ),
                ),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=200)),
                ("opened_line", models.PositiveBigIntegerField()),
                ("closed_at", models.DateTimeField(null=True)),
                ("closed_by", models.CharField(blank=True, max_length=200)),
                ("closed_line", models.PositiveBigIntegerField(null=True)),
                ("decision", models.TextField(blank=True)),
                ("reason", models.TextField(blank=True)),
            ],
            options={
                "indexes": [
                    models.Index(fields=["collaborative", "body", "meeting_on"], name="govern_ball_collabo_6aef34_idx")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "open")),
                        fields=("collaborative", "proposal", "body"),
                        name="one_open_ballot",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("closed_at", None),
                                ("closed_by", ""),
                                ("closed_line", None),
                                ("decision", ""),
                                ("reason", ""),
                                ("state", "open"),
                            ),
                            models.Q(
                                ("reason", ""),
                                ("state", "closed"),
                                models.Q(("closed_at", None), _negated=True),
                                models.Q(("closed_line", None), _negated=True),
                                models.Q(("decision", ""), _negated=True),
                            ),
                            models.Q(
                                ("decision", ""),
                                ("state", "withdrawn"),
                                models.Q(("closed_at", None), _negated=True),
                                models.Q(("closed_line", None), _negated=True),
                                models.Q(("reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="closed_by_a_line",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("closed_line", None), ("closed_line__gt", models.F("opened_line")), _connector="OR"
                        ),
                        name="closed_after_it_was_opened",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Voter",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("organisation", models.CharField(max_length=40)),
                ("office", models.CharField(max_length=120)),
                ("votes", models.PositiveIntegerField()),
                ("name", models.CharField(blank=True, max_length=200)),
                ("chairs", models.BooleanField(default=False)),
                ("conflict", models.TextField(blank=True)),
                (
                    "ballot",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="voters", to="govern.ballot"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="BallotVote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("choice", models.CharField(max_length=20)),
                ("reason", models.TextField(blank=True)),
                ("at", models.DateTimeField()),
                ("user", models.CharField(max_length=150)),
                (
                    "voter",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="said", to="govern.voter"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="voter",
            constraint=models.UniqueConstraint(fields=("ballot", "organisation", "office"), name="one_seat_a_ballot"),
        ),
        migrations.AddConstraint(
            model_name="voter",
            constraint=models.CheckConstraint(condition=models.Q(("votes__gt", 0)), name="a_voter_has_a_vote"),
        ),
        migrations.AddConstraint(
            model_name="ballotvote",
            constraint=models.CheckConstraint(
                condition=models.Q(("choice__in", ["for", "against", "abstained"])), name="a_vote_says_one_thing"
            ),
        ),
    ]
