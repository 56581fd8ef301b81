"""How an application came in that a receptionist types: in person or by post."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0029_returned_signatures")]
    operations = [
        migrations.AddField(
            model_name="draft",
            name="channel",
            field=models.CharField(blank=True, default="", max_length=10, verbose_name="kênh nộp"),
        )
    ]
