"""Files that people handed in.

A new site begins here. One of before goes by the single steps that this replaces (docs/decisions/0027).
"""

import uuid

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from foundation.first_tables import FirstTables


class Migration(FirstTables):
    replaces = [
        ("forms", "0001_initial"),
        ("forms", "0002_name_the_columns"),
        ("forms", "0003_quarantine"),
        ("forms", "0004_longer_content_type"),
    ]

    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="StoredFile",
            fields=[
                ("id", models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ("sha256", models.CharField(db_index=True, max_length=64)),
                ("size", models.PositiveIntegerField()),
                ("content_type", models.CharField(max_length=100)),
                ("pages", models.PositiveIntegerField(default=1)),
                ("name", models.CharField(max_length=200)),
                ("uploaded_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("scan", models.CharField(default="PENDING", max_length=10)),
                (
                    "uploaded_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploads",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("scan_attempts", models.PositiveIntegerField(default=0, editable=False)),
                ("scan_due_at", models.DateTimeField(blank=True, editable=False, null=True)),
            ],
            options={
                "verbose_name": "tệp tải lên",
                "verbose_name_plural": "tệp tải lên",
                "indexes": [
                    models.Index(
                        condition=models.Q(("scan__in", ["PENDING", "NONE", "UNREADABLE"])),
                        fields=["scan_due_at"],
                        name="forms_file_waiting",
                    )
                ],
            },
        ),
    ]
