"""One question a dossier: how satisfied whoever filed it is, and what the office said to it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protection.fields import RowKey, SealedCharField

LONGEST = 2000  # characters of a reason or a reply


class Survey(models.Model):
    """A row stands for the one answer that a dossier has or may have."""

    class Grade(models.IntegerChoices):
        """The national three (QĐ 766/QĐ-TTg, NĐ 118/2025/NĐ-CP)."""

        VERY = 3, _("Rất hài lòng")
        SATISFIED = 2, _("Hài lòng")
        NOT = 1, _("Không hài lòng")

    dossier = models.OneToOneField("workflows.Dossier", models.PROTECT, related_name="survey")
    nonce = models.CharField(max_length=32)  # of the link that is sent
    asked_at = models.DateTimeField(default=timezone.now)
    # where it counts, as it was when it was answered
    authority = models.ForeignKey("organisations.Authority", models.PROTECT, related_name="+")
    procedure = models.ForeignKey("workflows.Procedure", models.PROTECT, related_name="+")
    grade = models.PositiveSmallIntegerField(choices=Grade.choices, null=True)
    answered_at = models.DateTimeField(null=True)
    sealed_key = RowKey()
    reason = SealedCharField(max_length=LONGEST, blank=True)
    # the head's word to a negative one
    reply = SealedCharField(max_length=LONGEST, blank=True)
    replied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    replied_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("đánh giá")
        verbose_name_plural = _("đánh giá")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(grade__isnull=True, answered_at__isnull=True)
                | Q(grade__in=[1, 2, 3], answered_at__isnull=False),
                name="grade_has_its_time",
            )
        ]
        indexes = [
            models.Index(fields=["answered_at"], name="surveys_answered"),
            models.Index(
                fields=["authority"],
                condition=Q(grade=1, replied_at__isnull=True),
                name="surveys_to_reply",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}"
