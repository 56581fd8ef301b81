"""Of some holders only the year of birth is known, or the month: as text beside the day, which then stays empty."""

from django.db import migrations, models

from documents import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("documents", "0006_found_by_its_bytes")]

    operations = [
        migrations.RunPython(remove, install),
        migrations.AddField(
            "document",
            "holder_born",
            models.CharField(
                verbose_name="năm sinh, tháng sinh", max_length=7, db_default="", blank=True, editable=False
            ),
        ),
        migrations.RunPython(install, remove),
    ]
