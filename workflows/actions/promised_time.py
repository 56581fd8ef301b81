"""When the promised time is not kept: the extension, the apology for what is late already, the
stop.
"""

from __future__ import annotations

import datetime as dt
from typing import TypedDict

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.calendar.working_time import calendar_for
from organisations.models import User
from organisations.roles import HEAD
from workflows import permissions
from workflows.act import Act, perform
from workflows.deadlines import clock, extensions
from workflows.deadlines.clock import DueMoved
from workflows.deadlines.limit_in_force import limit_of
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.journal.act_kinds import Told, declare
from workflows.models import Dossier, Entry
from workflows.papers import issuance
from workflows.papers.facts import due_text, moment_text
from workflows.papers.issuance import Numbered


class Promised(TypedDict):
    """Until when (ISO 8601)."""

    promised: str


EXTEND = declare(
    "extend",
    gettext_lazy("Xin lỗi và gia hạn"),
    told=Told.APPLICANT,
    reason_is_public=True,
    carries=(DueMoved, Numbered),
)
APOLOGISE = declare(
    "apologise",
    gettext_lazy("Xin lỗi vì trễ hẹn"),
    told=Told.APPLICANT,
    reason_is_public=True,
    carries=(Promised, Numbered),
)
STOP = declare(
    "stop",
    gettext_lazy("Dừng xử lý"),
    told=Told.APPLICANT,
    reason_is_public=True,
    carries=(Numbered,),
)


def extend(dossier: Dossier, actor: User, reason: str, key: str | None = None) -> Entry:
    """One extension with an apology, at the latest one day before the due time (NĐ 118/2025; the
    apology slip).

    Where the whole limit is shorter than that day, any moment before the due time will do.

    Raises NoRight, WrongState, Incomplete or KeyReused.
    """
    content = ["extend", dossier.pk, reason]
    return perform(dossier.pk, actor, key, content, _extend, actor, reason)


def _extend(act: Act, actor: User, reason: str) -> Entry:
    dossier = act.dossier
    _begin(act, actor, reason)
    if limit_of(dossier, act.definition).extension is None:
        raise WrongState(_("Thủ tục này không được gia hạn."))
    if act.now > extensions.last_moment_to_extend(dossier):
        raise WrongState(_("Đã quá thời điểm được gia hạn (chậm nhất một ngày trước hạn trả)."))
    before = dossier.due_at
    clock.extend(dossier, act.definition, act.now)
    act.carry(DueMoved(due=[str(before), str(dossier.due_at)]))
    _apology(act, reason, before, dossier.due_at)
    return act.record(EXTEND, reason=reason)


def apologise(
    dossier: Dossier, actor: User, reason: str, promised: dt.date, key: str | None = None
) -> Entry:
    """The head apologises for a dossier that can be extended no more, and names the day on which it
    will be done.

    The legal due time stays: the dossier is late, and counted as late (QĐ 766/QĐ-TTg). One promise
    a dossier.

    Raises NoRight, WrongState, Incomplete or KeyReused.
    """
    content = ["apologise", dossier.pk, reason, promised.isoformat()]
    return perform(dossier.pk, actor, key, content, _apologise, actor, reason, promised)


def _apologise(act: Act, actor: User, reason: str, promised: dt.date) -> Entry:
    dossier = act.dossier
    _begin(act, actor, reason)
    if not extensions.may_only_apologise(dossier, act.definition, act.now):
        raise WrongState(
            _("Hồ sơ còn gia hạn được hoặc chưa sắp quá hạn: chưa cần phiếu xin lỗi này.")
        )
    calendar = calendar_for(dossier.deciding)
    if promised < timezone.localdate(act.now) or not calendar.is_working_day(promised):
        raise Incomplete(_("Ngày hẹn mới phải là một ngày làm việc, không trước hôm nay."))
    until = calendar.closing(promised)
    if dossier.due_at is None or until <= max(dossier.due_at, act.now):
        raise Incomplete(_("Ngày hẹn mới phải sau ngày hẹn cũ và chưa qua."))
    act.carry(Promised(promised=until.isoformat()))
    _apology(act, reason, dossier.due_at, until)
    return act.record(APOLOGISE, reason=reason)


def stop(dossier: Dossier, actor: User, reason: str = "", key: str | None = None) -> Entry:
    """The office confirms the applicant's wish to stop, with a notice (NĐ 118/2025 Điều 21).

    Raises NoRight, WrongState or KeyReused.
    """
    content = ["stop", dossier.pk, reason]
    return perform(dossier.pk, actor, key, content, _stop, actor, reason)


def _stop(act: Act, actor: User, reason: str) -> Entry:
    dossier = act.dossier
    if not permissions.may_stop(actor, dossier):
        raise NoRight(_("Chỉ dừng được hồ sơ mà công dân đã yêu cầu rút."))
    act.acts_under(permissions.post_to_stop(actor, dossier))
    act.move("stop")
    clock.stop(dossier, act.now, "stop")
    stop_notice(act, reason.strip() or "Theo yêu cầu của người nộp hồ sơ.")
    return act.record(STOP, reason=reason)


def stop_notice(act: Act, reason: str) -> None:
    """Number the notice that the office which received sends when a dossier stops."""
    issuance.notice(
        act, "stop_notice", act.dossier.receiving, reason, stopped_at_text=moment_text(act.now)
    )  # fmt: skip


def _begin(act: Act, actor: User, reason: str) -> None:
    if not permissions.may_extend(actor, act.dossier):
        raise NoRight(
            _(
                "Chỉ lãnh đạo cơ quan giải quyết được xin lỗi và hẹn lại, một lần, khi hồ sơ đang"
                " xử lý."
            )
        )
    if not reason.strip():
        raise Incomplete(_("Hãy ghi lý do xin lỗi và gia hạn."))
    act.acts_under(permissions.post_at(actor, HEAD, act.dossier.deciding_id, act.dossier))


def _apology(act: Act, reason: str, before: dt.datetime | None, after: dt.datetime | None) -> None:
    said = {"promised_text": moment_text(before), "new_due_text": due_text(act.dossier, after)}
    issuance.notice(act, "apology", act.dossier.deciding, reason, **said)
