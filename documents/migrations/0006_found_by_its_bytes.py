from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("documents", "0005_later_facts")]

    operations = [
        migrations.AddIndex(
            model_name="document",
            index=models.Index(fields=["pdf_sha256"], name="document_by_its_bytes"),
        )
    ]
