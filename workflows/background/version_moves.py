"""An order to move dossiers, and the worker that carries it out: cut off and begun again, each is
moved once.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from organisations.models import User
from workflows import actions, permissions
from workflows.errors import ActRefused, NoRight
from workflows.journal import outbox
from workflows.models import Effect, MovedDossier, VersionMove, VersionPath

KIND = "versions.move"
State = MovedDossier.State


def order(path: VersionPath, dossiers: Iterable[int], limit: str, by: User) -> VersionMove:
    """Write down which dossiers shall move, and owe the work. Raises NoRight."""
    if not permissions.may_move_versions(by):
        raise NoRight
    with transaction.atomic():
        move = VersionMove.objects.create(
            old=path.old, new=path.new, steps=path.steps, left=path.left, limit=limit, by=by
        )
        MovedDossier.objects.bulk_create(
            MovedDossier(move=move, dossier_id=pk) for pk in dict.fromkeys(dossiers)
        )
        _owe(move)
    return move


def order_back(move: VersionMove, by: User) -> int:
    """Have everything that was moved go back; returns how many will be tried. Raises NoRight."""
    if not permissions.may_move_versions(by):
        raise NoRight
    with transaction.atomic():
        count = move.dossiers.filter(state=State.MOVED).update(state=State.RETURNING, why="")
        if count:
            VersionMove.objects.filter(pk=move.pk).update(back_by=by)
            _owe(move)
    return count


def _owe(move: VersionMove) -> None:
    outbox.owe_by_itself(KIND, f"{KIND}:{uuid.uuid4()}", {"move": move.pk})


def carry_out(effect: Effect) -> None:
    """The worker's side: every dossier of the order that waits, one transaction each. Safe to
    repeat.
    """
    move = VersionMove.objects.select_related("old", "new", "by", "back_by").get(
        pk=effect.payload["move"]
    )
    waiting = move.dossiers.filter(state__in=(State.WAITING, State.RETURNING)).select_related(
        "dossier"
    )
    with override("vi"):
        for row in waiting.order_by("pk"):
            _carry_out_one(move, row)


def _carry_out_one(move: VersionMove, row: MovedDossier) -> None:
    forward = row.state == State.WAITING
    try:
        if forward:
            actions.migrate(row.dossier, move.by, move)
        else:
            actions.migrate_back(row.dossier, move.back_by or move.by)
    except ActRefused as refused:
        row.state = State.REFUSED if forward else State.MOVED
        row.why = (str(refused) or _("Không được phép."))[:500]
    else:
        row.state, row.why = (State.MOVED if forward else State.BACK), ""
    row.save(update_fields=["state", "why"])


def register() -> None:
    """Do the orders; called once, when the app is ready."""
    outbox.register(KIND, carry_out)
