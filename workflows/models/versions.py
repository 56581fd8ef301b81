"""Moving running dossiers to another version: what was chosen for a pair of versions, and each
ordered move.
"""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from workflows.models.dossier import Dossier
from workflows.models.procedure import ProcedureVersion


class VersionPath(models.Model):
    """What somebody chose once for all dossiers that go from one version of a procedure to another.

    `steps`: step of the old version → step of the new one; "" where its record stays as it is and
    nothing follows it.
    `left`: form fields whose answers may stay as they are (new and unanswered, or no longer asked).
    """

    old = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+")
    new = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="+")
    steps = models.JSONField(default=dict)
    left = models.JSONField(default=list)
    changed_at = models.DateTimeField(auto_now=True)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old", "new"], name="path_of_versions_once")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class VersionMove(models.Model):
    """One order to move chosen dossiers; the worker carries it out dossier by dossier, each under
    its own lock.
    """

    class Limit(models.TextChoices):
        KEPT = "KEPT", _("giữ thời hạn của phiên bản cũ")
        NEW = "NEW", _("tính theo thời hạn của phiên bản mới")

    old = models.ForeignKey(
        ProcedureVersion, models.PROTECT, related_name="+", verbose_name=_("từ phiên bản")
    )
    new = models.ForeignKey(
        ProcedureVersion, models.PROTECT, related_name="+", verbose_name=_("sang phiên bản")
    )
    steps = models.JSONField(default=dict)  # of VersionPath, as they were when it was ordered
    left = models.JSONField(default=list)
    limit = models.CharField(_("thời hạn"), max_length=4, choices=Limit.choices, default=Limit.KEPT)
    at = models.DateTimeField(_("lúc"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("người chuyển")
    )

    back_by = models.ForeignKey(  # who ordered it undone
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("lần chuyển phiên bản")
        verbose_name_plural = _("lần chuyển phiên bản")
        ordering = ["-id"]
        permissions = [("move_dossiers", "Chuyển hồ sơ đang chạy sang phiên bản khác")]

    def __str__(self) -> str:
        return f"{self.old} → {self.new}"


class MovedDossier(models.Model):
    """What became of one dossier of an order."""

    class State(models.TextChoices):
        WAITING = "WAITING", _("đang chờ chuyển")
        MOVED = "MOVED", _("đã chuyển")
        REFUSED = "REFUSED", _("không chuyển được")
        RETURNING = "RETURNING", _("đang chờ chuyển về")
        BACK = "BACK", _("đã chuyển về")

    move = models.ForeignKey(VersionMove, models.PROTECT, related_name="dossiers")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="+")
    state = models.CharField(max_length=9, choices=State.choices, default=State.WAITING)
    why = models.CharField(max_length=500, blank=True)  # why it was not moved, or not moved back

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["move", "dossier"], name="dossier_of_move_once")
        ]

    def __str__(self) -> str:
        return f"{self.move_id}/{self.dossier_id} {self.state}"
