"""The read log is append-only in the database itself."""

from django.db import migrations

from privacy import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("privacy", "0001_read_log")]
    operations = [migrations.RunPython(install, remove)]
