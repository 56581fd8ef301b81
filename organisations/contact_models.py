"""By what an account is reached and found: proved contacts, and the codes that prove them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protection import blind_index
from protection.fields import RowKey, SealedCharField


class ContactKind(models.TextChoices):
    EMAIL = "EMAIL", _("thư điện tử")
    PHONE = "PHONE", _("số điện thoại")


class ProvedContact(models.Model):
    """A code sent there came back from the account's owner; the value stands in the account.

    One account a contact. One that passed to somebody else, or that the account states no more
    (`passed_on_at`), is still a name to sign in by with the password; no code sent to it opens this
    account.
    """

    person = models.ForeignKey("User", models.PROTECT, related_name="contacts")
    kind = models.CharField(max_length=5, choices=ContactKind.choices)
    index = models.CharField(max_length=blind_index.LENGTH, db_index=True)
    proved_at = models.DateTimeField(default=timezone.now)  # the last time
    passed_on_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["index"],
                condition=Q(passed_on_at__isnull=True),
                name="contact_opens_one_account",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind}"


class ContactProof(models.Model):
    """A code on its way to a contact, and what came back.

    The code is nowhere: `accounts.codes` makes it from `nonce`
    under a key that the database does not have, when it is sent and when it is compared."""

    class Purpose(models.TextChoices):
        SIGN_UP = "SIGN_UP", _("đăng ký")
        SIGN_IN = "SIGN_IN", _("đăng nhập")
        PASSWORD = "PASSWORD", _("đặt lại mật khẩu")
        CONTACT = "CONTACT", _("liên hệ mới")
        CONFIRM = "CONFIRM", _("xác nhận là chủ tài khoản")
        INVITED = "INVITED", _("mở lời mời")
        FILE = "FILE", _("nộp hồ sơ không cần tài khoản")

    class Letter(models.TextChoices):
        NOTHING = "NOTHING", _("không gửi gì")
        CODE = "CODE", _("mã")
        HAS_ACCOUNT = "HAS_ACCOUNT", _("đã có tài khoản")
        INVITED = "INVITED", _("lời mời")  # a link, no code

    class State(models.TextChoices):
        PENDING = "PENDING", _("chờ gửi")
        SENT = "SENT", _("đã gửi")
        FAILED = "FAILED", _("không gửi được")

    purpose = models.CharField(max_length=8, choices=Purpose.choices)
    kind = models.CharField(max_length=5, choices=ContactKind.choices)
    index = models.CharField(max_length=blind_index.LENGTH)
    sealed_key = RowKey()
    address = SealedCharField(max_length=254)
    person = models.ForeignKey("User", models.PROTECT, null=True, related_name="+")  # whose account
    letter = models.CharField(max_length=11, choices=Letter.choices)
    nonce = models.CharField(max_length=32)
    tries = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField()
    given_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=100, blank=True)  # class, never the text

    class Meta:
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="PENDING"), name="codes_owed"),
            models.Index(fields=["ends_at"], name="codes_by_end"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.kind} {self.state}"
