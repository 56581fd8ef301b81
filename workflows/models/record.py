"""What happened to a dossier, what its clock did, and what is owed after commit."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows.models.dossier import Dossier

#: Entries that moved the legal status, the first one included: what figures are counted from.
MOVES = Q(status_before__isnull=True) | ~Q(status_before=models.F("status_after"))


class Entry(models.Model):
    """One act on one dossier: audit trail, citizen's timeline and outbox at once. Append-only, chained by hash."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="entries")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    actor_name = models.CharField(max_length=150)  # as it was then; "Hệ thống" for timers and workers
    role = models.CharField(max_length=50, blank=True)
    authority = models.CharField(max_length=200, blank=True)  # name as it was then
    step = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=60, blank=True)
    status_before = models.PositiveSmallIntegerField(null=True)
    status_after = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    key = models.CharField(max_length=64, null=True, unique=True)  # idempotency: the same key is done once
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("mục nhật ký")
        verbose_name_plural = _("nhật ký")
        ordering = ["dossier_id", "sequence"]
        constraints = [models.UniqueConstraint(fields=["dossier", "sequence"], name="entry_sequence_once")]
        indexes = [models.Index(fields=["at"], condition=MOVES, name="moves_by_time")]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.sequence} {self.act}"


class ClockEvent(models.Model):
    """When the legal clock of a dossier started, paused, resumed, was extended or stopped, and by which entry."""

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
    """Something owed after commit. The row is the truth, the broker a doorbell; a sweep finds what a crash left."""

    class State(models.TextChoices):
        PENDING = "PENDING", _("chờ làm")
        DONE = "DONE", _("đã xong")
        DEAD = "DEAD", _("cần người xem")

    kind = models.CharField(max_length=40)  # a registered handler
    key = models.CharField(max_length=120, unique=True)  # natural key: the same effect is owed once
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="effects")
    payload = models.JSONField(default=dict)  # row ids only, never personal data
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)  # the exception's class, not its text
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("việc sau giao dịch")
        verbose_name_plural = _("việc sau giao dịch")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="PENDING"), name="effects_owed"),
        ]

    def __str__(self) -> str:
        return self.key
