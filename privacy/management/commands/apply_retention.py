"""`manage.py apply_retention [--dry-run]`: what beat has done every night, by hand."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from privacy import retention


class Command(BaseCommand):
    help = (
        "Announces the dossiers that will be erased, and erases those whose announced day has come."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--dry-run", action="store_true", help="say what would be erased today; change nothing"
        )

    def handle(self, *args: Any, **given: Any) -> None:
        today = timezone.localdate()
        if given["dry_run"]:
            codes = [erasure.dossier.code for erasure in retention.due(today)]
            self.stdout.write("\n".join(codes) or "Nothing is to be erased today.")
            return
        erased, announced = retention.apply(today)
        self.stdout.write(f"erased {erased}, announced {announced}")
