"""A published version is frozen in the database itself."""

from django.db import migrations

from workflows.procedure import frozen_versions


def install(apps, schema_editor):
    frozen_versions.install(schema_editor.connection)


def remove(apps, schema_editor):
    frozen_versions.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0002_append_only")]
    operations = [migrations.RunPython(install, remove)]
