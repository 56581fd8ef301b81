"""A line, and who has which number in it."""

from __future__ import annotations

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protection.fields import RowKey, SealedCharField
from waiting_line import order

GATHERS = dt.timedelta(minutes=15)


def _secret() -> str:
    return order.new_secret()


class Line(models.Model):
    """What opens at an hour (with `opens_at`), or a guard against floods (without)."""

    class Mode(models.TextChoices):
        OFF = "OFF", _("Tắt")
        AUTO = "AUTO", _("Tự động: chỉ khi đông hơn mức máy chủ chịu được")
        ON = "ON", _("Bật: ai cũng qua hàng chờ")

    key = models.SlugField(_("mã"), max_length=40, unique=True)
    title = models.CharField(_("tên hiện cho người dân"), max_length=200)
    mode = models.CharField(_("chế độ"), max_length=4, choices=Mode.choices, default=Mode.AUTO)
    addresses = models.TextField(
        _("địa chỉ"),
        blank=True,
        help_text=_(
            "Mỗi dòng một địa chỉ bắt đầu bằng /, ví dụ /thu-tuc/diploma-copy/nop/. Để trống: mọi"
            " trang của người dân (khi quá tải)."
        ),
    )
    opens_at = models.DateTimeField(_("mở lúc"), null=True, blank=True)
    closes_at = models.DateTimeField(_("đóng lúc"), null=True, blank=True)
    least_a_minute = models.PositiveIntegerField(_("ít nhất mỗi phút"), default=12)
    most_a_minute = models.PositiveIntegerField(_("nhiều nhất mỗi phút"), default=600)
    pass_minutes = models.PositiveIntegerField(_("lượt vào có hạn (phút)"), default=20)

    commitment = models.CharField(max_length=64, editable=False)
    secret = SealedCharField(max_length=64, default=_secret, editable=False)
    counter = models.PositiveIntegerField(_("đã đến"), default=0, editable=False)
    present = models.PositiveIntegerField(_("có mặt lúc mở"), null=True, editable=False)
    admitted = models.FloatField(_("đã mời vào"), default=0, editable=False)
    rate = models.FloatField(_("mỗi phút"), default=60, editable=False)
    advanced_at = models.DateTimeField(default=timezone.now, editable=False)
    paced_at = models.DateTimeField(default=timezone.now, editable=False)
    sealed_key = RowKey()

    class Meta:
        verbose_name = verbose_name_plural = _("hàng chờ")
        ordering = ["key"]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **given: object) -> None:
        """The commitment is made with the secret and never differs from it."""
        if not self.commitment:
            self.commitment = order.commitment(self.secret)
        super().save(*args, **given)  # type: ignore[arg-type]

    def clean(self) -> None:
        """Times in their order; addresses that are some."""
        if self.opens_at and self.closes_at and self.closes_at <= self.opens_at:
            raise ValidationError({"closes_at": _("Giờ đóng phải sau giờ mở.")})
        if self.opens_at and not self.addresses.strip():
            raise ValidationError({"addresses": _("Hãy ghi địa chỉ sẽ mở vào giờ này.")})
        if any(not one.startswith("/") for one in self.prefixes):
            raise ValidationError({"addresses": _("Mỗi địa chỉ bắt đầu bằng dấu /.")})
        if self.least_a_minute < 1 or self.most_a_minute < self.least_a_minute:
            raise ValidationError(
                {"most_a_minute": _("Số nhiều nhất không nhỏ hơn số ít nhất, và ít nhất là 1.")}
            )

    @property
    def prefixes(self) -> tuple[str, ...]:
        return tuple(one.strip() for one in self.addresses.splitlines() if one.strip())


class Place(models.Model):
    """One holder, one number: who loses their cookie gets the same one again."""

    line = models.ForeignKey(Line, models.CASCADE, related_name="places")
    holder = models.CharField(max_length=24)
    number = models.PositiveIntegerField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["line", "holder"], name="one_place_a_holder"),
            models.UniqueConstraint(fields=["line", "number"], name="one_holder_a_number"),
        ]

    def __str__(self) -> str:
        return f"{self.line_id}/{self.number}"
