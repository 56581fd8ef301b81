"""Grants entered before get the key of their number; how a grant came from paper is append-only in the database."""

from django.db import migrations

from registers import symbols, triggers

BATCH = 1000


def fill(apps, schema_editor):
    rows = apps.get_model("registers", "Grant").objects.using(schema_editor.connection.alias)
    last = 0
    while batch := list(rows.filter(symbol_key="", pk__gt=last).order_by("pk")[:BATCH]):
        for row in batch:
            row.symbol_key = symbols.key(row.symbol)
        rows.bulk_update(batch, ["symbol_key"])
        last = batch[-1].pk


def install(apps, schema_editor):
    """SQLite made the table anew without its triggers; on PostgreSQL they stand in the way of this one column."""
    triggers.remove(schema_editor.connection)
    fill(apps, schema_editor)
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(migrations.Migration):
    dependencies = [("registers", "0006_licences_from_paper")]
    operations = [migrations.RunPython(install, remove)]
