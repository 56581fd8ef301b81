"""Draws a procedure: SVG for people, BPMN 2.0 for other tools."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflows.definition import Definition, load
from workflows.drawing import diagram
from workflows.models import Procedure
from workflows.published import definition_of


class Command(BaseCommand):
    """manage.py draw_procedure SLUG|FOLDER [--output FOLDER] [--language vi|en]"""

    help = (
        "Write SLUG.svg and SLUG.bpmn of the published procedure, or of a folder with a"
        " procedure.yaml."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("procedure", metavar="SLUG|FOLDER")
        parser.add_argument(
            "--output", type=Path, default=Path(), help="folder to write to (default: here)"
        )
        parser.add_argument("--language", choices=["vi", "en"], default="vi")

    def handle(self, *args: Any, **options: Any) -> None:
        definition = self._definition(options["procedure"])
        folder: Path = options["output"]
        folder.mkdir(parents=True, exist_ok=True)
        drawn = {
            ".svg": diagram.svg(definition, language=options["language"]),
            ".bpmn": diagram.bpmn(definition),
        }
        for ending, text in drawn.items():
            path = folder / f"{definition.slug}{ending}"
            path.write_text(text, encoding="utf-8")
            self.stdout.write(f"wrote {path}")

    def _definition(self, named: str) -> Definition:
        folder = Path(named)
        if (folder / "procedure.yaml").is_file():
            return load(folder / "procedure.yaml")
        version = (
            procedure.current
            if (procedure := Procedure.objects.filter(slug=named).first())
            else None
        )
        if version is None:
            known = (
                ", ".join(Procedure.objects.order_by("slug").values_list("slug", flat=True))
                or "none"
            )
            raise CommandError(
                f"no published procedure and no folder is called {named!r}; published: {known}"
            )
        return definition_of(version)
