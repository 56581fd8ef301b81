"""The commands that ran are append-only in the database itself."""

from django.db import migrations

from operation import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("operation", "0002_command_runs")]
    operations = [migrations.RunPython(install, remove)]
