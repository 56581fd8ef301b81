"""Print the table of who reads what of a dossier, as docs/administrator.md shows it."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from workflows.reading_rights.printed import markdown


class Command(BaseCommand):
    """`manage.py print_reading_rights`."""

    help = "In ra bảng quyền đọc hồ sơ: ai đọc được gì."

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Write the table to the standard output."""
        self.stdout.write(markdown(), ending="")
