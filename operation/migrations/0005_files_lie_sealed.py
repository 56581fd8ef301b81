"""Papers and documents are encrypted from here on (docs/decisions/0024); code from before reads them in clear only."""

from __future__ import annotations

from typing import Any

from django.db import migrations

from operation import file_keys


def lay_in_clear(apps: Any, schema_editor: Any) -> None:
    for store in file_keys.sealed_stores().values():
        file_keys.lay_in_clear(store)


class Migration(migrations.Migration):
    dependencies = [("operation", "0004_trial_restore")]
    # Forward nothing: files of before are read as they lie until `manage.py rotate_field_keys` has come by.
    operations = [migrations.RunPython(migrations.RunPython.noop, lay_in_clear)]
