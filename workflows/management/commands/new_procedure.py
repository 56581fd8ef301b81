"""Writes what a procedure begins with: its definition, its Word files, and the story by which it is
tested.
"""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from documents.layout.diploma_copy import refusal_letter
from documents.layout.plain_decision import decision
from workflows.definition import Definition, IssuedDocument
from workflows.procedure.inspection import Proposal, inspect
from workflows.sheets.deciders import Decider
from workflows.sheets.drafting import draft
from workflows.sheets.reading import ChannelRow, Said, Sheet

PAPERS = {"templates/result.docx": decision, "templates/refusal_letter.docx": refusal_letter}
#: As a sheet of the national portal would say it: each way to file, how long it takes, what it
#: costs.
WAYS = tuple(
    ChannelRow(Said(name, 0), Said("5 ngày làm việc", 0), Said("Phí: 0 Đồng", 0), Said("", 0))
    for name in ("Trực tuyến", "Trực tiếp", "Dịch vụ bưu chính")
)
STORY = Path(__file__).with_name("new_procedure_story.txt")


class Command(BaseCommand):
    """manage.py new_procedure SLUG --title TITLE [--code CODE] [--decides SLUG]"""

    help = (
        "Begin a procedure: a folder that is accepted as it is, to be given its own questions,"
        " steps and papers."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="its name in addresses and folders: school-lunch")
        parser.add_argument(
            "--title", required=True, help="its Vietnamese name, as it is published"
        )
        parser.add_argument(
            "--code", default="9.000000", help="its national code (default: 9.000000, of nobody)"
        )
        parser.add_argument(
            "--decides", default="sgddt-daklak", help="slug of the authority that decides"
        )
        parser.add_argument(
            "--root", type=Path, default=Path(settings.BASE_DIR), help="the project's folder"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        slug, root = options["slug"], options["root"]
        folder = root / "workflows" / "procedures" / slug
        story = root / "tests" / "procedures" / f"test_{slug.replace('-', '_')}.py"
        if taken := next((path for path in (folder, story) if path.exists()), None):
            raise CommandError(f"{taken} is there already")
        text = definition_text(slug, options["title"], options["code"], options["decides"])
        checked = inspect(Proposal(text, f"{slug}/procedure.yaml", paper_of))
        if checked.faults:
            raise CommandError("\n".join(str(finding) for finding in checked.faults))
        files: dict[Path, bytes] = {
            folder / name: content for name, content in checked.templates.items()
        }
        files[folder / "procedure.yaml"] = text.encode()
        files[story] = (
            STORY.read_text().replace("SLUG", slug).replace("DECIDES", options["decides"]).encode()
        )
        for path, content in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
            self.stdout.write(f"wrote {path}")


def definition_text(slug: str, title: str, code: str, decides: str) -> str:
    """The generic way of an office under these names, as YAML, with what is left to settle as
    remarks on top.
    """
    sheet = Sheet(Said(title, 0), {"Mã thủ tục": Said(code, 0)}, list(WAYS), result=Said(title, 0))
    made = draft(sheet, {}, timezone.localdate(), Decider(decides, "", None))
    made.data["slug"] = slug
    left = "".join(f"# - {doubt.text}\n" for doubt in made.doubts)
    return f"# A new procedure. To settle before it is published:\n{left}{made.body()}"


def paper_of(definition: Definition, document: IssuedDocument) -> bytes | None:
    """The Word file that a document begins with."""
    made = PAPERS.get(document.template)
    return made() if made else None
