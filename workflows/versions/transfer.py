"""What a move to another version writes: the dossier's version, its open tasks, their timers; and
all of it back again.

Called by `actions.migrate` and `actions.migrate_back` alone, under the dossier's lock. What is
remembered goes into the journal's entry: ids, steps and times, nothing that was typed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from workflows import permissions
from workflows.act import Act
from workflows.compile import flow_for, node_name
from workflows.deadlines import timers
from workflows.deadlines.limit_in_force import limit_of, limit_stated
from workflows.definition import Consult
from workflows.errors import WrongState
from workflows.models import Dossier, ProcedureVersion, Timer, VersionMove, WorkItem
from workflows.process.nodes import address_to
from workflows.published import definition_of
from workflows.versions.comparing import Comparison
from workflows.versions.judging import asked_number, renamed

#: Timers that act; the others only warn.
ACTING = (Timer.Kind.SILENCE, Timer.Kind.LAPSE, Timer.Kind.CLOSE)
OF_ITEM = ("step", "role", "authority_id", "owner_id", "status")


def pair_of(move: VersionMove) -> Comparison:
    """Both definitions of an order, with what was chosen for them."""
    return Comparison(
        definition_of(move.old), definition_of(move.new), move.steps, tuple(move.left)
    )


def remember(dossier: Dossier, items: Sequence[WorkItem], pair: Comparison) -> dict[str, Any]:
    """What `restore` needs: row ids, places and times."""
    tasks = [
        {
            **{name: getattr(item, name) for name in OF_ITEM},
            "pk": item.pk,
            "due_at": _text(item.due_at),
            "assigned": _text(item.assigned),
            "data": item.data,
        }
        for item in items
    ]
    rows = Timer.objects.filter(item__in=items).order_by("pk")
    running = [
        {"pk": row.pk, "due_at": _text(row.due_at), "done_at": _text(row.done_at)} for row in rows
    ]
    return {
        "office": {
            pair.target(step): step
            for step in dossier.office
            if pair.target(step) not in ("", step)
        },
        "done": {str(pk): old for pk, old, _new in _renamed_tasks(dossier, pair)},
        "items": tasks,
        "timers": running,
        "case": dossier.case,
        "kept_limit": dossier.kept_limit,
        "due_at": _text(dossier.due_at),
    }


def carry(act: Act, items: Sequence[WorkItem], pair: Comparison) -> None:
    """Put the dossier and its tasks on the new version."""
    dossier = act.dossier
    dossier.office = renamed(dossier.office, pair)
    _rename_done(dossier, pair)
    _put_on(act, ProcedureVersion.objects.get(pk=act.data["to"]))
    for item in items:
        item.process = dossier
        number = asked_number(item, pair)
        _place(item, pair.target(item.step), number)
        _set_timers(act, item)


def _put_on(act: Act, version: ProcedureVersion) -> None:
    act.dossier.version = version
    act.dossier.flow_class = flow_for(version)


def _rename_done(dossier: Dossier, pair: Comparison) -> None:
    """Finished tasks under the new names: who decided a step must still be kept apart from who
    signs (four eyes).
    """
    for pk, _old, new in _renamed_tasks(dossier, pair):
        WorkItem.objects.filter(pk=pk).update(step=new)


def _renamed_tasks(dossier: Dossier, pair: Comparison) -> list[tuple[int, str, str]]:
    """Finished tasks whose step has another name now: id, old and new name."""
    done = WorkItem.objects.filter(process=dossier, finished__isnull=False).values_list(
        "pk", "step"
    )
    return [
        (pk, step, pair.target(step)) for pk, step in done if pair.target(step) not in ("", step)
    ]


def _place(item: WorkItem, target: str, asked: int | None) -> None:
    """The task at its new step: role, authority and hours of the new version; whoever has no right
    to it loses it.
    """
    dossier = item.dossier
    item.flow_task = dossier.flow_class.instance.node(node_name(target))
    item.step = target
    step = item.place
    if step.role:  # a person, or a council
        address_to(item, step.role, step.at, step.hours)
    elif isinstance(step, Consult) and asked is not None:
        one = step.asked[asked]
        item.data = item.data | {"asked": asked}
        address_to(item, one.role, one.at, step.hours_of(asked))
    if item.owner is not None and not permissions.holds_item(item.owner, item):
        item.owner, item.status, item.assigned = None, STATUS.NEW, None
    _save(item)


def _save(item: WorkItem) -> None:
    names = [
        "flow_task",
        "step",
        "role",
        "authority",
        "owner",
        "status",
        "assigned",
        "due_at",
        "data",
    ]
    item.save(update_fields=names)


def _set_timers(act: Act, item: WorkItem) -> None:
    """What happens by itself follows the new version, counted from the task's beginning; nothing
    happens at once.
    """
    known = {row.kind: row for row in Timer.objects.filter(item=item)}
    found = timers.of_item(item, item.place)
    Timer.objects.filter(item=item, done_at=None).exclude(kind__in=found).update(done_at=act.now)
    for kind, due in found.items():
        before = known.get(kind)
        if kind in ACTING:
            _refuse_surprise(kind, due, before, act.now)
        elif due <= act.now:
            continue  # a warning whose moment has passed was given, or says nothing any more
        Timer.objects.update_or_create(
            item=item, kind=kind, defaults={"dossier": item.dossier, "due_at": due, "done_at": None}
        )


def _refuse_surprise(kind: str, due: dt.datetime, before: Timer | None, now: dt.datetime) -> None:
    if due <= now:
        raise WrongState(
            _("Theo phiên bản mới, thời gian chờ của bước này đã hết ngay khi chuyển.")
        )
    if (
        kind == Timer.Kind.LAPSE
        and before is not None
        and before.done_at is None
        and due < before.due_at
    ):
        raise WrongState(_("Người nộp đã được báo một hạn bổ sung dài hơn phiên bản mới cho."))


def set_limit(dossier: Dossier, pair: Comparison, *, kept: bool) -> None:
    """The legal limit that holds from now on, and the case of the new version."""
    old = limit_of(dossier, pair.old)
    case = pair.new.case_for(dossier.answers)
    if case is None:
        raise WrongState(_("Không trường hợp nào của phiên bản mới hợp với hồ sơ này."))
    dossier.case = case.id
    new = limit_stated(dossier, pair.new, dossier.case)
    if not kept and dossier.entries.filter(act="lengthen").exists():
        raise WrongState(_("Hồ sơ đã được chuyển sang thời hạn dài hơn, nên phải giữ thời hạn đó."))
    if not kept and dossier.extended and new.extension is None:
        raise WrongState(_("Hồ sơ đã được gia hạn, mà thời hạn mới không cho gia hạn."))
    dossier.kept_limit = old.model_dump(mode="json") if kept and old != new else None


def restore(act: Act, version: ProcedureVersion, data: dict[str, Any]) -> None:
    """Everything as it stood before the move."""
    dossier, before = act.dossier, data["before"]
    _put_on(act, version)
    dossier.office = {
        before["office"].get(step, step): noted for step, noted in dossier.office.items()
    }
    for pk, step in before["done"].items():
        WorkItem.objects.filter(pk=int(pk)).update(step=step)
    dossier.case, dossier.kept_limit = before["case"], before["kept_limit"]
    dossier.due_at = _moment(before["due_at"])
    for row in before["items"]:
        _restore_item(dossier, row)
    _restore_timers(act, before)


def _restore_item(dossier: Dossier, row: dict[str, Any]) -> None:
    item = WorkItem.objects.get(pk=row["pk"])
    item.process = dossier
    for name in OF_ITEM:
        setattr(item, name, row[name])
    item.due_at, item.assigned, item.data = (
        _moment(row["due_at"]),
        _moment(row["assigned"]),
        row["data"],
    )
    item.flow_task = dossier.flow_class.instance.node(node_name(item.step))
    _save(item)


def _restore_timers(act: Act, before: dict[str, Any]) -> None:
    items = [row["pk"] for row in before["items"]]
    known = {row["pk"]: row for row in before["timers"]}
    for timer in Timer.objects.filter(item__in=items):
        row = known.get(timer.pk)
        timer.due_at = (_moment(row["due_at"]) if row else None) or timer.due_at
        timer.done_at = _moment(row["done_at"]) if row else act.now
        timer.save(update_fields=["due_at", "done_at"])


def _text(moment: dt.datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _moment(text: str | None) -> dt.datetime | None:
    return parse_datetime(text) if text else None
