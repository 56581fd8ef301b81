"""What the portal itself keeps: the counters that slow down guessing, and where people are signed
in.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RateWindow(models.Model):
    """How often one visitor did one thing in one window of time. The key is a hash: no address is
    stored.
    """

    key = models.CharField(max_length=64, unique=True)
    count = models.PositiveIntegerField(default=0)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.count}"


class OwnSession(models.Model):
    """Where somebody is signed in, in words that its owner knows again
    (`portal.http.own_sessions`).
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(max_length=60, blank=True)
    place = models.CharField(max_length=40, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    seen_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return f"{self.user_id}/{self.pk}"


class Passkey(models.Model):
    """A passkey of an account: the public half, and how often the device says it was used."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    index = models.CharField(max_length=64, unique=True)  # of the credential's id, SHA-256
    credential = models.BinaryField()  # attested credential data (W3C WebAuthn, 6.5.1)
    counter = models.BigIntegerField(default=0)
    device = models.CharField(max_length=60, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user_id}/{self.pk}"


class FactorCounter(models.Model):
    """The half minute of the last code of a telephone that was taken: neither it nor an earlier one
    is taken again.
    """

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, models.PROTECT, primary_key=True, related_name="+"
    )
    counter = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.user_id}: {self.counter}"


class Announcement(models.Model):
    """What the site tells everybody on its first page between two moments: an outage, some news."""

    class Kind(models.TextChoices):
        OUTAGE = "OUTAGE", _("ngừng phục vụ, sự cố")
        NEWS = "NEWS", _("tin báo")

    kind = models.CharField(_("loại"), max_length=10, choices=Kind.choices, default=Kind.OUTAGE)
    text = models.CharField(_("lời báo"), max_length=300)
    text_en = models.CharField(_("lời báo, tiếng Anh"), max_length=300, blank=True)
    starts_at = models.DateTimeField(_("báo từ"), default=timezone.now)
    ends_at = models.DateTimeField(_("báo đến"))

    class Meta:
        verbose_name = _("thông báo ở trang đầu")
        verbose_name_plural = _("thông báo ở trang đầu")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="announcement_ends_after_it_starts",
                violation_error_message=_("Lúc thôi báo phải sau lúc bắt đầu."),
            )
        ]

    def __str__(self) -> str:
        return self.text
