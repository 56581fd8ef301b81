"""A council of a step: who sits in it, when it visits, how each voted."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from protection.fields import RowKey, SealedCharField
from workflows.models.dossier import Dossier
from workflows.models.work import WorkItem


class Council(models.Model):
    """The council of one task; written by `workflows.actions.council` alone."""

    item = models.OneToOneField(WorkItem, models.PROTECT, related_name="council")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="councils")
    visit_on = models.DateField(_("ngày kiểm tra thực tế"), null=True, blank=True)
    visit_note = models.CharField(_("giờ, địa điểm"), max_length=200, blank=True)
    closed_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)

    class Meta:
        verbose_name = _("hội đồng")
        verbose_name_plural = _("hội đồng")

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.item_id}"


class CouncilMember(models.Model):
    """One seat and its vote: of somebody with an account, or of a person named from outside."""

    class Seat(models.TextChoices):
        CHAIR = "CHAIR", _("Chủ tịch hội đồng")
        SECRETARY = "SECRETARY", _("Thư ký")
        MEMBER = "MEMBER", _("Ủy viên")

    class Vote(models.TextChoices):
        NONE = "", _("chưa biểu quyết")
        FOR = "FOR", pgettext_lazy("biểu quyết", "Đồng ý")
        AGAINST = "AGAINST", _("Không đồng ý")
        ABSTAIN = "ABSTAIN", _("Không có ý kiến")

    council = models.ForeignKey(Council, models.PROTECT, related_name="members")
    seat = models.CharField(_("vị trí"), max_length=9, choices=Seat.choices)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="seats"
    )
    sealed_key = RowKey()
    name = SealedCharField(_("họ và tên"), max_length=150)
    title = SealedCharField(_("chức vụ, nơi công tác"), max_length=200, blank=True)
    vote = models.CharField(
        _("biểu quyết"), max_length=7, choices=Vote.choices, blank=True, default=Vote.NONE
    )
    voted_at = models.DateTimeField(null=True, blank=True)
    voted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("thành viên hội đồng")
        verbose_name_plural = _("thành viên hội đồng")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["council", "user"], condition=Q(user__isnull=False), name="one_seat_each"
            ),
            models.UniqueConstraint(
                fields=["council"], condition=Q(seat="CHAIR"), name="one_chair"
            ),
            models.UniqueConstraint(
                fields=["council"], condition=Q(seat="SECRETARY"), name="one_secretary"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.council_id}/{self.seat}"

    @property
    def is_by_another(self) -> bool:
        """True when somebody else wrote the vote down, from the signed minutes."""
        return bool(self.vote) and self.voted_by_id != self.user_id
