"""Restores, trial restores, and the commands that ran.

A new site begins here. One of before goes by the single steps that this replaces (docs/decisions/0027).
"""

import django.utils.timezone
from django.db import migrations, models

from foundation.first_tables import FirstTables
from operation import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(FirstTables):
    replaces = [
        ("operation", "0001_restoration"),
        ("operation", "0002_command_runs"),
        ("operation", "0003_append_only"),
        ("operation", "0004_trial_restore"),
        ("operation", "0005_files_lie_sealed"),
    ]

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Restoration",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("taken_at", models.DateTimeField()),
                ("restored_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("passed_over", models.JSONField(default=list)),
                ("held", models.JSONField(default=dict)),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="CommandRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(db_index=True, default=django.utils.timezone.now)),
                ("command", models.CharField(max_length=60)),
                ("account", models.CharField(max_length=80)),
            ],
            options={
                "verbose_name": "lệnh đã chạy",
                "verbose_name_plural": "lệnh đã chạy",
            },
        ),
        migrations.CreateModel(
            name="TrialRestore",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("at", models.DateTimeField(default=django.utils.timezone.now)),
                ("backup", models.CharField(max_length=60)),
                ("taken_at", models.DateTimeField()),
                ("seconds", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "lần khôi phục thử",
                "verbose_name_plural": "lần khôi phục thử",
                "ordering": ["-at"],
            },
        ),
        migrations.RunPython(install, remove),
    ]
