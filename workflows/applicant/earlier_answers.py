"""Applying again like last time: what an earlier dossier answered, as far as the procedure asks it
today in the same way.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from forms.conditions.blanks import is_blank
from forms.field_kinds import AttachmentField
from forms.inputs import anchor
from forms.submission import check_form
from workflows.definition import Definition
from workflows.lifecycle import CLOSED
from workflows.models import Dossier


def why_not(dossier: Dossier) -> str:
    """What keeps its applicant from applying again like this time; "" where nothing does."""
    procedure = dossier.version.procedure
    if dossier.legal_status not in CLOSED:
        return _("Hồ sơ này còn đang được giải quyết.")
    if not dossier.answers:
        return _("Nội dung hồ sơ đã được xóa theo thời hạn lưu trữ nên không nộp lại như cũ được.")
    if not procedure.open or procedure.current is None:
        return _("Thủ tục này đang tạm ngừng nhận hồ sơ.")
    return ""


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
