"""After the decision: the sealed result, the stop, the extension."""

from __future__ import annotations

import datetime as dt

from django.utils.translation import gettext as _

from documents.models import Document
from organisations.models import User
from workflows import clock, nodes, permissions, registering
from workflows.actions.moving import arrive
from workflows.door import Act, locked, repeated
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.models import Dossier, DossierDocument, Entry, WorkItem


def issued(document: Document) -> Entry | None:
    """The worker sealed the decision document: status 9, and 10 at once where the result goes online. Repeats: None."""
    link = DossierDocument.objects.get(document=document)
    with locked(link.dossier_id) as dossier:
        act = Act(dossier, None, None, None)
        waiting = WorkItem.objects.select_related("authority").filter(process=dossier, finished__isnull=True).first()
        if waiting is None or document.key != f"dossier:{dossier.pk}:{waiting.pk}":
            return None
        waiting.process = dossier
        act.move("finish")
        dossier.done_at = act.now
        clock.stop(dossier, act.now, "issue")
        registering.note(dossier, act.definition, act.definition.document(link.kind), document)
        act.data["document"] = document.symbol
        moved = nodes.advance(waiting, "", None)
        arrive(act, moved)
        entry = act.record("issue", item=waiting)
        if moved.end is not None and moved.end.act == "return_result":
            last = Act(dossier, None, None, None)
            last.move("return")
            entry = last.record("return_result")
        return entry


def stop(dossier: Dossier, actor: User, reason: str = "", key: str | None = None) -> Entry:
    """The office confirms the applicant's wish to stop."""
    content = ["stop", dossier.pk, reason]
    with locked(dossier.pk) as dossier:
        if done := repeated(key, content):
            return done
        act = Act(dossier, actor, key, content)
        if not permissions.may_stop(actor, dossier):
            raise NoRight(_("Chỉ dừng được hồ sơ mà công dân đã yêu cầu rút."))
        act.move("stop")
        clock.stop(dossier, act.now, "stop")
        return act.record("stop", reason=reason)


def extend(dossier: Dossier, actor: User, reason: str, key: str | None = None) -> Entry:
    """One extension with an apology, at the latest one day before the due time (NĐ 118/2025; form 04).

    Where the whole limit is shorter than that day, any moment before the due time will do.
    """
    content = ["extend", dossier.pk, reason]
    with locked(dossier.pk) as dossier:
        if done := repeated(key, content):
            return done
        act = Act(dossier, actor, key, content)
        if not permissions.may_extend(actor, dossier):
            raise NoRight(_("Chỉ lãnh đạo cơ quan giải quyết được gia hạn, một lần, khi hồ sơ đang xử lý."))
        if act.definition.limit_for(dossier.channel, dossier.case).extension is None:
            raise WrongState(_("Thủ tục này không được gia hạn."))
        if not reason.strip():
            raise Incomplete(_("Hãy ghi lý do xin lỗi và gia hạn."))
        if act.now > _last_moment_to_extend(dossier):
            raise WrongState(_("Đã quá thời điểm được gia hạn (chậm nhất một ngày trước hạn trả)."))
        before = dossier.due_at
        clock.extend(dossier, act.definition, act.now)
        act.data["due"] = [str(before), str(dossier.due_at)]
        return act.record("extend", reason=reason)


def _last_moment_to_extend(dossier: Dossier) -> dt.datetime:
    if dossier.due_at is None or dossier.accepted_at is None:
        raise WrongState(_("Hồ sơ chưa có ngày hẹn trả."))
    last = dossier.due_at - dt.timedelta(days=1)
    return last if last > dossier.accepted_at else dossier.due_at
