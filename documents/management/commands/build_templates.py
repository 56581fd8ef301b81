"""`manage.py build_templates`: write the shipped Word templates from their layouts."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from documents.layout.shipped import LAYOUTS


class Command(BaseCommand):
    help = (
        "Write the shipped Word templates (.docx); with --check only say whether they are up to"
        " date."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="write nothing, fail if a file differs"
        )

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        stale = []
        for name, layout in LAYOUTS.items():
            path = settings.BASE_DIR / name
            content = layout()
            if path.is_file() and path.read_bytes() == content:
                continue
            stale.append(name)
            if not check:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)
        if check and stale:
            raise CommandError("not built from their layout: " + ", ".join(stale))
        self.stdout.write("\n".join(stale) or "up to date")
