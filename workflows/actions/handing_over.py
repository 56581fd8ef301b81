"""A dossier goes to the authority that is competent for it, or to the one that a reform put in the
place of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Authority, User
from organisations.reform_models import Reform
from workflows import permissions
from workflows.act import Act, locked, perform
from workflows.actions.change_of_authority import rehome
from workflows.deadlines.clock import DueMoved
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.journal.act_kinds import Told, declare
from workflows.lifecycle import OPEN
from workflows.models import Dossier, Entry, WorkItem
from workflows.process import competence

BetweenOffices = TypedDict("BetweenOffices", {"from": str, "to": str})
HAND_OVER = declare(
    "hand_over",
    gettext_lazy("Chuyển hồ sơ theo thẩm quyền"),
    told=Told.APPLICANT,
    reason_is_public=True,
    carries=(BetweenOffices, DueMoved),
)
REORGANISE = declare(
    "reorganise",
    gettext_lazy("Chuyển cơ quan do sắp xếp tổ chức"),
    told=Told.APPLICANT,
    reason_is_public=True,
    carries=(BetweenOffices, DueMoved),
)


def hand_over(
    dossier: Dossier, actor: User, to: Authority, reason: str, key: str | None = None
) -> Entry:
    """The dossier goes to the authority competent for it, whichever office received it (NĐ 118/2025
    Điều 8, 18).

    The office that received stays the one that received, unless it was also to decide. The code
    stays.

    Raises NoRight, WrongState, Incomplete or KeyReused.
    """
    content = ["hand_over", dossier.pk, to.pk, reason]
    return perform(dossier.pk, actor, key, content, _hand_over, actor, to, reason)


def _hand_over(act: Act, actor: User, to: Authority, reason: str) -> Entry:
    dossier = act.dossier
    if not permissions.may_hand_over(actor, dossier):
        raise NoRight(
            _(
                "Chỉ lãnh đạo hoặc bộ phận tiếp nhận đang có hồ sơ được chuyển hồ sơ theo thẩm"
                " quyền."
            )
        )
    act.acts_under(permissions.post_to_hand_over(actor, dossier))
    if not is_movable(dossier):
        raise WrongState(
            _("Hồ sơ đang chờ công dân, chờ ý kiến hoặc đã có kết quả nên không chuyển được.")
        )
    if to not in competence.candidates(dossier, act.definition):
        raise Incomplete(
            _(
                "Hãy chọn cơ quan có thẩm quyền theo thủ tục này, đang hoạt động và có đủ người"
                " giải quyết."
            )
        )
    if not reason.strip():
        raise Incomplete(_("Hãy ghi lý do chuyển hồ sơ."))
    act.carry({"from": dossier.deciding.name, "to": to.name})
    rehome(act, {dossier.deciding_id: to})
    return act.record(HAND_OVER, reason=reason)


def is_movable(dossier: Dossier) -> bool:
    """The office has it before it, in a step of its own: nobody is asked, nothing is being
    issued.
    """
    items = WorkItem.objects.filter(process=dossier, finished=None)
    kinds = list(items.values_list("flow_task_type", flat=True))
    return kinds == ["STEP"] and dossier.legal_status in OPEN and not dossier.decision


def reorganise(dossier: Dossier, takers: Mapping[int, Authority], reform: Reform) -> Entry | None:
    """A reform gives the dossier to whoever follows its authorities; None when nothing of it is
    theirs any more.
    """
    with locked(dossier.pk) as dossier:
        if (
            dossier.legal_status not in OPEN
            and not WorkItem.objects.filter(process=dossier, finished=None).exists()
        ):
            return None
        asked = WorkItem.objects.filter(process=dossier, finished=None, authority_id__in=takers)
        if not ({dossier.receiving_id, dossier.deciding_id} & takers.keys()) and not asked.exists():
            return None
        act = Act(dossier, None, None, None)
        act.carry({"to": sorted({taker.name for taker in takers.values()})[0]})
        rehome(act, takers, reform)
        return act.record(REORGANISE, reason=str(reform))
