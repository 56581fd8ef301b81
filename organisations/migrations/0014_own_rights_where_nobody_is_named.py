"""The constraint says in PostgreSQL too what it says of requests that name nobody: it was made while all named one."""

from django.db import migrations, models
from django.db.models import F, Q


class Migration(migrations.Migration):
    dependencies = [("organisations", "0013_new_addresses")]

    operations = [
        migrations.RemoveConstraint("rightrequest", "right_never_ones_own"),
        migrations.AddConstraint(
            "rightrequest",
            models.CheckConstraint(
                condition=~Q(asked_by=F("person")) & (~Q(state="GRANTED") | ~Q(decided_by=F("person"))),
                name="right_never_ones_own",
            ),
        ),
    ]
