"""A reform of the organisation as data: what ends on which day, and who takes it over."""

from __future__ import annotations

from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _


class Reform(models.Model):
    """Authorities end the day before `date`, others take over on it. Done by the sweep once it is
    `ready`.
    """

    class Kind(models.TextChoices):
        MERGE = "MERGE", _("sáp nhập")
        SPLIT = "SPLIT", _("chia, tách")
        RENAME = "RENAME", _("đổi tên, đổi mã")
        ABOLISH = "ABOLISH", _("giải thể, kết thúc hoạt động")

    kind = models.CharField(_("loại"), max_length=8, choices=Kind.choices)
    date = models.DateField(_("từ ngày"), help_text=_("ngày đầu tiên của cơ quan mới"))
    source = models.CharField(
        _("căn cứ"), max_length=200, help_text=_("số, ký hiệu và ngày của quyết định")
    )
    ready = models.BooleanField(
        _("đã rà soát"),
        default=False,
        help_text=_("đến ngày, hệ thống tự chuyển hồ sơ và phân công"),
    )
    done_at = models.DateTimeField(_("đã thực hiện lúc"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("sắp xếp tổ chức")
        verbose_name_plural = _("các lần sắp xếp tổ chức")
        ordering = ["-date", "-id"]
        permissions = [("run_reform", "Can run a reform of the organisation")]

    def __str__(self) -> str:
        return f"{capfirst(self.get_kind_display())} {self.date:%d/%m/%Y}, {self.source}"


class Succession(models.Model):
    """One authority that ends and one that takes over. Of several takers the first whose `when`
    holds gets a dossier.

    The one without `when` gets the rest, the books and what is closed.
    """

    reform = models.ForeignKey(
        Reform, models.CASCADE, related_name="successions", verbose_name=_("sắp xếp")
    )
    leaves = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="+", verbose_name=_("kết thúc")
    )
    takes = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="+", verbose_name=_("tiếp nhận")
    )
    when = models.CharField(
        _("khi"),
        max_length=500,
        blank=True,
        help_text=_('CEL trên câu trả lời của hồ sơ: address.ward == "24133"'),
    )
    carries_people = models.BooleanField(
        _("chuyển cả người"), default=True, help_text=_("vai trò được mang sang")
    )

    class Meta:
        verbose_name = _("cơ quan kế thừa")
        verbose_name_plural = _("các cơ quan kế thừa")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["reform", "leaves", "takes"], name="succeeded_once")
        ]

    def __str__(self) -> str:
        return f"{self.leaves} → {self.takes}"
