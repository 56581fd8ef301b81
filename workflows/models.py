"""What the engine keeps: definitions, dossiers, work, the journal, the clock and what is owed after commit."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from viewflow.workflow.models import AbstractProcess, AbstractTask

from protection import blind_index
from protection.fields import BlindIndexField, RowKey, SealedCharField, SealedEmailField, SealedJSONField
from workflows.lifecycle import LegalStatus, Status


class Procedure(models.Model):
    """A national procedure, whatever its version."""

    slug = models.SlugField(_("tên rút gọn"), unique=True)
    code = models.CharField(_("mã thủ tục"), max_length=20, db_index=True)
    title = models.CharField(_("tên"), max_length=300)
    title_en = models.CharField(_("tên tiếng Anh"), max_length=300, blank=True)
    field = models.CharField(_("lĩnh vực"), max_length=150)
    search = models.TextField(editable=False, default="")  # folded: no diacritics, lower case
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
        return self.versions.filter(valid_from__lte=timezone.localdate()).order_by("-number").first()


class ProcedureVersion(models.Model):
    """A published definition, frozen: canonical JSON and its SHA-256. A running dossier stays on its version."""

    procedure = models.ForeignKey(Procedure, models.PROTECT, related_name="versions", verbose_name=_("thủ tục"))
    number = models.PositiveIntegerField(_("phiên bản"))
    source = models.TextField(_("định nghĩa (YAML)"))
    canonical = models.TextField(_("dạng chuẩn (JSON)"), editable=False)
    sha256 = models.CharField(max_length=64, unique=True, editable=False)
    flow_name = models.CharField(max_length=80, unique=True, editable=False)
    valid_from = models.DateField(_("có hiệu lực từ"))
    published_at = models.DateTimeField(_("ngày công bố"), default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, verbose_name=_("người công bố")
    )

    class Meta:
        verbose_name = _("phiên bản thủ tục")
        verbose_name_plural = _("phiên bản thủ tục")
        ordering = ["procedure", "-number"]
        constraints = [models.UniqueConstraint(fields=["procedure", "number"], name="version_number_once")]

    def __str__(self) -> str:
        return f"{self.procedure.code} v{self.number}"


#: The definition's text, tens of kilobytes: a query that joins the version leaves it out (`catalogue` keeps it read).
DEFINITION_TEXT = ("version__source", "version__canonical")


class Draft(models.Model):
    """An application being filled in: autosaved, resumed on any device. Not a dossier until it is submitted."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafts")
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="drafts")
    sealed_key = RowKey()
    answers = SealedJSONField(default=dict)
    section = models.CharField(max_length=60, blank=True)  # where to resume
    counter = models.ForeignKey(  # set where a receptionist fills it in for somebody who came in person
        "organisations.Authority", models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(default=timezone.now)
    updated_at = models.DateTimeField(auto_now=True)
    dossier = models.OneToOneField("Dossier", models.PROTECT, null=True, blank=True, related_name="draft")

    class Meta:
        verbose_name = _("hồ sơ nháp")
        verbose_name_plural = _("hồ sơ nháp")
        ordering = ["-updated_at"]

    def __str__(self) -> str:
        return str(self.id)


class Dossier(LegalStatus, AbstractProcess):  # type: ignore[django-manager-missing]  # `items`: viewflow has no types
    """One application on its way. `legal_status` is the law's; viewflow's own `status` says if the process runs."""

    class Channel(models.TextChoices):
        ONLINE = "ONLINE", _("Trực tuyến")
        DIRECT = "DIRECT", _("Trực tiếp")
        POSTAL = "POSTAL", _("Bưu chính")

    class Decision(models.TextChoices):
        NONE = "", _("Chưa quyết định")
        GRANTED = "GRANTED", _("Đồng ý")
        REFUSED = "REFUSED", _("Từ chối")

    code = models.CharField(_("mã hồ sơ"), max_length=40, unique=True)
    version = models.ForeignKey(ProcedureVersion, models.PROTECT, related_name="dossiers", verbose_name=_("phiên bản"))

    applicant = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="dossiers"
    )
    applicant_name = models.CharField(_("người nộp"), max_length=150)
    sealed_key = RowKey()
    applicant_phone = SealedCharField(_("điện thoại"), max_length=20, blank=True)
    applicant_email = SealedEmailField(_("thư điện tử"), blank=True)
    holder_name = models.CharField(_("chủ hồ sơ"), max_length=150)
    holder_birth_date = models.DateField(_("ngày sinh chủ hồ sơ"), null=True, blank=True)
    search = models.TextField(editable=False, default="")  # folded code and names
    phone_index = BlindIndexField("applicant_phone", "phone")
    #: Blind indexes of the identity numbers in the answers, by which the office and the read log find the person.
    applicant_index = models.CharField(max_length=blind_index.LENGTH, blank=True, default="", editable=False)
    holder_index = models.CharField(max_length=blind_index.LENGTH, blank=True, default="", editable=False)

    receiving = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="+", verbose_name=_("nơi tiếp nhận")
    )
    deciding = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="+", verbose_name=_("nơi giải quyết")
    )
    channel = models.CharField(_("kênh nộp"), max_length=10, choices=Channel.choices, default=Channel.ONLINE)
    case = models.CharField(max_length=60)
    answers = SealedJSONField(default=dict)  # frozen at submission; changed only by a supplement, journalled
    office = SealedJSONField(default=dict)  # {step id: {field id: value}}, filled by officers

    submitted_at = models.DateTimeField(_("nộp lúc"), default=timezone.now)
    due_at = models.DateTimeField(_("hẹn trả"), null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)  # set while the clock stands still
    extended = models.BooleanField(_("đã gia hạn"), default=False)
    decision = models.CharField(
        _("quyết định"), max_length=10, choices=Decision.choices, default=Decision.NONE, blank=True
    )
    decision_reason = models.TextField(_("lý do"), blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    entry_count = models.PositiveIntegerField(default=0)  # last sequence number of the journal
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
            models.Index(fields=["applicant_index"], name="dossier_by_applicant"),
            models.Index(fields=["holder_index"], name="dossier_by_holder"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(legal_status__in=[2, 4, 9, 10]) | Q(due_at__isnull=False, accepted_at__isnull=False),
                name="accepted_dossier_has_due_time",
                violation_error_message=_("Hồ sơ đã tiếp nhận phải có ngày hẹn trả."),
            ),
            models.CheckConstraint(
                condition=~Q(legal_status__in=[9, 10]) | (~Q(decision="") & Q(decided_at__isnull=False)),
                name="decided_dossier_has_decision",
                violation_error_message=_("Hồ sơ đã xử lý xong phải có quyết định."),
            ),
            models.CheckConstraint(condition=Q(legal_status__gte=1, legal_status__lte=10), name="status_is_national"),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def status_label(self) -> str:
        """Name of the national status, in the reader's language."""
        return str(Status(self.legal_status).label)


class DossierCounter(models.Model):
    """The last dossier number given per authority code and day; written by `workflows.codes` alone."""

    prefix = models.CharField(max_length=40, unique=True)  # "H15.50-261123"
    last = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.prefix}-{self.last:04d}"


class WorkItem(AbstractTask):
    """One task of one step: who may take it, who has it, by when. Written by the engine's nodes only."""

    process = models.ForeignKey(Dossier, models.PROTECT, related_name="items")
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("người giữ"),
    )
    step = models.CharField(max_length=60)
    role = models.CharField(max_length=50, blank=True)
    authority = models.ForeignKey("organisations.Authority", models.PROTECT, null=True, blank=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)  # the step's own hours; the dossier's limit is Dossier.due_at
    outcome = models.CharField(max_length=60, blank=True)
    data = models.JSONField(default=dict, blank=True)

    objects = models.Manager["WorkItem"]()

    class Meta:
        verbose_name = _("việc")
        verbose_name_plural = _("việc")
        indexes = [
            models.Index(
                fields=["authority", "role", "due_at"], condition=Q(finished__isnull=True), name="queue_of_role"
            ),
            models.Index(
                fields=["owner", "due_at"],
                condition=Q(finished__isnull=True, owner__isnull=False),  # few have an owner: the index stays small
                name="queue_of_owner",
            ),
            models.Index(fields=["process", "id"], name="items_of_dossier"),
        ]

    @property
    def dossier(self) -> Dossier:
        """viewflow calls it the process."""
        dossier: Dossier = self.process
        return dossier


class Entry(models.Model):
    """One act on one dossier: audit trail, citizen's timeline and outbox at once. Append-only, chained by hash."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="entries")
    sequence = models.PositiveIntegerField()
    at = models.DateTimeField()
    act = models.CharField(max_length=40)
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    actor_name = models.CharField(max_length=150)  # as it was then; "Hệ thống" for timers and workers
    role = models.CharField(max_length=50, blank=True)
    authority = models.CharField(max_length=200, blank=True)  # name as it was then
    step = models.CharField(max_length=60, blank=True)
    outcome = models.CharField(max_length=60, blank=True)
    status_before = models.PositiveSmallIntegerField(null=True)
    status_after = models.PositiveSmallIntegerField()
    reason = models.TextField(blank=True)
    data = models.JSONField(default=dict)
    key = models.CharField(max_length=64, null=True, unique=True)  # idempotency: the same key is done once
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("mục nhật ký")
        verbose_name_plural = _("nhật ký")
        ordering = ["dossier_id", "sequence"]
        constraints = [models.UniqueConstraint(fields=["dossier", "sequence"], name="entry_sequence_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.sequence} {self.act}"


class ClockEvent(models.Model):
    """When the legal clock of a dossier started, paused, resumed, was extended or stopped, and by which entry."""

    class Kind(models.TextChoices):
        START = "START", _("bắt đầu tính")
        PAUSE = "PAUSE", _("tạm dừng")
        RESUME = "RESUME", _("tính tiếp")
        EXTEND = "EXTEND", _("gia hạn")
        STOP = "STOP", _("kết thúc")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="clock_events")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    entry_sequence = models.PositiveIntegerField()
    act = models.CharField(max_length=40)

    class Meta:
        ordering = ["dossier_id", "at", "id"]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind} {self.at:%Y-%m-%d %H:%M}"


class Timer(models.Model):
    """Something that happens by itself at a moment, unless the task it waits for is done before."""

    class Kind(models.TextChoices):
        SILENCE = "SILENCE", _("im lặng là đồng ý")
        LAPSE = "LAPSE", _("hết hạn bổ sung")
        CLOSE = "CLOSE", _("hết hạn cho ý kiến")
        NEAR_DUE = "NEAR_DUE", _("sắp đến hạn")
        OVERDUE = "OVERDUE", _("quá hạn")

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="timers")
    item = models.ForeignKey(WorkItem, models.PROTECT, null=True, related_name="timers")  # None: of the whole dossier
    kind = models.CharField(max_length=8, choices=Kind.choices)
    due_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)  # fired, or no longer needed
    last_error = models.CharField(max_length=200, blank=True)  # the exception's class, not its text

    class Meta:
        verbose_name = _("hẹn giờ")
        verbose_name_plural = _("hẹn giờ")
        indexes = [models.Index(fields=["due_at"], condition=Q(done_at__isnull=True), name="timers_due")]
        constraints = [
            models.UniqueConstraint(fields=["item", "kind"], name="timer_of_task_once"),
            models.UniqueConstraint(
                fields=["dossier", "kind"], condition=Q(item__isnull=True), name="timer_of_dossier_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.kind} {self.due_at:%Y-%m-%d %H:%M}"


class Opinion(models.Model):
    """What somebody who was asked answered: his words, and the values of the step's fields."""

    item = models.OneToOneField(WorkItem, models.PROTECT, related_name="opinion")
    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="opinions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField()
    sealed_key = RowKey()
    text = SealedCharField(max_length=5000)
    values = SealedJSONField(default=dict)
    confidential = models.BooleanField(default=False)  # for the asking authority alone

    class Meta:
        verbose_name = _("ý kiến")
        verbose_name_plural = _("ý kiến")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.item_id}"


class DossierFile(models.Model):
    """Which stored file belongs to which dossier: what the permission to open a paper is decided on."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="files")
    file = models.ForeignKey("forms.StoredFile", models.PROTECT, related_name="+")
    field = models.CharField(max_length=60)
    step = models.CharField(max_length=60, blank=True)  # empty: from the applicant

    class Meta:
        constraints = [models.UniqueConstraint(fields=["dossier", "file", "field"], name="file_linked_once")]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.field}"


class DossierDocument(models.Model):
    """Which issued document belongs to which dossier; `document` records outlive a purged dossier."""

    dossier = models.ForeignKey(Dossier, models.PROTECT, related_name="documents")
    document = models.OneToOneField("documents.Document", models.PROTECT, related_name="+")
    kind = models.CharField(max_length=60)  # a document id of the definition, or a slip: receipt, supplement, refusal
    entry_sequence = models.PositiveIntegerField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.kind}"


class Effect(models.Model):
    """Something owed after commit. The row is the truth, the broker a doorbell; a sweep finds what a crash left."""

    class State(models.TextChoices):
        PENDING = "PENDING", _("chờ làm")
        DONE = "DONE", _("đã xong")
        DEAD = "DEAD", _("cần người xem")

    kind = models.CharField(max_length=40)  # a registered handler
    key = models.CharField(max_length=120, unique=True)  # natural key: the same effect is owed once
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, related_name="effects")
    payload = models.JSONField(default=dict)  # row ids only, never personal data
    state = models.CharField(max_length=8, choices=State.choices, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True)  # the exception's class, not its text
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("việc sau giao dịch")
        verbose_name_plural = _("việc sau giao dịch")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="PENDING"), name="effects_owed"),
        ]

    def __str__(self) -> str:
        return self.key
