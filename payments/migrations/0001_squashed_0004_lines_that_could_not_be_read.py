"""Fees asked for, payments, refunds, statements of accounts.

A new site begins here. One of before goes by the single steps that this replaces (docs/decisions/0027).
"""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models

import protection.fields
from foundation.first_tables import FirstTables
from payments import triggers


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(FirstTables):
    replaces = [
        ("payments", "0001_initial"),
        ("payments", "0002_append_only"),
        ("payments", "0003_names_for_people"),
        ("payments", "0004_lines_that_could_not_be_read"),
    ]

    dependencies = [
        ("organisations", "0003_session_round"),
    ]

    operations = [
        migrations.CreateModel(
            name="FeeRequest",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=120, unique=True)),
                ("reference", models.CharField(max_length=16, unique=True)),
                ("amount", models.PositiveBigIntegerField()),
                ("purpose", models.CharField(max_length=25)),
                ("purpose_index", models.CharField(db_index=True, max_length=25)),
                ("state", models.CharField(default="ASKED", max_length=10)),
                ("asked_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("expires_at", models.DateTimeField(blank=True, null=True)),
                ("settled_at", models.DateTimeField(blank=True, null=True)),
                (
                    "payee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.authority"
                    ),
                ),
            ],
            options={
                "verbose_name": "khoản phí",
                "verbose_name_plural": "khoản phí",
                "ordering": ["id"],
                "indexes": [models.Index(fields=["payee", "state", "id"], name="fees_of_payee")],
                "constraints": [models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="fee_is_positive")],
            },
        ),
        migrations.CreateModel(
            name="Attempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("gateway", models.CharField(max_length=5)),
                ("reference", models.CharField(max_length=16, unique=True)),
                ("amount", models.PositiveBigIntegerField()),
                ("started_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("state", models.CharField(default="OPEN", max_length=6)),
                ("codes", models.JSONField(default=dict)),
                ("answered_at", models.DateTimeField(null=True)),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="attempts", to="payments.feerequest"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.CreateModel(
            name="PayeeAccount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("bank_name", models.CharField(max_length=100)),
                ("bin", models.CharField(max_length=6)),
                ("number", models.CharField(max_length=19)),
                ("holder", models.CharField(max_length=100)),
                (
                    "authority",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.authority"
                    ),
                ),
            ],
            options={
                "verbose_name": "tài khoản thu phí",
                "verbose_name_plural": "tài khoản thu phí",
            },
        ),
        migrations.CreateModel(
            name="Payment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("gateway", models.CharField(max_length=5)),
                ("number", models.CharField(max_length=60)),
                ("amount", models.PositiveBigIntegerField()),
                ("paid_at", models.DateTimeField()),
                ("noted_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("codes", models.JSONField(default=dict)),
                ("settles", models.BooleanField()),
                (
                    "attempt",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payment",
                        to="payments.attempt",
                    ),
                ),
                (
                    "noted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="payments", to="payments.feerequest"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "constraints": [
                    models.UniqueConstraint(fields=("gateway", "number"), name="payment_noted_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("settles", True)), fields=("request",), name="request_paid_once"
                    ),
                ],
                "verbose_name": "khoản đã nộp",
                "verbose_name_plural": "khoản đã nộp",
            },
        ),
        migrations.CreateModel(
            name="Refund",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("why", models.CharField(max_length=12)),
                ("state", models.CharField(default="DUE", max_length=4)),
                ("owed_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("settled_at", models.DateTimeField(null=True)),
                ("number", models.CharField(blank=True, max_length=60)),
                (
                    "payment",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="refund", to="payments.payment"
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(condition=models.Q(("state", "DUE")), fields=["id"], name="refunds_due")],
                "verbose_name": "khoản phải hoàn trả",
                "verbose_name_plural": "khoản phải hoàn trả",
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("sha256", models.CharField(max_length=64)),
                ("file_name", models.CharField(max_length=200)),
                ("imported_at", models.DateTimeField(default=django.utils.timezone.now)),
                ("passed_over", models.PositiveIntegerField(default=0)),
                (
                    "imported_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "payee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.authority"
                    ),
                ),
                ("read", models.PositiveIntegerField(default=0)),
            ],
            options={
                "ordering": ["-id"],
                "constraints": [models.UniqueConstraint(fields=("payee", "sha256"), name="statement_imported_once")],
            },
        ),
        migrations.CreateModel(
            name="StatementRow",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=64, unique=True)),
                ("line", models.PositiveIntegerField()),
                ("booked_on", models.DateField()),
                ("amount", models.PositiveBigIntegerField()),
                ("number", models.CharField(max_length=60)),
                ("sealed_key", protection.fields.RowKey(null=True)),
                ("text", protection.fields.SealedCharField(blank=True, max_length=1000)),
                ("state", models.CharField(default="NEW", max_length=12)),
                ("settled_at", models.DateTimeField(null=True)),
                (
                    "payment",
                    models.OneToOneField(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statement_row",
                        to="payments.payment",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="statement_rows",
                        to="payments.feerequest",
                    ),
                ),
                (
                    "settled_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="rows", to="payments.statement"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
                "indexes": [models.Index(fields=["statement", "state"], name="rows_to_settle")],
            },
        ),
        migrations.CreateModel(
            name="StatementFault",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("line", models.PositiveIntegerField()),
                ("reason", models.CharField(max_length=300)),
                (
                    "statement",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="faults", to="payments.statement"
                    ),
                ),
            ],
            options={
                "ordering": ["id"],
            },
        ),
        migrations.RunPython(install, remove),
    ]
