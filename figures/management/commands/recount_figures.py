"""`manage.py recount_figures [--from DAY] [--to DAY]`: count the days anew from the journal."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from figures import sweeping
from figures.counting import count_open


class Command(BaseCommand):
    """Every day of the site's life without dates."""

    help = "Counts the statistics of procedures anew from the journal."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--from",
            dest="start",
            type=dt.date.fromisoformat,
            help="YYYY-MM-DD; default: the first",
        )
        parser.add_argument(
            "--to", dest="end", type=dt.date.fromisoformat, help="YYYY-MM-DD; default: today"
        )

    def handle(
        self, *args: Any, start: dt.date | None, end: dt.date | None, **options: Any
    ) -> None:
        today = timezone.localdate()
        start, end = start or sweeping.first_day() or today, end or today
        if start > end:
            raise CommandError("--from is after --to")
        days = sweeping.again(start, end)
        count_open(timezone.now())
        self.stdout.write(f"{days} days counted, {start} to {end}")
