"""The applicant is asked while the clock runs: they answer, or their silence does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import User
from workflows import permissions
from workflows.act import Act, perform
from workflows.actions.shared import GOING_ON, go_on
from workflows.applicant.questions import open_question
from workflows.definition import Reply
from workflows.errors import NoRight, WrongState
from workflows.journal.act_kinds import Told, declare
from workflows.models import Dossier, DossierFile, Entry, WorkItem
from workflows.process import moves, nodes, requirements

REPLY = declare(
    "reply", gettext_lazy("Trả lời ý kiến"), told=Told.NOBODY, in_timeline=True, carries=GOING_ON
)
NO_REPLY = declare(
    "no_reply",
    gettext_lazy("Hết hạn trả lời, coi như đã có ý kiến"),
    told=Told.APPLICANT,
    reason_is_public=True,
    carries=GOING_ON,
)


def reply(
    dossier: Dossier,
    actor: User,
    values: Mapping[str, Any],
    key: str | None = None,
    files: Sequence[str] = (),
) -> Entry:
    """The applicant answers what they were asked; the legal clock has not stood still.

    `values` are the answers to the step's fields, `files` ids of papers they attached. What they
    say stays out of the journal, which is never erased; conditions and documents read it as
    `office.<step>.<field>`.

    Raises NoRight, WrongState, Incomplete or KeyReused.
    """
    content = ["reply", dossier.pk, dict(values), list(files)]
    return perform(dossier.pk, actor, key, content, _reply, actor, values, files)


def _reply(act: Act, actor: User, values: Mapping[str, Any], files: Sequence[str]) -> Entry:
    dossier = act.dossier
    if not permissions.may_reply(actor, dossier):
        raise NoRight
    asked = open_question(dossier)
    if asked is None:
        raise WrongState(_("Không có câu hỏi nào đang chờ bạn trả lời."))
    item, step = asked
    item.process = dossier
    requirements.check_answers(step.fields, values)
    rows = [
        DossierFile(dossier=dossier, file_id=stored, field="reply", step=item.step)
        for stored in files
    ]
    DossierFile.objects.bulk_create(rows, ignore_conflicts=True)
    _note(act, item, {**values, "silent": False})
    return go_on(act, moves.advance(item, "", None), REPLY, item, nodes.ANSWERED)


def taken_as_said(act: Act, item: WorkItem, step: Reply) -> Entry:
    """Nobody answered in time: what the definition says silence means is noted as the answer."""
    if step.silence is None:
        raise WrongState(_("Bước này không có lựa chọn như vậy."))
    _note(act, item, {**step.silence.values, "silent": True})
    moved = moves.advance(item, "", None)
    return go_on(act, moved, NO_REPLY, item, nodes.NOT_ANSWERED, step.silence.reason)


def _note(act: Act, item: WorkItem, noted: Mapping[str, Any]) -> None:
    act.dossier.office = {**act.dossier.office, item.step: dict(noted)}
