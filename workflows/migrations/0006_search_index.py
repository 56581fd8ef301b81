"""PostgreSQL finds any part of a code or name by trigrams; SQLite, for trials and small sites, reads through."""

from django.contrib.postgres.operations import TrigramExtension
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def add(apps, schema: BaseDatabaseSchemaEditor) -> None:
    if schema.connection.vendor == "postgresql":
        schema.execute("CREATE INDEX dossier_search_parts ON workflows_dossier USING gin (search gin_trgm_ops)")


def drop(apps, schema: BaseDatabaseSchemaEditor) -> None:
    if schema.connection.vendor == "postgresql":
        schema.execute("DROP INDEX dossier_search_parts")


class Migration(migrations.Migration):
    dependencies = [("workflows", "0005_queue_indexes")]
    operations = [TrigramExtension(), migrations.RunPython(add, drop)]
