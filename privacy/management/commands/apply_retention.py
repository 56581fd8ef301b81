"""`manage.py apply_retention [--dry-run]`: once a day, by cron or a timer."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from privacy import retention


class Command(BaseCommand):
    help = "Announces the dossiers that will be erased, and erases those whose announced day has come."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would be erased today; change nothing")

    def handle(self, *args: Any, **given: Any) -> None:
        today = timezone.localdate()
        due = retention.due(today)
        if given["dry_run"]:
            self.stdout.write("\n".join(erasure.dossier.code for erasure in due) or "Nothing is to be erased today.")
            return
        erased = sum(retention.erase(erasure, today) for erasure in due)
        announced = sum(1 for _erasure in retention.announce(today))
        self.stdout.write(f"erased {erased}, announced {announced}")
