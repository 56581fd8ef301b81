"""The English of a procedure's field; filled when its next version is published."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("workflows", "0031_returned_tasks")]
    operations = [
        migrations.AddField(
            model_name="procedure",
            name="field_en",
            field=models.CharField(blank=True, default="", max_length=150, verbose_name="lĩnh vực, tiếng Anh"),
        )
    ]
