"""Which levels a school teaches; empty: as its name says."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0006_areas")]
    operations = [
        migrations.AddField(
            model_name="authority",
            name="levels",
            field=models.JSONField(
                blank=True,
                default=list,
                help_text="của cơ sở giáo dục; để trống thì lấy theo tên trường, ví dụ THCS, THPT",
                verbose_name="cấp học",
            ),
        )
    ]
