"""What was brought back from a backup, and which numbers were passed over for it."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Restoration(models.Model):
    """One return to an old copy: a new epoch. Acts between `taken_at` and `restored_at` are known
    from paper only.
    """

    taken_at = models.DateTimeField()
    restored_at = models.DateTimeField(default=timezone.now)
    # {"book", "first", "last"}: numbers that may be on paper
    passed_over = models.JSONField(default=list)
    held = models.JSONField(default=dict)  # how much that was owed then waits for a person

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"epoch {self.pk}: copy of {self.taken_at:%Y-%m-%d %H:%M:%S} UTC"


class CommandRun(models.Model):
    """A command that somebody, or a timer of the machine, began. The database refuses to change or
    delete the row.
    """

    at = models.DateTimeField(_("lúc"), default=timezone.now, db_index=True)
    command = models.CharField(_("lệnh"), max_length=60)
    account = models.CharField(_("tài khoản máy"), max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = _("lệnh đã chạy")

    def __str__(self) -> str:
        return f"{self.command} · {self.account}"


class TrialRestore(models.Model):
    """A backup that was brought back into a scratch database, with every sum right."""

    at = models.DateTimeField(_("lúc"), default=timezone.now)
    backup = models.CharField(_("bản sao lưu"), max_length=60)
    taken_at = models.DateTimeField(_("sao lưu lúc"))
    seconds = models.PositiveIntegerField(_("số giây khôi phục"))

    class Meta:
        verbose_name = verbose_name_plural = _("lần khôi phục thử")
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.backup} · {self.seconds} s"
