"""Writes the JSON Schema of procedure.yaml, which editors use to complete and check while one types."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from workflows.definition import schema_text


class Command(BaseCommand):
    """manage.py definition_schema [--output FILE]"""

    help = "Write the JSON Schema of procedure.yaml."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        default = Path(settings.BASE_DIR) / "docs" / "procedure.schema.json"
        parser.add_argument("--output", type=Path, default=default)

    def handle(self, *args: Any, **options: Any) -> None:
        options["output"].write_text(schema_text(), encoding="utf-8")
        self.stdout.write(f"wrote {options['output']}")
