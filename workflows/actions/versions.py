"""A running dossier goes to another version of its procedure, and back while nothing has happened
on it since.
"""

from __future__ import annotations

from typing import Any, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import User
from workflows import permissions
from workflows.act import Act, locked
from workflows.actions.shared import GOING_ON
from workflows.deadlines import clock
from workflows.deadlines.clock import DueMoved
from workflows.errors import NoRight, WrongState
from workflows.journal.act_kinds import Told, declare
from workflows.models import (
    Dossier,
    DossierDocument,
    Entry,
    ProcedureVersion,
    Signature,
    VersionMove,
    WorkItem,
)
from workflows.versions import transfer
from workflows.versions.comparing import Comparison
from workflows.versions.judging import judge
from workflows.versions.verdict import FOLLOWS, Standing

Followed = TypedDict(
    "Followed",
    {"from": int, "to": int, "steps": dict[str, str], "move": int, "before": dict[str, Any]},
)
_BY_VERSION = ("version", "flow_class", "case", "kept_limit")
MIGRATE = declare(
    "migrate",
    gettext_lazy("Chuyển sang phiên bản khác của thủ tục"),
    told=Told.NOBODY,
    changes=_BY_VERSION,
    carries=(Followed, DueMoved, *GOING_ON),
)
MIGRATE_BACK = declare(
    "migrate_back",
    gettext_lazy("Chuyển về phiên bản trước của thủ tục"),
    told=Told.NOBODY,
    changes=_BY_VERSION,
    carries=(Followed, DueMoved, *GOING_ON),
)


def migrate(dossier: Dossier, actor: User, move: VersionMove) -> Entry | None:
    """Put the dossier on the version the order names; None when it is there already.

    What may follow is judged again here, under the lock: whoever decided a step a moment before has
    won.

    Raises NoRight or WrongState.
    """
    with locked(dossier.pk) as dossier:
        if not permissions.may_move_versions(actor):
            raise NoRight
        if dossier.version_id == move.new_id:
            return None
        if dossier.version_id != move.old_id:
            raise WrongState(_("Hồ sơ không còn ở phiên bản mà kế hoạch chuyển đi."))
        act = Act(dossier, actor, None, None)
        pair = transfer.pair_of(move)
        items = list(WorkItem.objects.filter(process=dossier, finished=None).order_by("pk"))
        verdict = judge(_standing(dossier, items), pair, act.now)
        if verdict.kind != FOLLOWS:
            raise WrongState(" ".join(verdict.texts))
        way = {"from": move.old_id, "to": move.new_id, "steps": dict(move.steps), "move": move.pk}
        act.carry({**way, "before": transfer.remember(dossier, items, pair)})
        transfer.carry(act, items, pair)
        _set_limit(act, move, pair)
        return act.record(MIGRATE)


def _standing(dossier: Dossier, items: list[WorkItem]) -> Standing:
    kinds = frozenset(
        DossierDocument.objects.filter(dossier=dossier).values_list("kind", flat=True)
    )
    return Standing(
        dossier, items, kinds, Signature.objects.filter(dossier=dossier, voided_at=None).exists()
    )


def _set_limit(act: Act, move: VersionMove, pair: Comparison) -> None:
    """The limit the dossier had, or the new version's where its transitional rule says so."""
    dossier, before = act.dossier, act.dossier.due_at
    transfer.set_limit(dossier, pair, kept=move.limit == VersionMove.Limit.KEPT)
    if dossier.accepted_at is None or before is None:
        return
    dossier.due_at = clock.expected_due(dossier, pair.new)
    if dossier.due_at <= act.now < before:
        raise WrongState(_("Theo thời hạn của phiên bản mới, hồ sơ sẽ quá hạn ngay khi chuyển."))
    if dossier.due_at != before:
        act.carry(DueMoved(due=[str(before), str(dossier.due_at)]))


def migrate_back(dossier: Dossier, actor: User) -> Entry | None:
    """Undo the last act of the dossier, when that was its move to another version; None when it was
    undone before.

    Raises NoRight or WrongState.
    """
    with locked(dossier.pk) as dossier:
        if not permissions.may_move_versions(actor):
            raise NoRight
        last = dossier.entries.order_by("-sequence").first()
        if last is not None and last.act == "migrate_back":
            return None
        if last is None or last.act != "migrate":
            raise WrongState(_("Hồ sơ đã có việc khác sau khi chuyển nên không chuyển về được."))
        act = Act(dossier, actor, None, None)
        act.carry({"from": last.data["to"], "to": last.data["from"], "move": last.data["move"]})
        transfer.restore(act, ProcedureVersion.objects.get(pk=last.data["from"]), last.data)
        return act.record(MIGRATE_BACK)
