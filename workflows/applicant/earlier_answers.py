"""Applying again like last time: what an earlier dossier answered, as far as the procedure asks it
today in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from forms.conditions.blanks import is_blank
from forms.field_kinds import AttachmentField
from forms.inputs import anchor
from forms.submission import check_form
from workflows.definition import Definition
from workflows.models import Dossier


def can_be_carried(dossier: Dossier) -> bool:
    """While the procedure is open, and the answers have not been erased."""
    procedure = dossier.version.procedure
    return procedure.open and procedure.current is not None and bool(dossier.answers)


def carried_over(answers: Mapping[str, Any], before: Definition, now: Definition) -> dict[str, Any]:
    """The answers of a new draft. Papers are brought anew, and what looked doubtful is asked again;
    an answer that today's form would refuse is left out.
    """
    kinds = {one.id: one.kind for one in before.form.fields()}
    asked = [
        one
        for one in now.form.fields()
        if kinds.get(one.id) == one.kind and not isinstance(one, AttachmentField)
    ]
    kept = {one.id: answers[one.id] for one in asked if not is_blank(answers.get(one.id))}
    known = kept | now.first_answers()
    refused = {fault.anchor for fault in check_form(now.form, known, only=set(kept))}
    return {name: value for name, value in known.items() if anchor(name) not in refused}
