"""What happened to a dossier, what its clock did, and what is owed after commit."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protection.keyed import LENGTH
from workflows.models.dossier import Dossier

#: Entries that moved the legal status, the first one included: what figures are counted from.
MOVES = Q(status_before__isnull=True) | ~Q(status_before=models.F("status_after"))


class Entry(models.Model):
    """One act on one dossier: audit trail, citizen's timeline and outbox at once. Append-only,
    chained by hash.
    """

    dossier = models.ForeignKey(  # entry_sequence_once begins with it
        Dossier, models.PROTECT, related_name="entries", db_index=False, verbose_name=_("hồ sơ")
    )
    sequence = models.PositiveIntegerField(_("số thứ tự"))
    at = models.DateTimeField(_("lúc"))
    act = models.CharField(_("hành động"), max_length=40)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người làm"),
    )
    # "Hệ thống" for timers and workers
    actor_name = models.CharField(_("họ tên lúc đó"), max_length=150)
    role = models.CharField(_("vai trò"), max_length=50, blank=True)
    authority = models.CharField(_("cơ quan"), max_length=200, blank=True)  # name as it was then
    step = models.CharField(_("bước"), max_length=60, blank=True)
    outcome = models.CharField(_("kết quả xử lý"), max_length=60, blank=True)
    status_before = models.PositiveSmallIntegerField(_("trạng thái trước"), null=True)
    status_after = models.PositiveSmallIntegerField(_("trạng thái sau"))
    reason = models.TextField(_("lý do"), blank=True)
    data = models.JSONField(_("dữ liệu"), default=dict)
    #: Idempotency: the same key is done once.
    key = models.CharField(_("khóa chống lặp"), max_length=64, null=True, unique=True)
    previous_hash = models.CharField(_("mã băm mục trước"), max_length=64, blank=True)
    hash = models.CharField(_("mã băm"), max_length=64)
    #: Proof of the hash by a key that lies outside the database (`protection.keyed`); "" of what
    #: was there before it.
    mac = models.CharField(
        _("mã xác thực"), max_length=LENGTH, blank=True, default="", db_default=""
    )

    class Meta:
        verbose_name = _("mục nhật ký")
        verbose_name_plural = _("nhật ký")
        ordering = ["dossier_id", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["dossier", "sequence"], name="entry_sequence_once")
        ]
        indexes = [models.Index(fields=["at"], condition=MOVES, name="moves_by_time")]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.sequence} {self.act}"


class ClockEvent(models.Model):
    """When the legal clock of a dossier started, paused, resumed, was extended or stopped, and by
    which entry.
    """

    class Kind(models.TextChoices):
        START = "START", _("bắt đầu tính")
        PAUSE = "PAUSE", _("tạm dừng")
        RESUME = "RESUME", _("tính tiếp")
        EXTEND = "EXTEND", _("gia hạn")
        STOP = "STOP", _("kết thúc")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="clock_events")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    entry_sequence = models.PositiveIntegerField()
    act = models.CharField(max_length=40)

    class Meta:
        ordering = ["dossier_id", "at", "id"]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"


class Effect(models.Model):
    """Something owed after commit. The row is the truth, the broker a doorbell; a sweep finds what
    a crash left.
    """

    class State(models.TextChoices):
        PENDING = "PENDING", _("chờ làm")
        DONE = "DONE", _("đã xong")
        DEAD = "DEAD", _("cần người xem")

    kind = models.CharField(_("loại"), max_length=40)  # a registered handler
    # natural key: the same effect is owed once
    key = models.CharField(_("khóa"), max_length=120, unique=True)
    entry = models.ForeignKey(
        Entry, models.PROTECT, null=True, related_name="effects", verbose_name=_("mục nhật ký")
    )
    payload = models.JSONField(_("tham số"), default=dict)  # row ids only, never personal data
    state = models.CharField(
        _("trạng thái"), max_length=8, choices=State.choices, default=State.PENDING
    )
    attempts = models.PositiveSmallIntegerField(_("số lần thử"), default=0)
    deaths = models.PositiveSmallIntegerField(
        _("số lần tiến trình dừng giữa chừng"), default=0, db_default=0
    )  # in a row
    due_at = models.DateTimeField(_("làm lúc"), default=timezone.now)
    lease_until = models.DateTimeField(_("giữ đến"), null=True, blank=True)
    # the exception's class, not its text
    last_error = models.CharField(_("lỗi lần cuối"), max_length=200, blank=True)
    done_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("việc sau giao dịch")
        verbose_name_plural = _("việc sau giao dịch")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="PENDING"), name="effects_owed"),
        ]

    def __str__(self) -> str:
        return self.key


class Heartbeat(models.Model):
    """When worker and timer were last alive (`workflows.background.heartbeat`)."""

    name = models.CharField(primary_key=True, max_length=20)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} {self.at:%H:%M:%S}"


class Anchor(models.Model):
    """The heads of the journal's chains as they stood once (`workflows.journal.anchors`).
    Append-only.
    """

    number = models.PositiveIntegerField(_("số"), unique=True)
    at = models.DateTimeField(_("lúc"))
    stated_at = models.CharField(max_length=40)  # the same moment as it is hashed
    heads = models.JSONField(default=list)  # dossier, entries, hash of the last one
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(_("mã băm"), max_length=64)
    mac = models.CharField(_("mã xác thực"), max_length=LENGTH)

    class Meta:
        verbose_name = verbose_name_plural = _("neo nhật ký")
        ordering = ["number"]

    def __str__(self) -> str:
        return f"{self.number} {self.stated_at[:10]}"
