"""Phrases by which people look for a procedure; filled when its next version is published."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0025_releases_seen")]
    operations = [
        migrations.AddField(
            model_name="procedure",
            name="words",
            field=models.TextField(default="", editable=False),
        )
    ]
