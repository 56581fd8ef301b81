"""`manage.py rotate_field_keys [--check]`: after a new key was put first in FIELD_KEY."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from protection import rotation


class Command(BaseCommand):
    help = "Wraps every row's data key by the newest FIELD_KEY while the site runs; --check only counts older ones."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="count, change nothing; fails when some are left")

    def handle(self, *args: Any, **given: Any) -> None:
        left = 0
        for model in rotation.keyed_models():
            if not given["check"]:
                self.stdout.write(f"{model._meta.label}: {sum(rotation.rewrap(model))} keys wrapped anew")
            left += rotation.stale(model)
        if left:
            raise CommandError(f"{left} rows are still under an older key: keep it listed, and run this again")
        self.stdout.write("Every key is under the newest FIELD_KEY; older ones may be taken out of the list.")
