"""The law's machine: the ten national statuses of a dossier and their moves, nothing else (QĐ 766,
TT 04/2025/TT-VPCP).

The moves only say what is possible; who may ask for one, and what else happens, is said by
`workflows.actions`.
"""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import ConcurrentTransitionMixin, FSMIntegerField, FSMModelMixin, transition


class Status(models.IntegerChoices):
    """National status numbers; the numbers travel to the national portal, so they never change
    meaning.
    """

    REGISTERED = 1, _("Mới đăng ký")
    RECEIVED = 2, _("Được tiếp nhận")
    NOT_RECEIVED = 3, _("Không được tiếp nhận")
    PROCESSING = 4, _("Đang xử lý")
    SUPPLEMENT_ASKED = 5, _("Yêu cầu bổ sung giấy tờ")
    PAYMENT_ASKED = 6, _("Yêu cầu thực hiện nghĩa vụ tài chính")
    WITHDRAWAL_ASKED = 7, _("Công dân yêu cầu rút hồ sơ")
    STOPPED = 8, _("Dừng xử lý")
    DONE = 9, _("Đã xử lý xong")
    RETURNED = 10, _("Đã trả kết quả")


S = Status
#: From these the applicant may still withdraw; never at 9 or 10, where the result exists.
WITHDRAWABLE = (S.REGISTERED, S.RECEIVED, S.PROCESSING, S.SUPPLEMENT_ASKED, S.PAYMENT_ASKED)
#: In these the applicant may correct what the procedure lets them; in 5 they are asked to anyway.
AMENDABLE = (S.REGISTERED, S.RECEIVED, S.PROCESSING)
#: The office owes nothing more but to hand over the result (9 → 10).
CLOSED = (S.NOT_RECEIVED, S.STOPPED, S.DONE, S.RETURNED)
OPEN = tuple(status for status in S if status not in CLOSED)


def _accepted(dossier: LegalStatus) -> bool:
    return dossier.accepted_at is not None


def _not_accepted(dossier: LegalStatus) -> bool:
    return dossier.accepted_at is None


class LegalStatus(ConcurrentTransitionMixin, FSMModelMixin, models.Model):
    """The status of a dossier: protected against assignment, and against a save over somebody
    else's move.
    """

    legal_status = FSMIntegerField(
        _("trạng thái"), choices=Status.choices, default=S.REGISTERED, protected=True
    )
    # complete dossier: the clock starts
    accepted_at = models.DateTimeField(_("tiếp nhận lúc"), null=True, blank=True)

    class Meta:
        abstract = True

    @transition(field=legal_status, source=S.REGISTERED, target=S.RECEIVED)
    def move_accept(self) -> None:
        """A complete dossier is received."""

    @transition(field=legal_status, source=S.REGISTERED, target=S.NOT_RECEIVED)
    def move_refuse_reception(self) -> None:
        """The dossier is not received; form 03 says why."""

    @transition(field=legal_status, source=S.RECEIVED, target=S.PROCESSING)
    def move_begin(self) -> None:
        """The deciding authority takes it up."""

    @transition(
        field=legal_status,
        source=[S.REGISTERED, S.RECEIVED, S.PROCESSING],
        target=S.SUPPLEMENT_ASKED,
    )
    def move_ask_supplement(self) -> None:
        """The applicant must complete the dossier; form 02 says what is missing."""

    @transition(
        field=legal_status,
        source=S.SUPPLEMENT_ASKED,
        target=S.REGISTERED,
        conditions=[_not_accepted],
    )
    def move_supply_before_reception(self) -> None:
        """The supplement comes before reception: the office looks at it as at a new dossier."""

    @transition(
        field=legal_status, source=S.SUPPLEMENT_ASKED, target=S.PROCESSING, conditions=[_accepted]
    )
    def move_supply(self) -> None:
        """The supplement comes during processing."""

    @transition(field=legal_status, source=S.PROCESSING, target=S.PAYMENT_ASKED)
    def move_ask_payment(self) -> None:
        """The applicant must pay before the office goes on."""

    @transition(field=legal_status, source=S.PAYMENT_ASKED, target=S.PROCESSING)
    def move_paid(self) -> None:
        """The payment is settled."""

    @transition(field=legal_status, source=list(WITHDRAWABLE), target=S.WITHDRAWAL_ASKED)
    def move_withdraw(self) -> None:
        """The applicant asks to stop while no result exists (NĐ 118/2025 Điều 21)."""

    @transition(field=legal_status, source=S.WITHDRAWAL_ASKED, target=S.STOPPED)
    def move_stop(self) -> None:
        """The office confirms the stop."""

    @transition(field=legal_status, source=[S.SUPPLEMENT_ASKED, S.PAYMENT_ASKED], target=S.STOPPED)
    def move_lapse(self) -> None:
        """What was asked of the applicant did not come in time."""

    @transition(field=legal_status, source=S.PROCESSING, target=S.DONE)
    def move_finish(self) -> None:
        """The decision document is sealed."""

    @transition(field=legal_status, source=S.DONE, target=S.RETURNED)
    def move_return(self) -> None:
        """The result is in the applicant's hands."""
