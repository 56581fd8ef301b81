"""Templates, number books and what was issued; the database itself refuses to change what was.

A new site begins here. One of before goes by the single steps that this replaces (docs/decisions/0027).
"""

import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models

import protection.fields
from documents import triggers
from foundation.first_tables import FirstTables


def install(apps, schema_editor):
    triggers.install(schema_editor.connection)


def remove(apps, schema_editor):
    triggers.remove(schema_editor.connection)


class Migration(FirstTables):
    replaces = [
        ("documents", "0001_initial"),
        ("documents", "0002_frozen"),
        ("documents", "0003_seal_facts"),
        ("documents", "0004_slip_forms"),
        ("documents", "0005_later_facts"),
        ("documents", "0006_found_by_its_bytes"),
        ("documents", "0007_birth_date_as_known"),
    ]

    dependencies = [
        ("organisations", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Template",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=120)),
                ("version", models.PositiveIntegerField()),
                ("docx", models.BinaryField()),
                ("sha256", models.CharField(max_length=64)),
                ("placeholders", models.JSONField(default=list)),
                ("published_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
            options={
                "verbose_name": "mẫu văn bản",
                "verbose_name_plural": "mẫu văn bản",
                "ordering": ["name", "-version"],
                "constraints": [
                    models.UniqueConstraint(fields=("name", "version"), name="template_version_once"),
                    models.UniqueConstraint(fields=("name", "sha256"), name="template_content_once"),
                ],
            },
        ),
        migrations.CreateModel(
            name="NumberBook",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("kind", models.CharField(max_length=20)),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.authority"
                    ),
                ),
            ],
            options={
                "verbose_name": "sổ cấp số",
                "verbose_name_plural": "sổ cấp số",
                "ordering": ["-year", "authority", "kind"],
                "constraints": [models.UniqueConstraint(fields=("authority", "kind", "year"), name="one_book_a_year")],
            },
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("code", models.CharField(max_length=16, unique=True)),
                ("key", models.CharField(editable=False, max_length=120, unique=True)),
                ("authority_name", models.CharField(max_length=200)),
                ("kind", models.CharField(max_length=20)),
                ("title", models.CharField(max_length=200)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveIntegerField()),
                ("symbol", models.CharField(max_length=60)),
                ("holder_name", models.CharField(blank=True, max_length=150)),
                ("holder_birth_date", models.DateField(blank=True, null=True)),
                ("signer_name", models.CharField(blank=True, max_length=150)),
                ("signer_position", models.CharField(blank=True, max_length=150)),
                ("issued_at", models.DateTimeField()),
                ("public", models.BooleanField(default=True)),
                ("state", models.CharField(default="RESERVED", max_length=8)),
                ("docx_sha256", models.CharField(blank=True, max_length=64)),
                ("pdf_sha256", models.CharField(blank=True, max_length=64)),
                ("sealed_at", models.DateTimeField(blank=True, null=True)),
                ("lease_until", models.DateTimeField(blank=True, editable=False, null=True)),
                ("revoked_at", models.DateTimeField(blank=True, null=True)),
                ("revocation_reason", models.TextField(blank=True)),
                (
                    "authority",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="organisations.authority"
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="documents.template"
                    ),
                ),
                ("sealed_key", protection.fields.RowKey(null=True)),
                ("facts", protection.fields.SealedJSONField()),
                ("subject", models.CharField(blank=True, db_default="", editable=False, max_length=60)),
                ("subject_version", models.PositiveBigIntegerField(db_default=0, editable=False)),
                ("holder_born", models.CharField(blank=True, db_default="", editable=False, max_length=7)),
            ],
            options={
                "verbose_name": "văn bản",
                "verbose_name_plural": "văn bản",
                "ordering": ["-id"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("authority", "kind", "year", "number"), name="document_number_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state", "RESERVED"),
                            models.Q(
                                models.Q(("pdf_sha256", ""), _negated=True),
                                models.Q(("docx_sha256", ""), _negated=True),
                                ("sealed_at__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="sealed_document_has_hashes",
                    ),
                ],
                "indexes": [models.Index(fields=["pdf_sha256"], name="document_by_its_bytes")],
            },
        ),
        migrations.CreateModel(
            name="SlipForm",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("name", models.CharField(max_length=40, unique=True)),
                ("number", models.CharField(blank=True, max_length=10)),
                ("source", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "verbose_name": "số của mẫu phiếu",
                "verbose_name_plural": "số của các mẫu phiếu",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="LaterFact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False)),
                ("subject", models.CharField(max_length=60)),
                ("version", models.PositiveBigIntegerField()),
                ("kind", models.CharField(max_length=10)),
                ("on", models.DateField()),
                ("decision", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "ordering": ["version"],
                "constraints": [models.UniqueConstraint(fields=("subject", "version"), name="later_fact_once")],
            },
        ),
        migrations.RunPython(install, remove),
    ]
