"""The applicant is asked while the clock runs: he answers, or his silence does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from organisations.models import User
from workflows import nodes, permissions
from workflows.actions.moving import go_on
from workflows.definition import Reply
from workflows.door import Act, locked, repeated
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.models import Dossier, DossierFile, Entry, WorkItem
from workflows.questions import open_question


def reply(
    dossier: Dossier, actor: User, values: Mapping[str, Any], key: str | None = None, files: Sequence[str] = ()
) -> Entry:
    """The applicant answers what he was asked; the legal clock has not stood still.

    `values` are the answers to the step's fields, `files` ids of papers he attached. What he says stays out of the
    journal, which is never erased; conditions and documents read it as `office.<step>.<field>`.
    """
    content = ["reply", dossier.pk, dict(values), list(files)]
    with locked(dossier.pk) as dossier:
        if done := repeated(key, content):
            return done
        act = Act(dossier, actor, key, content)
        if not permissions.may_reply(actor, dossier):
            raise NoRight
        asked = open_question(dossier)
        if asked is None:
            raise WrongState(_("Không có câu hỏi nào đang chờ bạn trả lời."))
        item, step = asked
        item.process = dossier
        _check(step, values)
        rows = [DossierFile(dossier=dossier, file_id=stored, field="reply", step=item.step) for stored in files]
        DossierFile.objects.bulk_create(rows, ignore_conflicts=True)
        _note(act, item, {**values, "silent": False})
        return go_on(act, nodes.advance(item, "", None), "reply", item, nodes.ANSWERED)


def taken_as_said(act: Act, item: WorkItem, step: Reply) -> Entry:
    """Nobody answered in time: what the definition says silence means is noted as the answer."""
    if step.silence is None:
        raise WrongState(_("Bước này không có lựa chọn như vậy."))
    _note(act, item, {**step.silence.values, "silent": True})
    moved = nodes.advance(item, "", None)
    return go_on(act, moved, "no_reply", item, nodes.NOT_ANSWERED, step.silence.reason)


def _note(act: Act, item: WorkItem, noted: Mapping[str, Any]) -> None:
    act.dossier.office = {**act.dossier.office, item.step: dict(noted)}


def _check(step: Reply, values: Mapping[str, Any]) -> None:
    fields = {field.id: field for field in step.fields}
    if values.keys() - fields.keys():
        raise WrongState(_("Bước này không có ô nhập như vậy."))
    for name, field in fields.items():
        if field.is_required(values) and values.get(name) in (None, "", []):
            raise Incomplete(_("Hãy trả lời “%(field)s”.") % {"field": field.label["vi"]})
