"""Answers, office values, phones and addresses of drafts and dossiers are encrypted; blind indexes find them."""

import json
from functools import cache

from django.db import migrations, models

import protection.fields
from protection import blind_index, moving

DRAFT, DOSSIER = ("answers",), ("answers", "office", "applicant_phone", "applicant_email")


def seal(apps, schema_editor):
    versions = apps.get_model("workflows", "ProcedureVersion")

    @cache
    def roles(version):
        return json.loads(versions.objects.values_list("canonical", flat=True).get(pk=version))["applicant"]

    def number(row, role):
        person = row.answers_clear.get(roles(row.version_id).get(role) or "")
        return blind_index.identity(person.get("identity") or "") if person else None

    def indexes(row):
        row.applicant_index = number(row, "person") or ""
        holder = number(row, "holder")  # None: the applicant applies for himself
        row.holder_index = row.applicant_index if holder is None else holder

    using = schema_editor.connection.alias
    moving.seal(apps.get_model("workflows", "Draft"), DRAFT, using)
    moving.seal(apps.get_model("workflows", "Dossier"), DOSSIER, using, indexes)


def open_again(apps, schema_editor):
    using = schema_editor.connection.alias
    moving.open_again(apps.get_model("workflows", "Draft"), DRAFT, using)
    moving.open_again(apps.get_model("workflows", "Dossier"), DOSSIER, using)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0006_search_index")]

    operations = [
        migrations.RenameField("draft", "answers", "answers_clear"),
        migrations.RenameField("dossier", "answers", "answers_clear"),
        migrations.RenameField("dossier", "office", "office_clear"),
        migrations.RenameField("dossier", "applicant_phone", "applicant_phone_clear"),
        migrations.RenameField("dossier", "applicant_email", "applicant_email_clear"),
        migrations.AddField("draft", "sealed_key", protection.fields.RowKey()),
        migrations.AddField("draft", "answers", protection.fields.SealedJSONField(default=dict)),
        migrations.AddField("dossier", "sealed_key", protection.fields.RowKey()),
        migrations.AddField("dossier", "answers", protection.fields.SealedJSONField(default=dict)),
        migrations.AddField("dossier", "office", protection.fields.SealedJSONField(default=dict)),
        migrations.AddField(
            "dossier",
            "applicant_phone",
            protection.fields.SealedCharField(blank=True, max_length=20, verbose_name="điện thoại"),
        ),
        migrations.AddField(
            "dossier",
            "applicant_email",
            protection.fields.SealedEmailField(blank=True, max_length=254, verbose_name="thư điện tử"),
        ),
        migrations.AddField(
            "dossier", "phone_index", protection.fields.BlindIndexField(source="applicant_phone", kind="phone")
        ),
        migrations.AddField(
            "dossier", "applicant_index", models.CharField(blank=True, default="", editable=False, max_length=32)
        ),
        migrations.AddField(
            "dossier", "holder_index", models.CharField(blank=True, default="", editable=False, max_length=32)
        ),
        migrations.RunPython(seal, open_again),
        migrations.RemoveField("draft", "answers_clear"),
        migrations.RemoveField("dossier", "answers_clear"),
        migrations.RemoveField("dossier", "office_clear"),
        migrations.RemoveField("dossier", "applicant_phone_clear"),
        migrations.RemoveField("dossier", "applicant_email_clear"),
        migrations.AddIndex("dossier", models.Index(fields=["phone_index"], name="dossier_by_phone")),
        migrations.AddIndex("dossier", models.Index(fields=["applicant_index"], name="dossier_by_applicant")),
        migrations.AddIndex("dossier", models.Index(fields=["holder_index"], name="dossier_by_holder")),
    ]
