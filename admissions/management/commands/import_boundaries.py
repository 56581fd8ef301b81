"""`manage.py import_boundaries FILE.geojson`: outlines of wards for the map of the planner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from admissions.pages import ward_map
from admissions.planning.boundaries import NotBoundaries


class Command(BaseCommand):
    help = "Outlines of wards (GeoJSON with code and name) for the map of the planner"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *_args: Any, **given: Any) -> None:
        """All of them, or a sentence why not; what was imported before is replaced."""
        try:
            count = ward_map.keep(given["file"].read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError) as wrong:
            raise CommandError(f"Không đọc được tệp: {type(wrong).__name__}") from None
        except NotBoundaries as why:
            raise CommandError(str(why)) from None
        self.stdout.write(f"Đã nhập ranh giới {count} xã, phường.")
