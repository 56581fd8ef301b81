"""Identity numbers and phones of accounts are encrypted; blind indexes find them."""

from django.db import migrations

import protection.fields
from protection import moving

NAMES = ("identity_number", "phone")


def seal(apps, schema_editor):
    moving.seal(apps.get_model("organisations", "User"), NAMES, schema_editor.connection.alias)


def open_again(apps, schema_editor):
    moving.open_again(apps.get_model("organisations", "User"), NAMES, schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial")]

    operations = [
        migrations.RenameField("user", "identity_number", "identity_number_clear"),
        migrations.RenameField("user", "phone", "phone_clear"),
        migrations.AddField("user", "sealed_key", protection.fields.RowKey()),
        migrations.AddField(
            "user",
            "identity_number",
            protection.fields.SealedCharField(blank=True, max_length=12, verbose_name="số định danh"),
        ),
        migrations.AddField(
            "user",
            "phone",
            protection.fields.SealedCharField(blank=True, max_length=20, verbose_name="điện thoại"),
        ),
        migrations.AddField(
            "user",
            "identity_index",
            protection.fields.BlindIndexField(source="identity_number", kind="identity", db_index=True),
        ),
        migrations.AddField(
            "user", "phone_index", protection.fields.BlindIndexField(source="phone", kind="phone", db_index=True)
        ),
        migrations.RunPython(seal, open_again),
        migrations.RemoveField("user", "identity_number_clear"),
        migrations.RemoveField("user", "phone_clear"),
    ]
