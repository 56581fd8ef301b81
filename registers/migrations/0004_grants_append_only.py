"""Grants and their states are append-only in the database itself."""

from django.db import migrations

from registers import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("registers", "0003_grants")]
    operations = [migrations.RunPython(install, remove)]
