"""Beats that several acts share: the right to a task, the beginning of work, what a new place of
the process asks.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from workflows import fee_requests, permissions
from workflows.act import Act
from workflows.deadlines.clock import DueMoved
from workflows.definition import (
    Consult,
    Council,
    End,
    Gate,
    Issue,
    Pay,
    Reply,
    Step,
    Wait,
    of_every_kind,
)
from workflows.errors import AlreadyDone, NoRight, WrongState
from workflows.fee_requests import FeeTold, RefundDue
from workflows.journal.act_kinds import ActKind, Told, declare
from workflows.lifecycle import Status
from workflows.models import Dossier, Entry, WorkItem
from workflows.papers import issuance, missing_facts, signing
from workflows.papers.issuance import Numbered
from workflows.papers.signing import Signed
from workflows.process import assignment, moves
from workflows.process.assignment import Assigned

#: What the entry of an act that moves the process may carry, whatever it is: what the new place
#: asks at once.
GOING_ON = (Assigned, Numbered, Signed, FeeTold, RefundDue)
RETURN_RESULT = declare(
    "return_result",
    gettext_lazy("Trả kết quả"),
    told=Told.APPLICANT,
    carries=(*GOING_ON, DueMoved),  # as an outcome it may have a limit of its own
)
ASK_PAYMENT = declare(
    "ask_payment", gettext_lazy("Yêu cầu nộp phí, lệ phí"), told=Told.APPLICANT, carries=GOING_ON
)


#: Why nobody acts on one of those that are decided together.
DECIDED_TOGETHER = gettext_lazy(
    "Bước này được giải quyết cho tất cả hồ sơ của đợt cùng một lúc, không giải quyết riêng từng"
    " hồ sơ."
)


def check_right(act: Act, item: WorkItem, together: bool = False) -> None:
    """See that the actor may take up the task, and by which post: their own, or that of somebody
    they stand in for. `together`: it is done for all at once, as its step may want it.
    """
    actor = act.actor
    if act.definition.step(item.step).together and not together:
        raise WrongState(str(DECIDED_TOGETHER))
    post = permissions.post_on(actor, item) if actor else None
    if actor is None or post is None:
        raise NoRight
    if item.to_be_given and item.owner_id is None:
        raise NoRight(_("Việc này chờ lãnh đạo phân công."))
    if not permissions.is_free_for(actor, item, post):
        raise AlreadyDone(by=str(item.owner))
    act.acts_under(post)
    item.cover = act.cover
    if not permissions.is_other_person(actor, item, act.definition, post):
        raise NoRight(_("Người nộp hoặc đã thẩm định hồ sơ không được tự quyết định hồ sơ đó."))


def begin(act: Act) -> None:
    """The first act after reception is what “Đang xử lý” means."""
    if act.dossier.legal_status == Status.RECEIVED:
        act.move("begin")


def arrive(act: Act, moved: moves.Moved) -> None:
    """What the new place of the process asks at once: a document gets its number, those who are
    asked hear of it.
    """
    for item in moved.opened:
        assignment.assign(act, item)
        AT_ONCE[act.definition.step(item.step).kind](act, item)


def _number(act: Act, item: WorkItem) -> None:
    signing.refuse_unless_signed(act, item)
    missing_facts.refuse_number(act, item)
    issuance.issue(act, item)


def _ask_offices(act: Act, item: WorkItem) -> None:
    act.owe("ask", f"ask:{item.pk}")  # whoever listens tells those who are asked


def _ask_applicant(act: Act, item: WorkItem) -> None:
    act.owe("question", f"question:{item.pk}", item=item.pk)  # and the applicant that they are


def _nothing_yet(act: Act, item: WorkItem) -> None:
    """It waits for somebody; the demand for a fee is an act of its own (`go_on`)."""


#: What a step of each kind asks at once when a dossier comes there.
AT_ONCE: dict[str, Callable[[Act, WorkItem], None]] = of_every_kind(
    "what a new place asks (workflows.actions.shared)",
    {
        Step: _nothing_yet,
        Wait: _nothing_yet,
        Reply: _ask_applicant,
        Pay: _nothing_yet,
        Issue: _number,
        Consult: _ask_offices,
        Council: _nothing_yet,
        Gate: _nothing_yet,
        End: _nothing_yet,
    },
)


def go_on(
    act: Act, moved: moves.Moved, kind: ActKind, item: WorkItem, outcome: str = "", reason: str = ""
) -> Entry:
    """The last beats of an act that moves the process: what the new place asks at once, and the
    act's one entry.

    Where the new place is a fee, the demand is an act of its own that follows.
    """
    arrive(act, moved)
    entry = act.record(kind, item=item, outcome=outcome, reason=reason)
    for opened in moved.opened:
        if act.definition.step(opened.step).fee:
            _ask_payment(act.dossier, opened)
    if act.dossier.legal_status == Status.DONE:  # its result was issued before
        return_at_end(act.dossier, moved)
    return entry


def return_at_end(dossier: Dossier, moved: moves.Moved) -> Entry | None:
    """Hand the result over where the process came to an end that does so: an act of its own that
    follows. None elsewhere.
    """
    if moved.end is None or moved.end.act != "return_result":
        return None
    act = Act(dossier, None, None, None)
    act.move("return")
    return act.record(RETURN_RESULT)


def _ask_payment(dossier: Dossier, item: WorkItem) -> None:
    act = Act(dossier, None, None, None)
    begin(act)
    fee_requests.ask(act, item)
    act.record(ASK_PAYMENT, item=item)
