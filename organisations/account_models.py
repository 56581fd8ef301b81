"""What is owed to the owner of an account, and rights that one asks and another grants."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protection.fields import RowKey, SealedCharField, SealedEmailField


class AccountLetter(models.Model):
    """A letter about somebody's own account. The row says what is owed; its text and links are made
    when it is sent.
    """

    class Kind(models.TextChoices):
        PASSWORD_LINK = "PASSWORD_LINK", _("liên kết đặt mật khẩu")
        OFFICER_INVITED = "OFFICER_INVITED", _("lời mời làm cán bộ")
        PASSWORD_CHANGED = "PASSWORD_CHANGED", _("mật khẩu đã đổi")
        SIGN_IN_LINK = "SIGN_IN_LINK", _("có người thử mật khẩu; liên kết mở đăng nhập")
        ACCOUNT_CLOSED = "ACCOUNT_CLOSED", _("tài khoản có quyền đã đóng")
        CONTACT_ASKED = "CONTACT_ASKED", _("có đề nghị đổi địa chỉ liên hệ")
        CONTACT_CHANGED = "CONTACT_CHANGED", _("địa chỉ liên hệ đã đổi")
        OWN_CONTACT = "OWN_CONTACT", _("chủ tài khoản đổi liên hệ")
        NAME_CHANGED = "NAME_CHANGED", _("chủ tài khoản đổi họ tên, ngày sinh")
        CLOSED_BY_OWNER = "CLOSED_BY_OWNER", _("chủ tài khoản đóng tài khoản")
        SIGNED_IN_BY_CODE = "SIGNED_IN_BY_CODE", _("có lần đăng nhập bằng mã tin nhắn")
        SECOND_FACT_WRONG = "SECOND_FACT_WRONG", _("có người có mã tin nhắn nhưng không vào được")
        PASSKEY_ADDED = "PASSKEY_ADDED", _("chủ tài khoản thêm khóa truy cập")
        PASSKEY_REMOVED = "PASSKEY_REMOVED", _("chủ tài khoản bỏ khóa truy cập")
        PHONE_PASSED_ON = "PHONE_PASSED_ON", _("số điện thoại đã sang chủ khác")
        PROVIDER_LINKED = "PROVIDER_LINKED", _("tài khoản được nối với tài khoản định danh")
        PROVIDER_UNLINKED = "PROVIDER_UNLINKED", _("tài khoản định danh đã bỏ nối")
        PROVIDER_CLAIMED = "PROVIDER_CLAIMED", _("có người mang tài khoản định danh khác tới")
        INVITATION_TRIED = "INVITATION_TRIED", _("có người mở lời mời mà không có mã")
        MANDATE_ANSWERED = "MANDATE_ANSWERED", _("người ủy quyền đã trả lời")
        MANDATE_ENDED = "MANDATE_ENDED", _("ủy quyền đã chấm dứt")
        APPOINTMENT_SOON = "APPOINTMENT_SOON", _("sắp đến giờ hẹn tại quầy")
        PLACE_CANCELLED = "PLACE_CANCELLED", _("cơ quan hủy lịch hẹn")
        QUESTION_ANSWERED = "QUESTION_ANSWERED", _("cơ quan đã trả lời câu hỏi")
        CO_SIGNED = "CO_SIGNED", _("người thứ hai đã xác nhận hồ sơ")
        CO_SIGN_DECLINED = "CO_SIGN_DECLINED", _("người thứ hai không xác nhận hồ sơ")
        READER_CAME = "READER_CAME", _("người được mời đã mở xem hồ sơ")
        READER_LEFT = "READER_LEFT", _("người được mời thôi xem hồ sơ")
        READING_ENDED = "READING_ENDED", _("lời mời xem hồ sơ đã chấm dứt")
        RIGHT_ASKED = "RIGHT_ASKED", _("có quyền chờ cấp")
        RIGHT_GRANTED = "RIGHT_GRANTED", _("quyền đã cấp")
        RIGHT_GRANTED_ALONE = "GRANTED_ALONE", _("quyền do một người vừa đề nghị vừa cấp")

    class State(models.TextChoices):
        PENDING = "PENDING", _("chờ gửi")
        SENT = "SENT", _("đã gửi")
        FAILED = "FAILED", _("không gửi được")

    person = models.ForeignKey(
        "User", models.PROTECT, related_name="account_letters", verbose_name=_("người nhận")
    )
    kind = models.CharField(_("về việc"), max_length=20, choices=Kind.choices)
    sealed_key = RowKey()
    # of before a change; empty: the one of the account
    address = SealedEmailField(_("địa chỉ"), blank=True)
    number = SealedCharField(_("số điện thoại"), max_length=20, blank=True)  # told by SMS
    right = models.ForeignKey(
        "organisations.RightRequest", models.PROTECT, null=True, related_name="letters"
    )
    created_at = models.DateTimeField(_("lúc"), default=timezone.now)
    state = models.CharField(
        _("tình trạng"), max_length=7, choices=State.choices, default=State.PENDING
    )
    attempts = models.PositiveSmallIntegerField(_("số lần thử"), default=0)
    next_try_at = models.DateTimeField(_("lần thử sau"), default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    # class and code, never the text
    last_error = models.CharField(_("lỗi gần nhất"), max_length=100, blank=True)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True)

    class Meta:
        verbose_name = _("thư về tài khoản")
        verbose_name_plural = _("thư về tài khoản")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state="PENDING"), name="account_letters_owed"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.get_state_display()})"


class RightRequest(models.Model):
    """A right that one asks for somebody and another grants; the row stays, whatever was
    decided.
    """

    class Kind(models.TextChoices):
        ROLE = "ROLE", _("vai trò")
        CONTACT = "CONTACT", _("thư điện tử, điện thoại của tài khoản")
        POWERS = "POWERS", _("quyền trên trang quản trị")
        PAYEE = "PAYEE", _("tài khoản thu phí của cơ quan")

    class State(models.TextChoices):
        OPEN = "OPEN", _("chờ quyết định")
        GRANTED = "GRANTED", _("đã cấp")
        REFUSED = "REFUSED", _("không cấp")

    kind = models.CharField(_("loại"), max_length=7, choices=Kind.choices, default=Kind.ROLE)
    person = models.ForeignKey(  # nobody's where an authority's account is asked
        "User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="right_requests",
        verbose_name=_("cho ai"),
    )
    role = models.ForeignKey(
        "Role", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("vai trò")
    )
    authority = models.ForeignKey(
        "Authority",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ quan"),
    )
    valid_from = models.DateField(
        _("từ ngày"), null=True, blank=True, help_text=_("để trống: từ ngày được cấp")
    )
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    # is_staff, is_superuser, groups, permissions (ids), contents
    powers = models.JSONField(default=dict, blank=True)
    # bank_name, bin, number, holder; before: the same of before
    account = models.JSONField(default=dict, blank=True)
    sealed_key = RowKey()
    email = SealedEmailField(_("thư điện tử mới"), blank=True)
    phone = SealedCharField(_("điện thoại mới"), max_length=20, blank=True)
    reason = models.CharField(
        _("lý do"), max_length=300, help_text=_("số quyết định bổ nhiệm, phân công")
    )
    asked_by = models.ForeignKey(
        "User", models.PROTECT, editable=False, related_name="+", verbose_name=_("người đề nghị")
    )
    asked_at = models.DateTimeField(_("đề nghị lúc"), default=timezone.now, editable=False)
    state = models.CharField(
        _("tình trạng"), max_length=7, choices=State.choices, default=State.OPEN, editable=False
    )
    decided_by = models.ForeignKey(
        "organisations.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người quyết định"),
    )
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, editable=False)
    alone = models.BooleanField(_("một người vừa đề nghị vừa cấp"), default=False, editable=False)
    given = models.ForeignKey(
        "RoleAssignment", models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        verbose_name = _("đề nghị cấp quyền")
        verbose_name_plural = _("đề nghị cấp quyền")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(alone=True) | ~Q(state="GRANTED") | ~Q(decided_by=models.F("asked_by")),
                name="right_asked_and_granted_by_two",
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=models.F("person"))
                & (~Q(state="GRANTED") | ~Q(decided_by=models.F("person"))),
                name="right_never_ones_own",
            ),
            models.CheckConstraint(
                condition=Q(kind="PAYEE", alone=False)
                | (~Q(kind="PAYEE") & Q(person__isnull=False)),
                name="right_is_somebodys_or_an_account",
            ),
        ]

    def __str__(self) -> str:
        if self.kind == self.Kind.PAYEE:
            return f"{self.get_kind_display()}, {self.authority}: {account_in_words(self.account)}"
        what = f"{self.role}, {self.authority}" if self.role_id else self.get_kind_display()
        return f"{self.person}: {what}"

    @property
    def account_before(self) -> str:
        """The account that the granted one took the place of, in words; empty where there was
        none.
        """
        return account_in_words(self.account.get("before") or {})


def account_in_words(account: dict[str, str]) -> str:
    """An authority's account as people read it: bank, number, holder."""
    return " – ".join(
        filter(None, (account.get(name, "") for name in ("bank_name", "bin", "number", "holder")))
    )


class GrantorSeen(models.Model):
    """When somebody was last seen to be one who may grant: they count for some days more
    (`rights.grantors`).
    """

    person = models.ForeignKey("User", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=7, choices=RightRequest.Kind.choices)
    seen_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="grantor_once_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.seen_at:%d/%m/%Y}"
