"""A dossier keeps keyed hashes of what it asks for whom, by which a second request for the same is found."""

from django.db import migrations, models


def mark(name):
    return migrations.AddField(
        "dossier", name, models.CharField(blank=True, default="", editable=False, max_length=32)
    )


class Migration(migrations.Migration):
    dependencies = [("workflows", "0026_words_people_use")]

    operations = [
        mark("request_by_number"),
        mark("request_by_name"),
        migrations.AddIndex(
            "dossier", models.Index(fields=["request_by_number"], name="dossier_by_request_number")
        ),
        migrations.AddIndex("dossier", models.Index(fields=["request_by_name"], name="dossier_by_request_name")),
    ]
