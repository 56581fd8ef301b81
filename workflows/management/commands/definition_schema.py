"""Writes what the language of procedures is: a JSON Schema, by which editors complete, and a page
for people.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from workflows.definition import schema_text
from workflows.definition.reference import reference_text


class Command(BaseCommand):
    """manage.py definition_schema [--output FOLDER]"""

    help = "Write the JSON Schema of procedure.yaml and the page about its words."
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--output", type=Path, default=Path(settings.BASE_DIR) / "docs")

    def handle(self, *args: Any, **options: Any) -> None:
        pages = {"procedure.schema.json": schema_text(), "procedure-language.md": reference_text()}
        for name, text in pages.items():
            (options["output"] / name).write_text(text, encoding="utf-8")
            self.stdout.write(f"wrote {options['output'] / name}")
