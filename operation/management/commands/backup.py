"""`manage.py backup FOLDER`: the whole site, while it works, encrypted with BACKUP_KEY."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operation import backup
from operation.database import CannotCopy
from operation.sealing import NoKey


class Command(BaseCommand):
    help = "Back up database, uploads and documents, encrypted with BACKUP_KEY."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder", type=Path, help="where backups lie: files that an earlier one has stay"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            place, manifest = backup.take(options["folder"])
        except (CannotCopy, NoKey, OSError) as error:
            raise CommandError(f"no backup: {error}") from error
        size = manifest["database"]["size"]
        figures = {"place": str(place), "database_bytes": size, "files": len(manifest["files"])}
        self.stdout.write(json.dumps(figures))
