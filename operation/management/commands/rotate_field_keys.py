"""`manage.py rotate_field_keys [--check]`: after a new key was put first in FIELD_KEY."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from operation import file_keys
from protection import rotation, security_log


class Command(BaseCommand):
    help = (
        "Wraps the data key of every row and file by the newest FIELD_KEY while the site runs, and"
        " encrypts files that lie in clear; --check only counts."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="count, change nothing; fails when some are left"
        )

    def handle(self, *args: Any, **given: Any) -> None:
        changes = not given["check"]
        rows, files = self._rows(changes), self._files(changes)
        if rows or files:
            raise CommandError(
                f"{rows} rows and {files} files are in clear or still under an older key: keep it"
                " listed, and run this again"
            )
        self.stdout.write(
            "Every key is under the newest FIELD_KEY; older ones may be taken out of the list."
        )

    def _rows(self, changes: bool) -> int:
        left = 0
        for model in rotation.keyed_models():
            if changes:
                self._tell(model._meta.label, sum(rotation.rewrap(model)))
            left += rotation.stale(model)
        return left

    def _files(self, changes: bool) -> int:
        left = 0
        for alias, store in file_keys.sealed_stores().items():
            if changes:
                self._tell(f"Files.{alias}", file_keys.move(store))
            left += file_keys.count_stale(store)
        return left

    def _tell(self, kind: str, count: int) -> None:
        self.stdout.write(f"{kind}: {count} keys wrapped anew")
        security_log.note("keys_rotated", kind=kind.lower(), count=count)
