"""What is asked, what came, what goes back, and the bank's statements. Rows are written by
`payments.money` alone.

Amounts are whole đồng everywhere. No row names who paid: what a bank writes about the payer is
sealed.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protection.fields import RowKey, SealedCharField


class Gateway(models.TextChoices):
    """The way money comes."""

    VNPAY = "VNPAY", _("VNPay")
    BANK = "BANK", _("Chuyển khoản")
    CASH = "CASH", _("Tiền mặt")


class PayeeAccount(models.Model):
    """The bank account that an authority's fees are transferred to; without one it shows no
    VietQR.
    """

    authority = models.OneToOneField(
        "organisations.Authority", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    bank_name = models.CharField(_("ngân hàng"), max_length=100)
    bin = models.CharField(_("mã BIN của ngân hàng"), max_length=6)
    number = models.CharField(_("số tài khoản"), max_length=19)
    holder = models.CharField(_("chủ tài khoản"), max_length=100)

    class Meta:
        verbose_name = _("tài khoản thu phí")
        verbose_name_plural = _("tài khoản thu phí")

    def __str__(self) -> str:
        return f"{self.bank_name} {self.number}"


class FeeRequest(models.Model):
    """One fee that somebody is asked for. `key` names the occasion: the same occasion asks once."""

    class State(models.TextChoices):
        ASKED = "ASKED", _("Chờ nộp")
        PAID = "PAID", _("Đã nộp")
        CANCELLED = "CANCELLED", _("Đã hủy")
        REFUNDED = "REFUNDED", _("Đã hoàn trả")
        EXEMPT = "EXEMPT", _("Được miễn")

    key = models.CharField(_("khóa"), max_length=120, unique=True)
    payee = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="+", verbose_name=_("nơi thu")
    )
    reference = models.CharField(_("mã thanh toán"), max_length=16, unique=True)
    amount = models.PositiveBigIntegerField(_("số tiền"))
    # ASCII: banks change every other letter
    purpose = models.CharField(_("nội dung chuyển khoản"), max_length=25)
    #: Its letters and digits alone.
    purpose_index = models.CharField(_("nội dung để đối chiếu"), max_length=25, db_index=True)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.ASKED
    )
    asked_at = models.DateTimeField(_("yêu cầu lúc"), default=timezone.now)
    expires_at = models.DateTimeField(_("hạn nộp"), null=True, blank=True)
    settled_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("khoản phí")
        verbose_name_plural = _("khoản phí")
        ordering = ["id"]
        indexes = [models.Index(fields=["payee", "state", "id"], name="fees_of_payee")]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="fee_is_positive")]

    def __str__(self) -> str:
        return self.reference


class Attempt(models.Model):
    """One try to pay by a gateway, which wants a number of its own for each try."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("đang chờ")
        PAID = "PAID", _("đã trả")
        FAILED = "FAILED", _("không thành công")

    request = models.ForeignKey(FeeRequest, models.PROTECT, related_name="attempts")
    gateway = models.CharField(max_length=5, choices=Gateway.choices)
    reference = models.CharField(max_length=16, unique=True)
    amount = models.PositiveBigIntegerField()
    started_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    codes = models.JSONField(default=dict)  # the gateway's last answer, as it gave it
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.reference


class Payment(models.Model):
    """Money that came: append-only. `settles` says that it paid the request; any other is owed back
    or looked at.
    """

    request = models.ForeignKey(
        FeeRequest, models.PROTECT, related_name="payments", verbose_name=_("khoản phí")
    )
    attempt = models.OneToOneField(
        Attempt, models.PROTECT, null=True, related_name="payment", verbose_name=_("lần thử")
    )
    gateway = models.CharField(_("cổng"), max_length=5, choices=Gateway.choices)
    # the gateway's own, of the transaction
    number = models.CharField(_("số giao dịch"), max_length=60)
    amount = models.PositiveBigIntegerField(_("số tiền"))
    paid_at = models.DateTimeField(_("trả lúc"))  # as the gateway says
    noted_at = models.DateTimeField(_("ghi nhận lúc"), default=timezone.now)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người ghi nhận"),
    )
    codes = models.JSONField(_("mã của cổng"), default=dict)
    settles = models.BooleanField(_("trả đúng khoản phí"))

    class Meta:
        verbose_name = _("khoản đã nộp")
        verbose_name_plural = _("khoản đã nộp")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["gateway", "number"], name="payment_noted_once"),
            models.UniqueConstraint(
                fields=["request"], condition=Q(settles=True), name="request_paid_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gateway} {self.number}"


class Refund(models.Model):
    """A payment that is owed back, until the cashier has sent it or has said why it is kept."""

    class Why(models.TextChoices):
        WITHDRAWN = "WITHDRAWN", _("Hồ sơ đã rút")
        TWICE = "TWICE", _("Nộp hai lần")
        TOO_LATE = "TOO_LATE", _("Nộp khi không còn yêu cầu")
        WRONG_AMOUNT = "WRONG_AMOUNT", _("Sai số tiền")

    class State(models.TextChoices):
        DUE = "DUE", _("Chờ hoàn trả")
        DONE = "DONE", _("Đã hoàn trả")
        KEPT = "KEPT", _("Không hoàn trả")

    payment = models.OneToOneField(
        Payment, models.PROTECT, related_name="refund", verbose_name=_("khoản đã nộp")
    )
    why = models.CharField(_("lý do phải hoàn"), max_length=12, choices=Why.choices)
    state = models.CharField(
        _("trạng thái"), max_length=4, choices=State.choices, default=State.DUE
    )
    owed_at = models.DateTimeField(_("nợ từ"), default=timezone.now)
    settled_at = models.DateTimeField(_("xong lúc"), null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người xử lý"),
    )
    number = models.CharField(_("số chứng từ hoàn trả"), max_length=60, blank=True)

    class Meta:
        verbose_name = _("khoản phải hoàn trả")
        verbose_name_plural = _("khoản phải hoàn trả")
        ordering = ["id"]
        indexes = [models.Index(fields=["id"], condition=Q(state="DUE"), name="refunds_due")]

    def __str__(self) -> str:
        return f"{self.payment_id} {self.state}"


class Statement(models.Model):
    """A bank statement that was imported: the same file is imported once for each authority."""

    payee = models.ForeignKey("organisations.Authority", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    # may name somebody: emptied with what the bank wrote about payers
    file_name = models.CharField(max_length=200)
    imported_at = models.DateTimeField(default=timezone.now)
    imported_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    # lines that brought money, or may have: kept, passed over or faulty
    read = models.PositiveIntegerField(default=0)
    # lines that another file, or this one, brought before
    passed_over = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["payee", "sha256"], name="statement_imported_once")
        ]

    def __str__(self) -> str:
        return f"{self.pk}"


class StatementRow(models.Model):
    """Money that came into the account, by a statement, and what became of it."""

    class State(models.TextChoices):
        NEW = "NEW", _("chưa đối chiếu")
        MATCHED = "MATCHED", _("Đã khớp")
        UNKNOWN = "UNKNOWN", _("Không rõ hồ sơ")
        WRONG_AMOUNT = "WRONG_AMOUNT", _("Sai số tiền")
        NOT_ASKED = "NOT_ASKED", _("Không còn yêu cầu nộp")
        GIVEN_BACK = "GIVEN_BACK", _("Chuyển hoàn trả")
        SET_ASIDE = "SET_ASIDE", _("Không phải phí hồ sơ")

    statement = models.ForeignKey(Statement, models.PROTECT, related_name="rows")
    # the same transaction in another file has the same
    key = models.CharField(max_length=64, unique=True)
    line = models.PositiveIntegerField()
    booked_on = models.DateField()
    amount = models.PositiveBigIntegerField()
    number = models.CharField(max_length=60)
    sealed_key = RowKey()
    # as the bank wrote it: names and accounts of payers
    text = SealedCharField(max_length=1000, blank=True)
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW)
    request = models.ForeignKey(
        FeeRequest, models.PROTECT, null=True, related_name="statement_rows"
    )
    payment = models.OneToOneField(Payment, models.PROTECT, null=True, related_name="statement_row")
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["statement", "state"], name="rows_to_settle")]

    def __str__(self) -> str:
        return f"{self.statement_id}/{self.line}"


class StatementFault(models.Model):
    """A line that may be money and could not be read: a person looks at it in the bank's own
    file.
    """

    statement = models.ForeignKey(Statement, models.CASCADE, related_name="faults")
    line = models.PositiveIntegerField()
    reason = models.CharField(max_length=300)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.statement_id}/{self.line}"


#: Rows of a statement that a person must look at.
OPEN_ROWS = (
    StatementRow.State.UNKNOWN,
    StatementRow.State.WRONG_AMOUNT,
    StatementRow.State.NOT_ASKED,
)
