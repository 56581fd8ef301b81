"""The addresses that letters go to are encrypted; a blind index keeps one letter an address."""

from django.db import migrations, models

import protection.fields
from protection import moving


def seal(apps, schema_editor):
    moving.seal(apps.get_model("notifications", "Message"), ("address",), schema_editor.connection.alias)


def open_again(apps, schema_editor):
    moving.open_again(apps.get_model("notifications", "Message"), ("address",), schema_editor.connection.alias)


class Migration(migrations.Migration):
    dependencies = [("notifications", "0001_initial")]

    operations = [
        migrations.RemoveConstraint("message", "message_to_address_once"),
        migrations.RemoveConstraint("message", "message_can_reach_somebody"),
        migrations.RenameField("message", "address", "address_clear"),
        migrations.AddField("message", "sealed_key", protection.fields.RowKey()),
        migrations.AddField(
            "message",
            "address",
            protection.fields.SealedEmailField(blank=True, max_length=254, verbose_name="địa chỉ"),
        ),
        migrations.AddField(
            "message", "address_index", protection.fields.BlindIndexField(source="address", kind="email")
        ),
        migrations.RunPython(seal, open_again),
        migrations.RemoveField("message", "address_clear"),
        migrations.AddConstraint(
            "message",
            models.UniqueConstraint(
                condition=models.Q(("address_index", ""), _negated=True),
                fields=("entry", "channel", "address_index"),
                name="message_to_address_once",
            ),
        ),
        migrations.AddConstraint(
            "message",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("channel", "EMAIL"), models.Q(("address_index", ""), _negated=True)),
                    models.Q(("address_index", ""), ("channel", "INBOX"), ("recipient__isnull", False)),
                    _connector="OR",
                ),
                name="message_can_reach_somebody",
            ),
        ),
    ]
