"""A dossier, its code, its papers and the documents issued for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import AbstractProcess

from protection import blind_index
from protection.fields import (
    BlindIndexField,
    RowKey,
    SealedCharField,
    SealedEmailField,
    SealedJSONField,
)
from workflows.lifecycle import LegalStatus, Status
from workflows.models.procedure import ProcedureVersion


class Dossier(LegalStatus, AbstractProcess):  # type: ignore[django-manager-missing]  # `items`: viewflow has no types
    """One application on its way. `legal_status` is the law's; viewflow's own `status` says if the
    process runs.
    """

    class Channel(models.TextChoices):
        ONLINE = "ONLINE", _("Trực tuyến")
        DIRECT = "DIRECT", _("Trực tiếp")
        POSTAL = "POSTAL", _("Bưu chính")
        OFFICIAL = "OFFICIAL", _("Cơ quan tự mở")

    class Decision(models.TextChoices):
        NONE = "", _("Chưa quyết định")
        GRANTED = "GRANTED", _("Đồng ý")
        REFUSED = "REFUSED", _("Từ chối")

    code = models.CharField(_("mã hồ sơ"), max_length=40, unique=True)
    version = models.ForeignKey(
        ProcedureVersion, models.PROTECT, related_name="dossiers", verbose_name=_("phiên bản")
    )

    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
        db_index=False,  # dossier_of_applicant begins with it
        verbose_name=_("tài khoản người nộp"),
    )
    applicant_name = models.CharField(_("người nộp"), max_length=150)
    sealed_key = RowKey()
    applicant_phone = SealedCharField(_("điện thoại"), max_length=20, blank=True)
    applicant_email = SealedEmailField(_("thư điện tử"), blank=True)
    # for whom it was filed, where that is another one, and whose account they have
    represented = models.ForeignKey(
        "Represented",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
        verbose_name=_("nộp thay theo"),
    )
    represented_person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("tài khoản người được nộp thay"),
    )
    represented_name = SealedCharField(_("nộp thay"), max_length=200, blank=True)
    holder_name = models.CharField(_("chủ hồ sơ"), max_length=150)
    holder_birth_date = models.DateField(_("ngày sinh chủ hồ sơ"), null=True, blank=True)
    search = models.TextField(editable=False, default="")  # folded code and names
    phone_index = BlindIndexField("applicant_phone", "phone")
    #: Blind indexes of the identity numbers in the answers, by which the office and the read log
    #: find the person.
    applicant_index = models.CharField(
        max_length=blind_index.LENGTH, blank=True, default="", editable=False
    )
    holder_index = models.CharField(
        max_length=blind_index.LENGTH, blank=True, default="", editable=False
    )

    #: Keyed hashes of what is asked for whom (`workflows.applicant.twins`): a second request for
    #: the same has the same.
    request_by_number = models.CharField(
        max_length=blind_index.LENGTH, blank=True, default="", editable=False
    )
    request_by_name = models.CharField(
        max_length=blind_index.LENGTH, blank=True, default="", editable=False
    )

    # logbook_of_receiving begins with it, as the other one's with deciding
    receiving = models.ForeignKey(
        "organisations.Authority",
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("nơi tiếp nhận"),
    )
    deciding = models.ForeignKey(
        "organisations.Authority",
        models.PROTECT,
        related_name="+",
        db_index=False,
        verbose_name=_("nơi giải quyết"),
    )
    channel = models.CharField(
        _("kênh nộp"), max_length=10, choices=Channel.choices, default=Channel.ONLINE
    )
    case = models.CharField(_("trường hợp"), max_length=60)
    # frozen at submission; changed only by a supplement, journalled
    answers = SealedJSONField(default=dict)
    office = SealedJSONField(default=dict)  # {step id: {field id: value}}, filled by officers

    submitted_at = models.DateTimeField(_("nộp lúc"), default=timezone.now)
    due_at = models.DateTimeField(_("hẹn trả"), null=True, blank=True)
    # set while the clock stands still
    paused_at = models.DateTimeField(_("tạm dừng từ"), null=True, blank=True)
    #: One of the definition's `longer_limits`.
    longer_limit = models.CharField(_("thời hạn dài hơn"), max_length=60, blank=True, default="")
    extended = models.BooleanField(_("đã gia hạn"), default=False)
    #: The legal limit that a dossier kept when it was moved to another version; else its version's
    #: own.
    kept_limit = models.JSONField(_("thời hạn giữ lại"), null=True, blank=True)
    decision = models.CharField(
        _("quyết định"), max_length=10, choices=Decision.choices, default=Decision.NONE, blank=True
    )
    decision_reason = models.TextField(_("lý do"), blank=True)
    decided_at = models.DateTimeField(_("quyết định lúc"), null=True, blank=True)
    done_at = models.DateTimeField(_("xong lúc"), null=True, blank=True)
    # last sequence number of the journal
    entry_count = models.PositiveIntegerField(_("số mục nhật ký"), default=0)
    entry_hash = models.CharField(max_length=64, default="", blank=True)  # hash of the last entry

    objects = models.Manager["Dossier"]()

    class Meta:
        verbose_name = _("hồ sơ")
        verbose_name_plural = _("hồ sơ")
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["applicant", "-id"], name="dossier_of_applicant"),
            models.Index(fields=["legal_status", "due_at"], name="dossier_by_due"),
            models.Index(fields=["id"], condition=Q(legal_status=7), name="withdrawal_asked"),
            models.Index(fields=["phone_index"], name="dossier_by_phone"),
            models.Index(fields=["receiving", "accepted_at"], name="logbook_of_receiving"),
            models.Index(fields=["deciding", "accepted_at"], name="logbook_of_deciding"),
            models.Index(fields=["applicant_index"], name="dossier_by_applicant"),
            models.Index(fields=["holder_index"], name="dossier_by_holder"),
            models.Index(fields=["request_by_number"], name="dossier_by_request_number"),
            models.Index(fields=["request_by_name"], name="dossier_by_request_name"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(legal_status__in=[2, 4, 9, 10])
                | Q(due_at__isnull=False, accepted_at__isnull=False),
                name="accepted_dossier_has_due_time",
                violation_error_message=_("Hồ sơ đã tiếp nhận phải có ngày hẹn trả."),
            ),
            models.CheckConstraint(
                condition=~Q(legal_status__in=[9, 10])
                | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="decided_dossier_has_decision",
                violation_error_message=_("Hồ sơ đã xử lý xong phải có quyết định."),
            ),
            models.CheckConstraint(
                condition=Q(legal_status__gte=1, legal_status__lte=10), name="status_is_national"
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def filed_by(self) -> str:
        """Who applies, and for whom where that is another one, in the reader's language."""
        if self.represented_id is None:
            return self.applicant_name
        names = {"agent": self.applicant_name, "represented": self.represented_name}
        return str(_("%(agent)s nộp thay %(represented)s") % names)

    @property
    def parties(self) -> set[int]:
        """Ids of the accounts whose own business it is: who files it, who filed it for somebody and
        may no longer act for them, and for whom.
        """
        agent = self.represented.agent_id if self.represented is not None else None
        people = (self.applicant_id, self.represented_person_id, agent)
        return {person for person in people if person is not None}

    @property
    def status_label(self) -> str:
        """Name of the national status, in the reader's language."""
        return str(Status(self.legal_status).label)


class DossierCounter(models.Model):
    """The last dossier number given per authority code and day; written by
    `applicant.dossier_codes` alone.
    """

    prefix = models.CharField(max_length=40, unique=True)  # "H15.50-261123"
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last:04d}"


class DossierFile(models.Model):
    """Which stored file belongs to which dossier: what the permission to open a paper is decided
    on.

    An officer's has the field OFFICER, the step, and the task that brought it (`item`, null before
    that was noted). What applicant and office sent each other has the field THREAD.
    """

    OFFICER = "officer"
    THREAD = "~thread"  # came with a remark; no field of a form is called so

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="files")
    file = models.ForeignKey("forms.StoredFile", models.PROTECT, related_name="+")
    field = models.CharField(max_length=60)
    step = models.CharField(max_length=60, blank=True)  # empty: from the applicant
    item = models.ForeignKey("workflows.WorkItem", models.PROTECT, null=True, related_name="papers")
    # for the asking authority and who gave it alone
    confidential = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["dossier", "file", "field"], name="file_linked_once")
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.field}"

    @property
    def is_officers(self) -> bool:
        """True for what an officer attached, or who was asked; a question of the form may be called
        the same.
        """
        return self.field == self.OFFICER and self.step != ""


class DossierDocument(models.Model):
    """Which issued document belongs to which dossier; `document` records outlive a purged
    dossier.
    """

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="documents")
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="+")
    # a document id of the definition, or a slip: receipt, supplement, refusal
    kind = models.CharField(max_length=60)
    entry_sequence = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.kind}"
