"""Rule sets, assessments with their evidence, approved reports.

A new site begins here. One of before goes by the single steps that this replaces (docs/decisions/0027).
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from assessment import triggers
from foundation.first_tables import FirstTables


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(FirstTables):
    replaces = [
        ("assessment", "0001_initial"),
        ("assessment", "0002_append_only"),
    ]

    dependencies = [
        ("forms", "0003_quarantine"),
        ("organisations", "0003_session_round"),
    ]

    operations = [
        migrations.CreateModel(
            name="RuleSetVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("slug", models.CharField(max_length=50)),
                ("title", models.CharField(max_length=300)),
                ("sha256", models.CharField(max_length=64, unique=True)),
                ("content", models.TextField()),
                ("valid_from", models.DateField()),
                ("valid_to", models.DateField(blank=True, null=True)),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "bộ tiêu chuẩn đánh giá",
                "verbose_name_plural": "bộ tiêu chuẩn đánh giá",
            },
        ),
        migrations.CreateModel(
            name="Assessment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("school_year", models.CharField(max_length=9)),
                ("multi_level", models.BooleanField(default=False)),
                ("state", models.CharField(default="OPEN", max_length=10)),
                ("begun_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "begun_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.authority"
                    ),
                ),
                (
                    "rules",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="assessments",
                        to="assessment.rulesetversion",
                    ),
                ),
            ],
            options={
                "verbose_name": "tự đánh giá",
                "verbose_name_plural": "tự đánh giá",
                "ordering": ["-school_year", "-id"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "rules", "school_year"), name="assessed_once_a_year")
                ],
            },
        ),
        migrations.CreateModel(
            name="CouncilMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=150)),
                ("position", models.CharField(max_length=150)),
                ("duty", models.CharField(default="MEMBER", max_length=10)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="council", to="assessment.assessment"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="CriterionRecord",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("criterion", models.CharField(max_length=10)),
                ("answers", models.JSONField(default=dict)),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="records", to="assessment.assessment"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("assessment", "criterion"), name="criterion_once")],
            },
        ),
        migrations.CreateModel(
            name="Evidence",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("criterion", models.CharField(max_length=10)),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("added_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "added_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="evidence", to="assessment.assessment"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forms.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ["criterion", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("assessment", "criterion", "number"), name="evidence_number_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Report",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("number", models.PositiveIntegerField()),
                ("level", models.PositiveIntegerField()),
                ("sha256", models.CharField(max_length=64)),
                ("approved_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "approved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "assessment",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="reports", to="assessment.assessment"
                    ),
                ),
                (
                    "file",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="forms.storedfile"
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
                "constraints": [models.UniqueConstraint(fields=("assessment", "number"), name="report_number_once")],
            },
        ),
        migrations.RunPython(install, remove),
    ]
