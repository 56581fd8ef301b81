"""The book of what an authority granted and that lives on: licences, certificates, and each state
they came to.
"""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.text import fold
from registers import symbols


class Grant(models.Model):
    """What was granted to whom by which decision; names stand as they were then. Append-only."""

    book = models.CharField(_("sổ"), max_length=60)  # e.g. "school_licence"
    title = models.CharField(_("loại"), max_length=200)  # what people call it
    holder = models.CharField(_("cấp cho"), max_length=200)
    holder_authority = models.ForeignKey(
        "organisations.Authority",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("cơ sở"),
    )
    authority = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="+", verbose_name=_("cơ quan cấp")
    )
    authority_name = models.CharField(_("cơ quan cấp, tên khi đó"), max_length=200)
    symbol = models.CharField(_("số, ký hiệu"), max_length=60)
    # the number however it is written
    symbol_key = models.CharField(max_length=60, editable=False, default="")
    decided_on = models.DateField(_("ngày quyết định"))
    # empty: decided on paper
    document_code = models.CharField(_("mã kiểm tra"), max_length=16, blank=True)
    commune = models.CharField(_("xã, phường"), max_length=150, blank=True)
    content = models.TextField(_("nội dung"), blank=True)  # lines "name: what"; shown to everybody
    valid_from = models.DateField(_("có hiệu lực từ"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    search = models.TextField(editable=False, default="")  # folded: number, holder, commune

    class Meta:
        verbose_name = _("giấy phép, giấy công nhận")
        verbose_name_plural = _("giấy phép, giấy công nhận")
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "document_code"],
                condition=~Q(document_code=""),
                name="document_grants_once",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="grant_dates_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["-decided_on", "-id"], name="grants_newest"),
            models.Index(fields=["book", "-decided_on", "-id"], name="grants_of_book"),
            models.Index(fields=["commune"], name="grants_of_commune"),
            models.Index(fields=["symbol"], name="grants_by_symbol"),
            models.Index(fields=["symbol_key"], name="grants_by_symbol_key"),
        ]

    def __str__(self) -> str:
        return f"{self.symbol} – {self.holder}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fold()
        super().save(*args, **kwargs)

    def fold(self) -> None:
        """Set the columns that look-ups compare; called before every write, bulk writes
        included.
        """
        self.search = fold(f"{self.symbol} {self.holder} {self.commune}")
        self.symbol_key = symbols.key(self.symbol)

    @property
    def is_from_paper(self) -> bool:
        """Decided on paper: there is no sealed document of this site that could be checked."""
        return not self.document_code


class GrantState(models.Model):
    """A state of a grant from a day on, by which decision; what holds since then stands here whole.
    Append-only.
    """

    class State(models.TextChoices):
        ACTIVE = "ACTIVE", _("có hiệu lực")
        CHANGED = "CHANGED", _("thay đổi nội dung")
        SUSPENDED = "SUSPENDED", _("bị đình chỉ")
        RESUMED = "RESUMED", _("hoạt động trở lại")
        REVOKED = "REVOKED", _("bị thu hồi")
        EXPIRED = "EXPIRED", _("hết hiệu lực")

    grant = models.ForeignKey(
        Grant, models.PROTECT, related_name="states", verbose_name=_("giấy phép")
    )
    state = models.CharField(_("tình trạng"), max_length=10, choices=State.choices)
    since = models.DateField(_("từ ngày"))
    # empty: by the end of its time
    symbol = models.CharField(_("quyết định"), max_length=60, blank=True)
    decided_on = models.DateField(_("ngày quyết định"), null=True, blank=True)
    document_code = models.CharField(_("mã kiểm tra"), max_length=16, blank=True)
    reason = models.TextField(_("lý do"), blank=True)
    content = models.TextField(_("nội dung từ ngày đó"), blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("tình trạng giấy phép")
        verbose_name_plural = _("tình trạng giấy phép")
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "document_code"],
                condition=~Q(document_code=""),
                name="document_states_once",
            ),
        ]
        indexes = [models.Index(fields=["grant", "since", "id"], name="states_of_grant")]

    def __str__(self) -> str:
        return f"{self.grant_id} {self.state} {self.since:%Y-%m-%d}"


class GrantTimer(models.Model):
    """A day on which a grant reminds of its end, or ends. Fired by the sweep, once."""

    class Kind(models.TextChoices):
        REMIND = "REMIND", _("nhắc trước khi hết hạn")
        EXPIRE = "EXPIRE", _("hết hạn")

    grant = models.ForeignKey(
        Grant, models.PROTECT, related_name="timers", verbose_name=_("giấy phép")
    )
    kind = models.CharField(_("loại"), max_length=6, choices=Kind.choices)
    due_on = models.DateField(_("ngày"))
    ends_on = models.DateField(_("hạn khi đặt lịch"))  # another end by then: nothing to say
    done_at = models.DateTimeField(_("đã làm lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("hẹn ngày của giấy phép")
        verbose_name_plural = _("hẹn ngày của giấy phép")
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["grant", "kind", "due_on", "ends_on"], name="grant_timer_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(done_at__isnull=True), name="grant_timers_due"
            )
        ]

    def __str__(self) -> str:
        return f"{self.grant_id} {self.kind} {self.due_on:%Y-%m-%d}"

    def mark_done(self) -> None:
        """It has fired, or what it was for has passed."""
        self.done_at = timezone.now()
        self.save(update_fields=["done_at"])
