"""Messages and the letters that carry them.

A new site begins here. One of before goes by the single steps that this replaces (docs/decisions/0027).
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import protection.fields
from foundation.first_tables import FirstTables


class Migration(FirstTables):
    replaces = [
        ("notifications", "0001_initial"),
        ("notifications", "0002_seal_addresses"),
    ]

    dependencies = [
        ("organisations", "0001_initial"),
        ("workflows", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Message",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("channel", models.CharField(max_length=5)),
                ("subject", models.CharField(max_length=200)),
                ("body", models.TextField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("read_at", models.DateTimeField(blank=True, null=True)),
                (
                    "dossier",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="workflows.dossier"
                    ),
                ),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="messages", to="workflows.entry"
                    ),
                ),
                (
                    "recipient",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="portal_messages",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sealed_key", protection.fields.RowKey(null=True)),
                ("address", protection.fields.SealedEmailField(blank=True, max_length=254)),
                (
                    "address_index",
                    protection.fields.BlindIndexField(
                        blank=True, default="", editable=False, kind="email", max_length=32, source="address"
                    ),
                ),
            ],
            options={
                "verbose_name": "thông báo",
                "verbose_name_plural": "thông báo",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("channel", "INBOX")), fields=["recipient", "-id"], name="inbox_of_user"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("entry", "channel", "recipient"), name="message_to_user_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("address_index", ""), _negated=True),
                        fields=("entry", "channel", "address_index"),
                        name="message_to_address_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("channel", "EMAIL"), models.Q(("address_index", ""), _negated=True)),
                            models.Q(("address_index", ""), ("channel", "INBOX"), ("recipient__isnull", False)),
                            _connector="OR",
                        ),
                        name="message_can_reach_somebody",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Delivery",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("state", models.CharField(default="PENDING", max_length=7)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("next_try_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("lease_until", models.DateTimeField(blank=True, null=True)),
                ("last_error", models.CharField(blank=True, max_length=100)),
                ("sent_at", models.DateTimeField(blank=True, null=True)),
                (
                    "message",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="delivery", to="notifications.message"
                    ),
                ),
            ],
            options={
                "verbose_name": "lượt gửi thư",
                "verbose_name_plural": "lượt gửi thư",
                "ordering": ["-id"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "PENDING")), fields=["next_try_at"], name="deliveries_owed"
                    )
                ],
            },
        ),
    ]
