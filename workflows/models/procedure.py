"""Procedures and their published versions, and the applications that are being filled in."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from protection.fields import RowKey, SealedJSONField


class Procedure(models.Model):
    """A national procedure, whatever its version."""

    slug = models.SlugField(_("tên rút gọn"), unique=True)
    code = models.CharField(_("mã thủ tục"), max_length=20, db_index=True)
    title = models.CharField(_("tên"), max_length=300)
    title_en = models.CharField(_("tên tiếng Anh"), max_length=300, blank=True)
    field = models.CharField(_("lĩnh vực"), max_length=150)
    field_en = models.CharField(_("lĩnh vực, tiếng Anh"), max_length=150, blank=True, default="")
    search = models.TextField(editable=False, default="")  # folded: no diacritics, lower case
    # folded, one phrase a line: as people call it
    words = models.TextField(editable=False, default="")
    open = models.BooleanField(_("đang nhận hồ sơ"), default=True)

    class Meta:
        verbose_name = _("thủ tục hành chính")
        verbose_name_plural = _("thủ tục hành chính")
        ordering = ["field", "title"]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def current(self) -> ProcedureVersion | None:
        """The version that new applications use: the last published one in force today."""
        return (
            self.versions.filter(valid_from__lte=timezone.localdate()).order_by("-number").first()
        )


class ProcedureVersion(models.Model):
    """A published definition, frozen: canonical JSON and its SHA-256. A running dossier stays on
    its version.
    """

    procedure = models.ForeignKey(
        Procedure, models.PROTECT, related_name="versions", verbose_name=_("thủ tục")
    )
    number = models.PositiveIntegerField(_("phiên bản"))
    source = models.TextField(_("định nghĩa (YAML)"))
    canonical = models.TextField(_("dạng chuẩn (JSON)"), editable=False)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    flow_name = models.CharField(max_length=80, unique=True, editable=False)
    valid_from = models.DateField(_("có hiệu lực từ"))
    published_at = models.DateTimeField(_("ngày công bố"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        verbose_name=_("người công bố"),
    )

    class Meta:
        verbose_name = _("phiên bản thủ tục")
        verbose_name_plural = _("phiên bản thủ tục")
        ordering = ["procedure", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["procedure", "number"], name="version_number_once")
        ]

    def __str__(self) -> str:
        return f"{self.procedure.code} v{self.number}"


class ReleaseSeen(models.Model):
    """What a release brought for a procedure that this office wrote itself: compared, and taken up
    or not.
    """

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)  # of the shipped text and its Word files
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["procedure", "sha256"], name="release_seen_once")
        ]

    def __str__(self) -> str:
        return f"{self.procedure} {self.sha256[:12]}"


#: The definition's text, tens of kilobytes: a query that joins the version leaves it out
#: (`catalogue` keeps it read).
DEFINITION_TEXT = ("version__source", "version__canonical")


class Draft(models.Model):
    """An application being filled in: autosaved, resumed on any device. Not a dossier until it is
    submitted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # nobody's while it is written without an account (`applicant.strangers`)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="drafts"
    )
    # keyed hash of the browser in which it was begun without an account; it stays when it has an
    # owner
    browser = models.CharField(max_length=64, blank=True, default="", db_default="")
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="drafts")
    sealed_key = RowKey()
    answers = SealedJSONField(default=dict)
    section = models.CharField(max_length=60, blank=True)  # where to resume
    # set where a receptionist fills it in for somebody who came in person
    counter = models.ForeignKey(
        "organisations.Authority", models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: How what is typed at the counter came in; "" for what is filed online.
    channel = models.CharField(_("kênh nộp"), max_length=10, blank=True, default="")
    # set where an officer opens a dossier of their authority's own accord
    office = models.ForeignKey(
        "organisations.Authority", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    # whom the owner files for; null: for themselves, or at a counter
    represented = models.ForeignKey(
        "Represented", models.PROTECT, null=True, blank=True, related_name="drafts"
    )
    dossier = models.OneToOneField(
        "Dossier", models.PROTECT, null=True, blank=True, related_name="draft"
    )

    class Meta:
        verbose_name = _("hồ sơ nháp")
        verbose_name_plural = _("hồ sơ nháp")
        ordering = ["-updated_at"]
        indexes = [
            models.Index(
                fields=["browser"], condition=models.Q(owner=None), name="drafts_of_a_browser"
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(owner__isnull=False) | ~models.Q(browser=""),
                name="draft_is_somebodys",
            )
        ]

    def __str__(self) -> str:
        return str(self.id)
