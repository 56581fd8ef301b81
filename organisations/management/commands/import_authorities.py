"""manage.py import_authorities FILE: the authorities of the site's own (.csv or .xlsx); all, or
none and why.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from foundation.spreadsheets import UnreadableFile
from organisations import authorities


class Command(BaseCommand):
    help = (
        "Take in the authorities of a .csv or .xlsx file; one that is there and confirmed stays as"
        " it is."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        with override("vi"):
            try:
                taken = authorities.take_in(options["file"])
            except (authorities.Faulty, UnreadableFile) as fault:
                raise CommandError(
                    f"{options['file'].name}: không nhập cơ quan nào.\n{fault}"
                ) from fault
            except OSError as error:
                raise CommandError(f"{options['file']}: {error.strerror}") from error
        self.stdout.write(
            f"{taken.new} new, {taken.confirmed} confirmed, {taken.kept} stay as they are"
        )
