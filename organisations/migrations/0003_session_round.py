"""A person can be signed out on every device: sessions carry the round they began in."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0002_seal_people")]

    operations = [
        migrations.AddField(
            "user", "session_round", models.PositiveIntegerField(default=0, editable=False)
        ),
    ]
