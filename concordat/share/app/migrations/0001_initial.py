import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Opening",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("collaborative", models.CharField(max_length=80)),
                ("owner", models.CharField(max_length=40)),
                ("as_of", models.DateField()),
                ("opened_at", models.DateTimeField()),
                ("opened_by", models.CharField(max_length=200)),
                ("opened_by_user", models.CharField(max_length=150)),
                ("line", models.PositiveBigIntegerField()),
                ("reason", models.TextField()),
                ("agreement", models.TextField(blank=True)),
                ("version", models.PositiveIntegerField(null=True)),
                ("question", models.JSONField()),
                ("verdict", models.JSONField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["collaborative", "owner", "-opened_at"], name="share_openi_collabo_af9d4e_idx")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True), name="no_opening_without_a_reason"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="OpeningReview",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("controller", models.CharField(max_length=40)),
                ("reviewed_at", models.DateTimeField(null=True)),
                ("reviewed_by", models.CharField(blank=True, max_length=200)),
                ("appropriate", models.BooleanField(null=True)),
                ("note", models.TextField(blank=True)),
                ("line", models.PositiveBigIntegerField(null=True)),
                (
                    "opening",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reviews", to="share.opening"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("opening", "controller"), name="one_review_by_each_controller"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("appropriate", None), ("line", None), ("reviewed_at", None), ("reviewed_by", "")),
                            models.Q(
                                models.Q(("reviewed_at", None), _negated=True),
                                models.Q(("reviewed_by", ""), _negated=True),
                                models.Q(("appropriate", None), _negated=True),
                                models.Q(("line", None), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="reviewed_by_somebody",
                    ),
                ],
            },
        ),
    ]
