"""What an outcome will do, said before it is pressed."""

from __future__ import annotations

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.languages import in_language, name_in_language
from organisations.calendar.working_time import calendar_for, local
from organisations.models import Role
from workflows.deadlines.ledger import due_time
from workflows.deadlines.limit_in_force import limit_of
from workflows.definition import Definition, Outcome
from workflows.models import Dossier
from workflows.papers.issuance import SLIPS
from workflows.process.conditions import holds


def consequences(outcome: Outcome, dossier: Dossier, definition: Definition, roles: dict[str, Role]) -> list[str]:
    """One sentence each: the slip, the clock, and who has the dossier next."""
    said = []
    if outcome.slip:
        said.append(_("Phát hành “%(slip)s”.") % {"slip": _(SLIPS[outcome.slip][1])})
    said += _clock(outcome, dossier, definition)
    if outcome.tells:
        said.append(_("Gửi cho người nộp, qua hộp thư và thư điện tử, những gì bạn ghi ở bước này."))
    if outcome.encloses and not outcome.encloses.when:
        said.append(_("Phải đính kèm ít nhất một tệp."))
    said.append(_next(outcome.to, dossier, definition, roles))
    return said


def binds(outcome: Outcome, definition: Definition) -> bool:
    """Whether this is a signature or a seal: the head's word, initials, or the number and seal of a document."""
    return outcome.act in ("approve", "refuse") or bool(outcome.signs) or definition.step(outcome.to).kind == "issue"


def _clock(outcome: Outcome, dossier: Dossier, definition: Definition) -> list[str]:
    if outcome.act == "accept":
        due = due_if_accepted_now(dossier, definition)
        return [_("Thời hạn bắt đầu tính; hẹn trả %(due)s.") % {"due": f"{due:%H:%M %d/%m/%Y}"}]
    if outcome.act == "ask_supplement":
        return [_("Thời hạn dừng lại trong lúc chờ công dân.")] if dossier.accepted_at else []
    if outcome.act == "lengthen":
        return [_("Thời hạn giải quyết tính lại theo thời hạn dài hơn của thủ tục.")]
    return []


def due_if_accepted_now(dossier: Dossier, definition: Definition) -> dt.datetime:
    """The due time, local, that accepting the dossier at this moment would give it."""
    limit = limit_of(dossier, definition)
    return local(due_time(limit, timezone.now(), [], calendar_for(dossier.deciding)))


def _next(step_id: str, dossier: Dossier, definition: Definition, roles: dict[str, Role]) -> str:
    step = definition.step(step_id)
    title = in_language(step.title)
    if step.kind == "gate":
        return _next(step.then if holds(step.when, dossier) else step.otherwise, dossier, definition, roles)
    if step.kind == "step":
        role = roles.get(step.role)
        to = name_in_language(role) if role else step.role
        return _("Chuyển tới %(role)s: %(step)s.") % {"role": to.lower(), "step": title}
    if step.kind == "wait":
        return _("Công dân được báo để bổ sung hồ sơ.")
    if step.kind == "reply":
        return _("Người nộp được hỏi ý kiến; thời hạn vẫn tính: %(step)s.") % {"step": title}
    if step.kind == "pay":
        return _("Công dân được yêu cầu nộp phí: %(step)s.") % {"step": title}
    if step.kind == "issue":
        return _("Cấp số, đóng dấu và phát hành “%(document)s”.") % {
            "document": in_language(definition.document(step.document).title)
        }
    if step.kind == "consult":
        return _("Lấy ý kiến: %(step)s.") % {"step": title}
    if step.kind == "council":
        return _("%(council)s làm việc: %(step)s.") % {"council": in_language(step.called), "step": title}
    return _("Hồ sơ kết thúc: %(step)s.") % {"step": title}
