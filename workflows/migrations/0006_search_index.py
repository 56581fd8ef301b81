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


class Trigrams(TrigramExtension):
    """Also to be undone on SQLite, where Django's own operation asks for PostgreSQL's catalogue."""

    def database_backwards(self, app_label, schema_editor, from_state, to_state) -> None:
        if schema_editor.connection.vendor == "postgresql":
            super().database_backwards(app_label, schema_editor, from_state, to_state)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0005_queue_indexes")]
    operations = [Trigrams(), migrations.RunPython(add, drop)]
