"""The facts of documents are encrypted: slips state identity numbers, phones and addresses."""

from django.db import migrations, models

import protection.fields
from documents import triggers
from protection import moving


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


def seal(apps, schema_editor):
    moving.seal(apps.get_model("documents", "Document"), ("facts",), schema_editor.connection.alias)


def open_again(apps, schema_editor):
    moving.open_again(apps.get_model("documents", "Document"), ("facts",), schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("documents", "0002_frozen")]

    operations = [
        migrations.RunPython(remove, install),
        migrations.RenameField("document", "facts", "facts_clear"),
        migrations.AlterField("document", "facts_clear", models.JSONField(null=True)),
        migrations.AddField("document", "sealed_key", protection.fields.RowKey()),
        migrations.AddField(
            "document",
            "facts",
            protection.fields.SealedJSONField(default=dict, verbose_name="nội dung"),
            preserve_default=False,
        ),
        migrations.RunPython(seal, open_again),
        migrations.RemoveField("document", "facts_clear"),
        migrations.RunPython(install, remove),
    ]
