"""A thread between an applicant and an office, its remarks, and the notes of officers."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protection.fields import RowKey, SealedCharField

LONGEST = 4000  # characters of a remark or a note


class Thread(models.Model):
    """What is written about one dossier; or, before there is one, about a procedure to the office
    in charge of it.
    """

    dossier = models.OneToOneField(
        "workflows.Dossier", models.PROTECT, null=True, related_name="thread"
    )
    # of a question before filing; they stay when it is linked to a dossier
    procedure = models.ForeignKey("workflows.Procedure", models.PROTECT, null=True)
    office = models.ForeignKey(
        "organisations.Authority", models.PROTECT, null=True, related_name="+"
    )
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="questions"
    )
    opened_at = models.DateTimeField(default=timezone.now)
    #: Since when the office owes an answer; null while it owes none.
    waiting_since = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("trao đổi")
        verbose_name_plural = _("trao đổi")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(dossier__isnull=False)
                | Q(procedure__isnull=False, office__isnull=False, asker__isnull=False),
                name="thread_is_about_something",
            )
        ]
        indexes = [
            models.Index(
                fields=["office", "waiting_since"],
                condition=Q(dossier__isnull=True),
                name="questions_of_office",
            ),
            models.Index(
                fields=["waiting_since"],
                condition=Q(waiting_since__isnull=False),
                name="threads_that_wait",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id or self.procedure_id}"


class Remark(models.Model):
    """One message of a thread."""

    thread = models.ForeignKey(Thread, models.PROTECT, related_name="remarks")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    of_office = models.BooleanField()
    # for which office an officer speaks
    office = models.ForeignKey(
        "organisations.Authority", models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField()
    sealed_key = RowKey()
    text = SealedCharField(max_length=LONGEST)
    #: When the other side had it before the eyes.
    read_at = models.DateTimeField(null=True)
    #: Of an answer: since when it was waited for.
    waited_since = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("tin nhắn")
        verbose_name_plural = _("tin nhắn")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.thread_id}/{self.pk}"


class RemarkFile(models.Model):
    """A file that came with a remark; who may open it is said by its `DossierFile`."""

    remark = models.ForeignKey(Remark, models.PROTECT, related_name="files")
    file = models.ForeignKey("forms.StoredFile", models.PROTECT, related_name="+")

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["remark", "file"], name="file_sent_once_a_remark")
        ]

    def __str__(self) -> str:
        return f"{self.remark_id}/{self.file_id}"


class Note(models.Model):
    """What an officer notes on a dossier for colleagues; never for its applicant."""

    dossier = models.ForeignKey("workflows.Dossier", models.PROTECT, related_name="notes")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sealed_key = RowKey()
    text = SealedCharField(max_length=LONGEST)
    mentioned = models.ManyToManyField(settings.AUTH_USER_MODEL, related_name="+")

    class Meta:
        verbose_name = _("ghi chú nội bộ")
        verbose_name_plural = _("ghi chú nội bộ")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.pk}"
