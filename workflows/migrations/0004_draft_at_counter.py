import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("organisations", "0001_initial"), ("workflows", "0003_frozen_versions")]

    operations = [
        migrations.AddField(
            model_name="draft",
            name="counter",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="organisations.authority",
            ),
        ),
    ]
