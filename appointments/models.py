"""Hours that an office opens for appointments, and the appointments in them."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protection.fields import RowKey, SealedCharField


class Opening(models.Model):
    """Some hours of one weekday, cut into slots of equal length; several places a slot."""

    authority = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="openings"
    )
    weekday = models.PositiveSmallIntegerField()  # 0: Monday
    starts = models.TimeField()
    ends = models.TimeField()
    minutes = models.PositiveSmallIntegerField()
    places = models.PositiveSmallIntegerField()  # of a slot, those of the counter included
    kept = models.PositiveSmallIntegerField(default=0)  # that only the counter gives
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("khung giờ hẹn")
        verbose_name_plural = _("khung giờ hẹn")
        ordering = ["weekday", "starts", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kept__lte=F("places"), places__gte=1, minutes__gte=5, weekday__lte=6)
                & Q(ends__gt=F("starts")),
                name="opening_makes_sense",
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.weekday} {self.starts:%H:%M}"


class Appointment(models.Model):
    """One place in one slot of an office. The database itself gives no place twice."""

    class State(models.TextChoices):
        BOOKED = "BOOKED", _("đã hẹn")
        CANCELLED = "CANCELLED", _("đã hủy")

    authority = models.ForeignKey("organisations.Authority", models.PROTECT, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    place = models.PositiveSmallIntegerField()
    # whose account; null for whoever came to the counter, whose name is written down instead
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="appointments"
    )
    sealed_key = RowKey()
    name = SealedCharField(max_length=150, blank=True)
    booked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    booked_at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=9, choices=State.choices, default=State.BOOKED)
    cancelled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    cancelled_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("lịch hẹn")
        verbose_name_plural = _("lịch hẹn")
        ordering = ["starts_at", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "starts_at", "place"],
                condition=Q(state="BOOKED"),
                name="place_given_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["starts_at"],
                condition=Q(state="BOOKED", reminded_at__isnull=True),
                name="appointments_to_remind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.authority_id} {self.starts_at:%Y-%m-%d %H:%M}"
