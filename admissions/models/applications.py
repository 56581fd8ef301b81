"""A dossier's part in a round."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from admissions.models.rounds import Round


class Application(models.Model):
    """A dossier in a round: under which numbers, and its wishes as they stand.

    `wishes` repeats the dossier's answers, written in the same act, so that demand can be counted
    without opening sealed answers.
    """

    round = models.ForeignKey(
        Round, models.PROTECT, related_name="applications", db_index=False, verbose_name=_("đợt")
    )
    dossier = models.OneToOneField(
        "workflows.Dossier", models.PROTECT, related_name="application", verbose_name=_("hồ sơ")
    )
    candidate = models.CharField(_("số báo danh"), max_length=20)
    pupil_code = models.CharField(_("mã học sinh"), max_length=30, blank=True)
    pseudonym = models.CharField(_("mã công khai"), max_length=20)  # another one in each round
    wishes = models.JSONField(default=list)  # ids of programmes, the first wish first
    first_school = models.ForeignKey(
        "organisations.Authority", models.PROTECT, null=True, related_name="+"
    )
    schools = models.ManyToManyField("organisations.Authority", related_name="+")
    filed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("hồ sơ dự tuyển")
        verbose_name_plural = _("hồ sơ dự tuyển")
        ordering = ["round_id", "candidate"]
        constraints = [
            models.UniqueConstraint(fields=["round", "candidate"], name="candidate_once"),
            models.UniqueConstraint(fields=["round", "pseudonym"], name="pseudonym_once"),
        ]
        indexes = [models.Index(fields=["round", "pupil_code"], name="applications_by_pupil")]

    def __str__(self) -> str:
        return self.candidate
