"""`manage.py reform_organisation ID [--preview]`: say what a reform would do, or do it (the sweep
does on its day).
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from organisations.reform_models import Reform
from workflows import organisation_reforms


class Command(BaseCommand):
    help = "Run a reform of the organisation; with --preview only list what it would do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reform", type=int, help="number of the reform in the administration")
        parser.add_argument("--preview", action="store_true", help="change nothing")

    def handle(self, *args: Any, reform: int, preview: bool, **options: Any) -> None:
        found = Reform.objects.filter(pk=reform).first()
        if found is None:
            raise CommandError(f"there is no reform {reform}")
        if preview:
            self._show(organisation_reforms.plan(found))
            return
        try:
            moved = organisation_reforms.run(found)
        except organisation_reforms.ReformRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"{found}: {moved} hồ sơ đã chuyển")

    def _show(self, plan: organisation_reforms.Plan) -> None:
        for fault in plan.faults:
            self.stdout.write(f"! {fault}")
        for move in plan.moves:
            self.stdout.write(f"{move.dossier.code} → {move.takes}")
        for line in plan.people:
            self.stdout.write(line)
        for line in plan.anew:
            self.stdout.write(f"! phải đề nghị cấp lại: {line}")
        self.stdout.write(f"{len(plan.moves)} hồ sơ, {len(plan.people)} phân công")
