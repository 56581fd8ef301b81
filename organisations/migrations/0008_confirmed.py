"""An authority is confirmed by the site it is of; what earlier releases invented a code for is not."""

from django.db import migrations, models

#: Slug → the provisional code that the seed of earlier releases gave.
PROVISIONAL = {
    "sgddt-daklak": "H15.50", "ttpvhcc-daklak": "H15.01", "ubnd-buon-ma-thuot": "H15.101", "ubnd-ea-kar": "H15.102",
    "thpt-buon-ma-thuot": "H15.50.01", "thpt-ngo-gia-tu": "H15.50.02", "thcs-ea-kar": "H15.102.01",
}  # fmt: skip


def ask_for_the_provisional(apps, schema_editor):
    authorities = apps.get_model("organisations", "Authority").objects
    for slug, code in PROVISIONAL.items():
        authorities.filter(slug=slug, code=code).update(confirmed=False)


class Migration(migrations.Migration):
    dependencies = [("organisations", "0007_school_levels")]

    operations = [
        migrations.AddField(
            model_name="authority",
            name="confirmed",
            field=models.BooleanField(
                default=True,
                help_text="tên, mã định danh, địa chỉ đúng như văn bản của cơ quan",
                verbose_name="đã xác nhận",
            ),
        ),
        migrations.RunPython(ask_for_the_provisional, migrations.RunPython.noop),
    ]
