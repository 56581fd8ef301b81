"""A document knows what in a register it repeats; what is noted of that later is news to whoever checks it."""

from django.db import migrations, models

from documents import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("documents", "0004_slip_forms")]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            "document",
            "subject",
            models.CharField(verbose_name="mục sổ", max_length=60, db_default="", blank=True, editable=False),
        ),
        migrations.AddField(
            "document", "subject_version", models.PositiveBigIntegerField(db_default=0, editable=False)
        ),
        migrations.CreateModel(
            "LaterFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("subject", models.CharField(max_length=60)),
                ("version", models.PositiveBigIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("CORRECTED", "đã chỉnh sửa"),
                            ("REISSUED", "đã cấp lại"),
                            ("REVOKED", "đã thu hồi"),
                        ],
                        max_length=10,
                    ),
                ),
                ("on", models.DateField()),
                ("decision", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "ordering": ["version"],
                "constraints": [models.UniqueConstraint(fields=("subject", "version"), name="later_fact_once")],
            },
        ),
        migrations.RunPython(install, remove),
    ]
