"""A school's assessment of itself: by which rules, what it says of each criterion, on what
evidence.

These rows are the school's own papers, kept like its other records; the people named here act in
office. The list of the council is deleted when the rule set keeps it no longer
(`privacy.retention`); the approved reports stay.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class RuleSetVersion(models.Model):
    """The frozen text of a rule set; the database refuses to change it (migration 0001)."""

    slug = models.CharField(_("bộ tiêu chuẩn"), max_length=50)
    title = models.CharField(_("tên"), max_length=300)
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.TextField(_("nội dung (JSON)"))
    valid_from = models.DateField(_("có hiệu lực từ"))
    valid_to = models.DateField(_("hết hiệu lực sau ngày"), null=True, blank=True)
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("bộ tiêu chuẩn đánh giá")
        verbose_name_plural = _("bộ tiêu chuẩn đánh giá")

    def __str__(self) -> str:
        return self.title


class Assessment(models.Model):
    """One school's self-assessment for a school year."""

    class State(models.TextChoices):
        OPEN = "OPEN", _("Đang thực hiện")
        APPROVED = "APPROVED", _("Đã phê duyệt")

    school = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="+", verbose_name=_("trường")
    )
    rules = models.ForeignKey(RuleSetVersion, models.PROTECT, related_name="assessments")
    school_year = models.CharField(_("năm học"), max_length=9)  # "2026-2027"
    multi_level = models.BooleanField(_("trường có nhiều cấp học"), default=False)
    state = models.CharField(
        _("trạng thái"), max_length=10, choices=State.choices, default=State.OPEN
    )
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    begun_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = _("tự đánh giá")
        verbose_name_plural = _("tự đánh giá")
        ordering = ["-school_year", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["school", "rules", "school_year"], name="assessed_once_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.school_id} {self.school_year}"


class CriterionRecord(models.Model):
    """What the school says of one criterion: `answers` are those of the page's inputs
    (`assessment.pages`).
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="records")
    criterion = models.CharField(max_length=10)
    answers = models.JSONField(default=dict)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["assessment", "criterion"], name="criterion_once")
        ]

    def __str__(self) -> str:
        return self.criterion


class Evidence(models.Model):
    """Minh chứng: a paper that shows what the school says; numbered from 1 within its criterion,
    without holes.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="evidence")
    criterion = models.CharField(max_length=10)
    number = models.PositiveIntegerField()
    title = models.CharField(_("tên minh chứng"), max_length=200)
    file = models.ForeignKey("forms.StoredFile", models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["criterion", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["assessment", "criterion", "number"], name="evidence_number_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.criterion}/{self.number}"


class CouncilMember(models.Model):
    """A member of the council for self-assessment."""

    class Duty(models.TextChoices):
        CHAIR = "CHAIR", _("Chủ tịch hội đồng")
        SECRETARY = "SECRETARY", _("Thư ký hội đồng")
        MEMBER = "MEMBER", _("Ủy viên hội đồng")

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="council")
    name = models.CharField(_("họ và tên"), max_length=150)
    position = models.CharField(_("chức vụ"), max_length=150)
    duty = models.CharField(_("nhiệm vụ"), max_length=10, choices=Duty.choices, default=Duty.MEMBER)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_duty_display()}"


class Report(models.Model):
    """The report as the head approved it: the Word file with its hash, frozen; a new approval makes
    a new one.
    """

    assessment = models.ForeignKey(Assessment, models.PROTECT, related_name="reports")
    number = models.PositiveIntegerField()
    level = models.PositiveIntegerField(_("mức đạt được"))
    file = models.ForeignKey("forms.StoredFile", models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["assessment", "number"], name="report_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.assessment_id}/{self.number}"
