"""Procedures as they were published before (commit e3c58bb): frozen texts that dossiers still run
on.

Today's checker refuses them, so they are frozen past it, as they stand in a site that has run for
months.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.db import transaction

from tests.procedures.walking import now
from tests.workflows.procedures import changed
from workflows.definition import read_text, understand
from workflows.models import Dossier, ProcedureVersion
from workflows.procedure import publishing

TEXTS = Path(__file__).parent / "published_before"
PROCEDURES = Path(__file__).resolve().parents[2] / "workflows" / "procedures"


#: The way back that the copy's clerk has by today's definition.
OWN_WAY = (
    "      - {id: send_back, title: {vi: Trả lại lãnh đạo, en: Send back}, act: send_back, to:"
    " sign, "
)
OWN_WAY += "reason: required}\n"


def copy_without_way_back() -> ProcedureVersion:
    """The certified copy as an office may have frozen it: the clerk of the seal can only seal."""
    return freeze("diploma-copy", changed((OWN_WAY, "")))


def publish_before(slug: str) -> ProcedureVersion:
    """The frozen version of that time, with its templates."""
    return freeze(slug, (TEXTS / f"{slug}.yaml").read_text(encoding="utf-8"))


def freeze(slug: str, text: str) -> ProcedureVersion:
    """The text as the next version of the procedure, whatever the checker says of it today."""
    definition = understand(read_text(text, f"{slug}.yaml"))
    home = TEXTS if (TEXTS / slug).is_dir() else PROCEDURES
    docx = {one.template: (home / slug / one.template).read_bytes() for one in definition.documents}
    with transaction.atomic():
        pinned = publishing._pin(definition, docx)
        return publishing._freeze(publishing._procedure_of(pinned), pinned, text, None)


def left_empty(dossier: Dossier, step: str, **values: Any) -> Dossier:
    """The dossier with these fields as an officer left them then: the guards of that time let null
    pass.
    """
    dossier = now(dossier)
    dossier.office = {**dossier.office, step: {**dossier.office.get(step, {}), **values}}
    dossier.save(update_fields=["office"])
    return now(dossier)
