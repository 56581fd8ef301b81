"""Who read what; holds and erasures.

A new site begins here. One of before goes by the single steps that this replaces (docs/decisions/0027).
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

from foundation.first_tables import FirstTables
from privacy import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(FirstTables):
    replaces = [
        ("privacy", "0001_read_log"),
        ("privacy", "0002_append_only"),
        ("privacy", "0003_retention"),
    ]

    dependencies = [
        ("organisations", "0001_initial"),
        ("workflows", "0007_seal_personal_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="ReadEntry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("reader_name", models.CharField(max_length=150)),
                ("subject", models.CharField(blank=True, max_length=32)),
                ("what", models.CharField(max_length=120)),
                (
                    "dossier",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="workflows.dossier",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt xem dữ liệu",
                "verbose_name_plural": "lượt xem dữ liệu",
                "indexes": [
                    models.Index(fields=["dossier", "at"], name="reads_of_dossier"),
                    models.Index(fields=["subject", "at"], name="reads_of_person"),
                ],
            },
        ),
        migrations.CreateModel(
            name="LegalHold",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("reason", models.CharField(max_length=300)),
                ("placed_at", models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ("until", models.DateField(blank=True, null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="holds", to="workflows.dossier"
                    ),
                ),
                (
                    "placed_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "giữ lại hồ sơ",
                "verbose_name_plural": "giữ lại hồ sơ",
            },
        ),
        migrations.CreateModel(
            name="Erasure",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("announced_on", models.DateField()),
                ("due_on", models.DateField()),
                ("erased_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dossier",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="erasure", to="workflows.dossier"
                    ),
                ),
            ],
            options={
                "verbose_name": "xóa dữ liệu cá nhân",
                "verbose_name_plural": "xóa dữ liệu cá nhân",
                "ordering": ["due_on", "id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("erased_at__isnull", True)), fields=["due_on"], name="erasures_due"
                    )
                ],
            },
        ),
        migrations.RunPython(install, remove),
    ]
