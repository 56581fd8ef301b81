import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('workflows', '0039_represented'),
    ]

    operations = [
        migrations.AlterField(
            model_name='invitation',
            name='draft',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='invitations', to='workflows.draft'),
        ),
    ]
