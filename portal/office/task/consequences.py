"""What an outcome will do, said before it is pressed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.languages import in_language, name_in_language
from organisations.calendar.working_time import calendar_for, local
from organisations.models import Role
from workflows.deadlines.ledger import due_time
from workflows.deadlines.limit_in_force import limit_of
from workflows.definition import (
    Consult,
    Council,
    Definition,
    End,
    Gate,
    Issue,
    Outcome,
    Pay,
    Reply,
    Step,
    Wait,
    of_every_kind,
)
from workflows.models import Dossier
from workflows.papers.issuance import SLIPS
from workflows.process.conditions import holds


def consequences(
    outcome: Outcome, dossier: Dossier, definition: Definition, roles: dict[str, Role]
) -> list[str]:
    """One sentence each: the slip, the clock, and who has the dossier next."""
    said = []
    if outcome.slip:
        said.append(_("Phát hành “%(slip)s”.") % {"slip": _(SLIPS[outcome.slip][1])})
    said += _clock(outcome, dossier, definition)
    if outcome.tells:
        said.append(
            _("Gửi cho người nộp, qua hộp thư và thư điện tử, những gì bạn ghi ở bước này.")
        )
    if outcome.encloses and not outcome.encloses.when:
        said.append(_("Phải đính kèm ít nhất một tệp."))
    said.append(_Way(dossier, definition, roles).to(outcome.to))
    return said


def binds(outcome: Outcome, definition: Definition) -> bool:
    """Whether this is a signature or a seal: the head's word, initials, or the number and seal of a
    document.
    """
    return outcome.act in ("approve", "refuse") or bool(
        outcome.signs or definition.step(outcome.to).document
    )


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


@dataclass(frozen=True)
class _Way:
    """Where an outcome leads, and what is known to say it."""

    dossier: Dossier
    definition: Definition
    roles: dict[str, Role]

    def to(self, step_id: str) -> str:
        """One sentence on who has the dossier next."""
        step = self.definition.step(step_id)
        return NEXT[step.kind](self, step, in_language(step.title))


def _to_person(way: _Way, step: Step, title: str) -> str:
    role = way.roles.get(step.role)
    to = name_in_language(role) if role else step.role
    return _("Chuyển tới %(role)s: %(step)s.") % {"role": to.lower(), "step": title}


def _to_wait(way: _Way, step: Wait, title: str) -> str:
    return _("Công dân được báo để bổ sung hồ sơ.")


def _to_reply(way: _Way, step: Reply, title: str) -> str:
    return _("Người nộp được hỏi ý kiến; thời hạn vẫn tính: %(step)s.") % {"step": title}


def _to_pay(way: _Way, step: Pay, title: str) -> str:
    return _("Công dân được yêu cầu nộp phí: %(step)s.") % {"step": title}


def _to_issue(way: _Way, step: Issue, title: str) -> str:
    document = way.definition.document(step.document)
    return _("Cấp số, đóng dấu và phát hành “%(document)s”.") % {
        "document": in_language(document.title)
    }


def _to_consult(way: _Way, step: Consult, title: str) -> str:
    return _("Lấy ý kiến: %(step)s.") % {"step": title}


def _to_council(way: _Way, step: Council, title: str) -> str:
    return _("%(council)s làm việc: %(step)s.") % {
        "council": in_language(step.called),
        "step": title,
    }


def _through_gate(way: _Way, step: Gate, title: str) -> str:
    return way.to(step.turned(holds(step.when, way.dossier)))


def _to_end(way: _Way, step: End, title: str) -> str:
    return _("Hồ sơ kết thúc: %(step)s.") % {"step": title}


#: The sentence for a step of each kind.
NEXT: dict[str, Callable[[_Way, Any, str], str]] = of_every_kind(
    "what an outcome leads to, in words (portal.office.task.consequences)",
    {
        Step: _to_person,
        Wait: _to_wait,
        Reply: _to_reply,
        Pay: _to_pay,
        Issue: _to_issue,
        Consult: _to_consult,
        Council: _to_council,
        Gate: _through_gate,
        End: _to_end,
    },
)
