"""Papers that came with an opinion before it was noted which: those of its step that its author sent."""

from __future__ import annotations

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def link(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    papers = apps.get_model("workflows", "DossierFile").objects.filter(field="officer", item=None)
    opinions = apps.get_model("workflows", "Opinion").objects.order_by("id")
    for item, step, dossier, by, secret in opinions.values_list(
        "item", "item__step", "dossier", "by", "confidential"
    ).iterator():
        papers.filter(dossier=dossier, step=step, file__uploaded_by=by).update(item=item, confidential=secret)


class Migration(migrations.Migration):
    dependencies = [("workflows", "0022_papers_in_confidence")]

    operations = [migrations.RunPython(link, migrations.RunPython.noop, elidable=True)]
