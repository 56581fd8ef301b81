"""`manage.py makemigrations`: Django's own; labels, help texts and choices alone make no
migration.
"""

from __future__ import annotations

from django.core.management.commands.makemigrations import Command as DjangosOwn

from operation.schema_changes import SchemaChanges


class Command(DjangosOwn):
    autodetector = SchemaChanges
