"""Money for a dossier: it comes by a gateway, a transfer or the cashier, the head exempts from it,
it goes back.

The money and the dossier are written in one transaction, under the dossier's lock first and the
request's then.
"""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import User
from organisations.roles import CASHIER, HEAD
from payments import money
from payments.models import FeeRequest, Refund
from workflows import fee_requests, permissions
from workflows.act import Act, locked, perform
from workflows.actions.shared import GOING_ON, go_on
from workflows.deadlines import clock
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.fee_requests import FeeTold, RefundDue
from workflows.journal.act_kinds import ActKind, Told, declare
from workflows.lifecycle import Status
from workflows.models import Dossier, DossierFee, Entry, WorkItem
from workflows.process import moves

PAID = declare("paid", gettext_lazy("Đã nộp phí, lệ phí"), told=Told.APPLICANT, carries=GOING_ON)
EXEMPT = declare(
    "exempt",
    gettext_lazy("Miễn phí, lệ phí"),
    told=Told.APPLICANT,
    reason_is_public=True,
    carries=GOING_ON,
)
REFUND_OWED = declare(
    "refund_due",
    gettext_lazy("Có khoản tiền phải hoàn trả"),
    told=Told.APPLICANT,
    carries=(FeeTold, RefundDue),
)
REFUND = declare(
    "refund",
    gettext_lazy("Hoàn trả tiền"),
    told=Told.APPLICANT,
    reason_is_public=True,
    carries=(FeeTold,),
)
KEEP_PAYMENT = declare(
    "keep_payment",
    gettext_lazy("Không hoàn trả tiền"),
    told=Told.APPLICANT,
    reason_is_public=True,
    carries=(FeeTold,),
)


def receive_payment(
    request: FeeRequest,
    received: money.Received,
    actor: User | None = None,
    must_settle: bool = False,
) -> money.Taken:
    """Money came for this request. `actor` is the cashier who notes it, None for a gateway or a
    bank's statement.

    What was noted before is told back and changes nothing. Money that settles nothing (paid before,
    cancelled, another amount) is owed back, or with `must_settle` refused. Raises NoRight,
    WrongState, or Incomplete when the number was noted for another dossier.
    """
    link = DossierFee.objects.get(request=request)
    with locked(link.dossier_id) as dossier:
        act = Act(dossier, actor, None, None)
        if actor is not None:
            may = permissions.may_collect(actor, dossier, request.payee_id)
            _under_own_post(act, actor, CASHIER, request.payee_id, may)
        try:
            taken = money.take(request.pk, received, must_settle)
        except money.DoesNotSettle as error:
            raise WrongState(
                _("Hồ sơ không còn chờ nộp phí, hoặc số tiền không bằng mức phí.")
            ) from error
        except money.NumberUsed as error:
            raise Incomplete(_("Số giao dịch này đã được ghi nhận cho hồ sơ khác.")) from error
        if not taken.is_new:
            return taken
        act.carry(FeeTold(fee={**fee_requests.told(request), "gateway": received.gateway}))
        if taken.payment.settles:
            _paid(act, link, taken)
        else:
            act.carry(RefundDue(refund_due=received.amount))
            act.record(REFUND_OWED)
    return taken


def _paid(act: Act, link: DossierFee, taken: money.Taken) -> None:
    item = _open_task(act.dossier, link)
    fee_requests.receipt(act, item, taken.payment)
    _go_on_after_fee(act, item, PAID, "")


def _open_task(dossier: Dossier, link: DossierFee) -> WorkItem:
    item = WorkItem.objects.get(pk=link.item_id, finished__isnull=True)
    item.process = dossier
    return item


def _go_on_after_fee(act: Act, item: WorkItem, kind: ActKind, reason: str) -> Entry:
    act.move("paid")
    clock.resume(act.dossier, act.definition, act.now, kind.name)
    return go_on(act, moves.advance(item, "", None), kind, item, reason=reason)


def exempt(dossier: Dossier, actor: User, reason: str, key: str | None = None) -> Entry:
    """A head decides that the applicant need not pay, and says on what ground.

    Raises NoRight, WrongState, Incomplete or KeyReused.
    """
    content = ["exempt", dossier.pk, reason]
    return perform(dossier.pk, actor, key, content, _exempt, actor, reason)


def _exempt(act: Act, actor: User, reason: str) -> Entry:
    dossier = act.dossier
    if dossier.legal_status != Status.PAYMENT_ASKED:
        raise WrongState(_("Hồ sơ không ở trạng thái chờ nộp phí."))
    refusal = _("Chỉ lãnh đạo cơ quan giải quyết được miễn phí, và không miễn cho hồ sơ của mình.")
    _under_own_post(
        act, actor, HEAD, dossier.deciding_id, permissions.may_exempt(actor, dossier), refusal
    )
    if not reason.strip():
        raise Incomplete(_("Hãy ghi căn cứ miễn phí, lệ phí."))
    link = dossier.fees.select_related("request").get(request__state=FeeRequest.State.ASKED)
    money.exempt(link.request_id)
    act.carry(FeeTold(fee=fee_requests.told(link.request)))
    return _go_on_after_fee(act, _open_task(dossier, link), EXEMPT, reason.strip())


def refund(owed: Refund, actor: User, number: str, reason: str, key: str | None = None) -> Entry:
    """The cashier sent money back: under which number of the bank's, and why.

    Raises NoRight, WrongState, Incomplete or KeyReused.
    """
    if not number.strip():
        raise Incomplete(_("Hãy ghi số chứng từ chuyển trả tiền."))
    return _settle(
        owed,
        actor,
        REFUND,
        reason,
        key,
        lambda: money.give_back(owed.pk, actor, number.strip()[:60]),
    )


def keep_payment(owed: Refund, actor: User, reason: str, key: str | None = None) -> Entry:
    """The cashier says why money that was owed back stays: the work it paid for was done.

    Raises NoRight, WrongState, Incomplete or KeyReused.
    """
    return _settle(owed, actor, KEEP_PAYMENT, reason, key, lambda: money.keep(owed.pk, actor))


def _settle(
    owed: Refund,
    actor: User,
    kind: ActKind,
    reason: str,
    key: str | None,
    write: Callable[[], bool],
) -> Entry:
    content = [kind.name, owed.pk, reason]
    link = DossierFee.objects.get(request=owed.payment.request_id)
    return perform(
        link.dossier_id, actor, key, content, _keep_settled, actor, owed, kind, reason, write
    )


def _keep_settled(
    act: Act,
    actor: User,
    owed: Refund,
    kind: ActKind,
    reason: str,
    write: Callable[[], bool],
) -> Entry:
    dossier = act.dossier
    request = owed.payment.request
    payee = request.payee_id
    _under_own_post(act, actor, CASHIER, payee, permissions.may_collect(actor, dossier, payee))
    if not reason.strip():
        raise Incomplete(_("Hãy ghi lý do."))
    if not write():
        raise WrongState(_("Khoản hoàn trả này đã được giải quyết."))
    act.carry(FeeTold(fee={"reference": request.reference, "amount": owed.payment.amount}))
    return act.record(kind, reason=reason.strip())


def _under_own_post(
    act: Act, actor: User, role: str, authority_id: int, may: bool, refusal: str = ""
) -> None:
    """Refuse who may not; else note in whose stead they do it."""
    if not may:
        raise NoRight(refusal) if refusal else NoRight
    act.acts_under(permissions.post_at(actor, role, authority_id, act.dossier))
