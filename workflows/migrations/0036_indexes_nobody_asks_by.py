"""Indexes of single columns that no question of the site uses, or that another index begins with, go.

Each of them was written with every task, entry and dossier. They are dropped by what they cover and not by `AlterField`:
SQLite would make each table anew for each column, without its triggers.
"""

import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

INDEXED = {
    "dossier": ("applicant", "receiving", "deciding"),
    "entry": ("dossier",),
    "timer": ("item",),
    "workitem": ("process", "status", "created", "scheduled", "external_task_id", "owner_permission_content_type"),
}
#: PostgreSQL keeps a second index for LIKE beside a unique text; nobody asks so.
UNIQUE_TEXTS = {"dossier": ("code",), "entry": ("key",), "effect": ("key",)}


def fields_of(apps):
    """Model and field of each index, as they were before this migration."""
    for named in (INDEXED, UNIQUE_TEXTS):
        for name, fields in named.items():
            model = apps.get_model("workflows", name)
            yield from ((model, model._meta.get_field(field)) for field in fields)


def plain_indexes(connection, table):
    """Name and columns of the indexes that are not unique. Django's own look stumbles over our checks on SQLite."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute(f"PRAGMA index_list({table})")
            names = [name for _number, name, unique, *_rest in cursor.fetchall() if not unique]
            for name in names:
                cursor.execute(f"PRAGMA index_info({name})")
                yield name, [column for _place, _number, column in cursor.fetchall()]
            return
        for name, about in connection.introspection.get_constraints(cursor, table).items():
            if about["index"] and not about["unique"]:
                yield name, about["columns"]


def drop(apps, schema_editor):
    for model, field in fields_of(apps):
        for name, columns in list(plain_indexes(schema_editor.connection, model._meta.db_table)):
            if columns == [field.column]:
                schema_editor.execute(f"DROP INDEX {schema_editor.quote_name(name)}")


def put_back(apps, schema_editor):
    for model, field in fields_of(apps):
        for statement in schema_editor._field_indexes_sql(model, field):
            schema_editor.execute(statement)


def to(model, on_delete=models.PROTECT, **options):
    return models.ForeignKey(model, on_delete, db_index=False, **options)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0035_keyed_journal")]

    operations = [
        migrations.RunPython(drop, put_back),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    "dossier", "applicant", to(settings.AUTH_USER_MODEL, null=True, blank=True, related_name="dossiers")
                ),
                migrations.AlterField("dossier", "receiving", to("organisations.authority", related_name="+")),
                migrations.AlterField("dossier", "deciding", to("organisations.authority", related_name="+")),
                migrations.AlterField("entry", "dossier", to("workflows.dossier", related_name="entries")),
                migrations.AlterField("timer", "item", to("workflows.workitem", null=True, related_name="timers")),
                migrations.AlterField("workitem", "process", to("workflows.dossier", related_name="items")),
                migrations.AlterField("workitem", "status", models.CharField(default="NEW", max_length=50)),
                migrations.AlterField("workitem", "created", models.DateTimeField(default=django.utils.timezone.now)),
                migrations.AlterField("workitem", "scheduled", models.DateTimeField(blank=True, null=True)),
                migrations.AlterField(
                    "workitem", "external_task_id", models.CharField(blank=True, max_length=50, null=True)
                ),
                migrations.AlterField(
                    "workitem",
                    "owner_permission_content_type",
                    to("contenttypes.contenttype", models.CASCADE, blank=True, null=True),
                ),
            ],
        ),
    ]
