"""Dossiers filed before requests were marked get their marks; those whose personal data were erased get none."""

from functools import cache

from django.db import migrations

from workflows.applicant import twins
from workflows.definition.loading import from_canonical

BATCH = 500


def mark(apps, schema_editor):
    using = schema_editor.connection.alias
    versions = apps.get_model("workflows", "ProcedureVersion").objects.using(using)

    @cache
    def definition(version):
        return from_canonical(versions.values_list("canonical", flat=True).get(pk=version))

    rows = apps.get_model("workflows", "Dossier")._base_manager.using(using)
    kept = rows.filter(sealed_key__isnull=False, request_by_name="")
    last = 0
    while batch := list(kept.filter(pk__gt=last).order_by("pk")[:BATCH]):
        for row in batch:
            twins.mark(row, definition(row.version_id))
        rows.bulk_update(batch, ["request_by_number", "request_by_name"])
        last = batch[-1].pk


class Migration(migrations.Migration):
    dependencies = [("workflows", "0027_marks_of_requests")]
    operations = [migrations.RunPython(mark, migrations.RunPython.noop)]
