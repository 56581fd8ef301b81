"""Who was told what about which act, and whether it left the house."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protection import blind_index
from protection.fields import BlindIndexField, RowKey, SealedCharField

#: The one channel that the database knows: its messages stand here and need an account, all others
#: go somewhere and need an address.
INBOX = "INBOX"


class Message(models.Model):
    """One text for one recipient by one channel. Recorded once for each act, however often the
    handler runs.
    """

    entry = models.ForeignKey("workflows.Entry", models.PROTECT, related_name="messages")
    dossier = models.ForeignKey(
        "workflows.Dossier", models.PROTECT, related_name="messages", verbose_name=_("hồ sơ")
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="portal_messages",
        verbose_name=_("người nhận"),
    )
    sealed_key = RowKey()
    address = SealedCharField(_("địa chỉ"), max_length=254, blank=True)  # empty in the inbox
    address_index = BlindIndexField("address", "email")  # which one, without saying it
    channel = models.CharField(_("kênh"), max_length=12)  # a name of `notifications.channels`
    subject = models.CharField(_("tiêu đề"), max_length=200)
    body = models.TextField(_("nội dung"))
    created_at = models.DateTimeField(_("lúc"), default=timezone.now)
    read_at = models.DateTimeField(_("đã đọc lúc"), null=True, blank=True)
    # where this way fails, the next one is asked of the dossier, not of the recipient
    to_applicant = models.BooleanField(default=False)

    class Meta:
        verbose_name = _("thông báo")
        verbose_name_plural = _("thông báo")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["recipient", "-id"], condition=Q(channel=INBOX), name="inbox_of_user"
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "channel", "recipient"], name="message_to_user_once"
            ),
            models.UniqueConstraint(
                fields=["entry", "channel", "address_index"],
                condition=~Q(address_index=""),
                name="message_to_address_once",
            ),
            models.CheckConstraint(
                condition=~Q(channel=INBOX) & ~Q(address_index="")
                | Q(channel=INBOX, address_index="", recipient__isnull=False),
                name="message_can_reach_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def news(self) -> str:
        """The subject without the code in front of it, for a place that says already which dossier
        it is about.
        """
        return self.subject.removeprefix(f"[{self.dossier.code}]").strip()


class Delivery(models.Model):
    """How far an e-mail came. The row says what is owed; whoever sends takes a lease on it
    first.
    """

    class State(models.TextChoices):
        PENDING = "PENDING", _("chờ gửi")
        SENT = "SENT", _("đã gửi")
        FAILED = "FAILED", _("không gửi được")
        PASSED = "PASSED", _("chuyển sang cách khác")  # the next way has it
        BOUNCED = "BOUNCED", _("gửi đi rồi bị trả lại")

    message = models.OneToOneField(
        Message, models.PROTECT, related_name="delivery", verbose_name=_("thông báo")
    )
    state = models.CharField(
        _("tình trạng"), max_length=7, choices=State.choices, default=State.PENDING
    )
    attempts = models.PositiveSmallIntegerField(_("số lần thử"), default=0)
    next_try_at = models.DateTimeField(_("lần thử sau"), default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    # class and code, never the text
    last_error = models.CharField(_("lỗi gần nhất"), max_length=100, blank=True)
    sent_at = models.DateTimeField(_("gửi lúc"), null=True, blank=True)
    # where the network says so; for a letter nobody does
    arrived_at = models.DateTimeField(_("đến nơi lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("lượt gửi thư")
        verbose_name_plural = _("lượt gửi thư")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_try_at"], condition=Q(state="PENDING"), name="deliveries_owed"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.message_id} {self.get_state_display()}"


class ChannelTest(models.Model):
    """A test message by a channel's settings; it proves them once its code came back."""

    channel = models.CharField(_("kênh"), max_length=12)
    fingerprint = models.CharField(max_length=64)  # keyed digest of the settings
    code = models.CharField(max_length=128)  # hashed like a password
    tries = models.PositiveSmallIntegerField(_("số lần nhập mã"), default=0)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người thử"),
    )
    sent_at = models.DateTimeField(_("gửi lúc"), default=timezone.now)
    arrived_at = models.DateTimeField(_("xác nhận đến nơi lúc"), null=True)

    class Meta:
        verbose_name = _("tin thử của kênh")
        verbose_name_plural = _("tin thử của kênh")
        ordering = ["-id"]
        indexes = [models.Index(fields=["channel", "fingerprint"], name="test_by_settings")]

    def __str__(self) -> str:
        return f"{self.channel} {self.sent_at:%d/%m/%Y}"


class DeadAddress(models.Model):
    """An address that nothing reaches any more, by its blind index alone."""

    channel = models.CharField(_("kênh"), max_length=12)
    address_index = models.CharField(max_length=blind_index.LENGTH)
    since = models.DateTimeField(_("từ lúc"), default=timezone.now)
    why = models.CharField(_("mã lỗi"), max_length=20, blank=True)  # a server's code

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "address_index"], name="dead_once")
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.since:%d/%m/%Y}"


class ReachChoice(models.Model):
    """How somebody wants to be reached outside the portal; who has no row chose nothing."""

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="reach_choice"
    )
    order = models.JSONField(default=list)  # names of channels, the first to be tried first
    digest = models.BooleanField(default=False)  # an officer's letter each working morning

    def __str__(self) -> str:
        return f"{self.person_id}: {', '.join(self.order)}"


class Digest(models.Model):
    """A morning's letter that an officer is owed (`notifications.digest`)."""

    class State(models.TextChoices):
        PENDING = "PENDING", _("chờ gửi")
        SENT = "SENT", _("đã gửi")
        FAILED = "FAILED", _("không gửi được")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    day = models.DateField()
    state = models.CharField(max_length=7, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    next_try_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True)
    last_error = models.CharField(max_length=100, blank=True)  # class and code, never the text
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "day"], name="one_digest_a_day")]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(state="PENDING"), name="digests_owed")
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.day} {self.state}"


class DayCount(models.Model):
    """How many texts left on a day: of a channel, or to one telephone (by its blind index)."""

    day = models.DateField()
    key = models.CharField(max_length=64)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day", "key"], name="one_count_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.count}"


class DemoText(models.Model):
    """A text that arrived at the demo's telephone; a production site has none."""

    name = models.CharField(max_length=60, unique=True)  # the sender's, the same at a repeat
    sealed_key = RowKey()
    number = SealedCharField(max_length=20)
    text = SealedCharField(max_length=500)
    sent_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.name
