"""A dossier is brought back to an earlier step before its document has a number, whatever its
definition offers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import User
from workflows.act import Act, perform_on
from workflows.actions import ways_back
from workflows.actions.deciding import attach, note_work, settle
from workflows.actions.shared import GOING_ON, begin, check_right, go_on
from workflows.errors import WrongState
from workflows.journal.act_kinds import Told, declare
from workflows.models import Dossier, DossierDocument, Entry, WorkItem
from workflows.papers import signing
from workflows.process import assignment, moves

Decision = Dossier.Decision


class BroughtBack(TypedDict):
    """To which step."""

    to: str


BRING_BACK = declare(
    "bring_back",
    gettext_lazy("Trả hồ sơ về bước trước"),
    told=Told.NOBODY,
    carries=(BroughtBack, *GOING_ON),
)


def bring_back(
    item: WorkItem,
    actor: User,
    to: str,
    reason: str,
    key: str | None = None,
    values: Mapping[str, Any] | None = None,
    files: Sequence[str] = (),
) -> Entry:
    """Whoever may do the task gives the dossier back to the step `to`, one of `ways_back.ways`, and
    says why.

    What was signed from there on is void, whoever decides next decides anew, and the task is again
    theirs who had it. The clock runs on; what was paid stays paid. `values` are what they had
    filled in, kept as with an outcome, `files` ids of papers. Raises NoRight, WrongState,
    AlreadyDone, Incomplete or KeyReused.
    """
    values = dict(values or {})
    content = ["bring_back", item.pk, to, reason, values, list(files)]
    return perform_on(item, actor, key, content, _bring_back, actor, to, reason, values, files)


def _bring_back(
    act: Act,
    item: WorkItem,
    actor: User,
    to: str,
    reason: str,
    values: dict[str, Any],
    files: Sequence[str],
) -> Entry:
    check_right(act, item)
    _refuse_numbered(act)
    chosen = next((one for one in ways_back.ways(act.dossier, item) if one.to == to), None)
    if chosen is None:
        raise WrongState(_("Hồ sơ không trả lại được bước này."))
    reason = note_work(act, item, chosen, values, reason)
    attach(act, item, files)
    begin(act)
    if not ways_back.keeps_decision(act.definition, to):
        settle(act, Decision.NONE, "")
    signing.give_up_from(act, to)
    signing.review(act)
    act.carry(BroughtBack(to=to))
    moved = moves.bring_back(item, to, actor)
    for opened in moved.opened:
        assignment.give_back(act, opened)
    return go_on(act, moved, BRING_BACK, item, "", reason)


def _refuse_numbered(act: Act) -> None:
    """What has a number is taken back by revoking it, never by going back."""
    if DossierDocument.objects.filter(
        dossier=act.dossier, kind__in=act.definition.document_ids()
    ).exists():
        raise WrongState(_("Văn bản đã được cấp số nên không trả lại được nữa."))
