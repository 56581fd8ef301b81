"""Papers that bind: templates, number books and the records of issued documents. Knows no
dossier.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import slips
from protection.fields import RowKey, SealedJSONField


class Template(models.Model):
    """A Word template, frozen at publication: the same name gets a new version, never new
    content.
    """

    name = models.CharField(_("tên"), max_length=120)  # e.g. "diploma-copy/copy" or "slips/receipt"
    version = models.PositiveIntegerField(_("phiên bản"))
    docx = models.BinaryField(_("tệp Word"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    # sorted names found in the file
    placeholders = models.JSONField(_("các chỗ điền"), default=list)
    published_at = models.DateTimeField(_("công bố lúc"), default=timezone.now)

    class Meta:
        verbose_name = _("mẫu văn bản")
        verbose_name_plural = _("mẫu văn bản")
        ordering = ["name", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["name", "version"], name="template_version_once"),
            models.UniqueConstraint(fields=["name", "sha256"], name="template_content_once"),
        ]

    def __str__(self) -> str:
        return f"{self.name} v{self.version}"


class SlipForm(models.Model):
    """Which number a slip's form has on this site, where it is not that of TT 03/2025/TT-VPCP."""

    name = models.CharField(_("phiếu"), max_length=40, unique=True, choices=slips.TITLES)
    number = models.CharField(
        _("mẫu số"), max_length=10, blank=True, help_text=_("để trống: không in số mẫu")
    )
    source = models.CharField(_("căn cứ"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("số của mẫu phiếu")
        verbose_name_plural = _("số của các mẫu phiếu")
        ordering = ["name"]

    def __str__(self) -> str:
        return f"{self.get_name_display()}: {self.number}"


class NumberBook(models.Model):
    """The last number given per authority, kind of document and year (NĐ 30/2020: from 01 on 1
    January).
    """

    authority = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    kind = models.CharField(_("loại văn bản"), max_length=20)
    year = models.PositiveSmallIntegerField(_("năm"))
    last = models.PositiveIntegerField(_("số cuối đã cấp"), default=0)

    class Meta:
        verbose_name = _("sổ cấp số")
        verbose_name_plural = _("sổ cấp số")
        constraints = [
            models.UniqueConstraint(fields=["authority", "kind", "year"], name="one_book_a_year")
        ]
        ordering = ["-year", "authority", "kind"]

    def __str__(self) -> str:
        return f"{self.authority}: {self.kind} {self.year}"


class Document(models.Model):
    """An issued document: number, facts and hashes frozen. Never rendered again, never deleted."""

    class State(models.TextChoices):
        RESERVED = "RESERVED", _("đã cấp số, chờ đóng dấu")
        SEALED = "SEALED", _("đã phát hành")
        REVOKED = "REVOKED", _("đã thu hồi")

    code = models.CharField(_("mã kiểm tra"), max_length=16, unique=True)
    key = models.CharField(max_length=120, unique=True, editable=False)  # natural key of the order
    authority = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="+", verbose_name=_("cơ quan")
    )
    authority_name = models.CharField(_("cơ quan ban hành"), max_length=200)  # as named at issue
    kind = models.CharField(_("loại"), max_length=20)
    title = models.CharField(_("tên loại"), max_length=200)
    year = models.PositiveSmallIntegerField(_("năm"))
    number = models.PositiveIntegerField(_("số"))
    symbol = models.CharField(_("số, ký hiệu"), max_length=60)  # "12/BS-SGDĐT"
    template = models.ForeignKey(
        Template, models.PROTECT, related_name="+", verbose_name=_("mẫu văn bản")
    )
    sealed_key = RowKey()
    facts = SealedJSONField(_("nội dung"))
    holder_name = models.CharField(_("cấp cho"), max_length=150, blank=True)
    holder_birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    holder_born = models.CharField(  # YYYY or YYYY-MM, where the day is not known
        _("năm sinh, tháng sinh"), max_length=7, db_default="", blank=True, editable=False
    )
    signer_name = models.CharField(_("người ký"), max_length=150, blank=True)
    signer_position = models.CharField(_("chức vụ người ký"), max_length=150, blank=True)
    issued_at = models.DateTimeField(_("ngày cấp"))  # the date printed on the paper
    # the public check never names the holder of a slip
    public = models.BooleanField(_("công khai"), default=True)
    state = models.CharField(
        _("tình trạng"), max_length=8, choices=State.choices, default=State.RESERVED
    )
    docx_sha256 = models.CharField(_("SHA-256 tệp Word"), max_length=64, blank=True)
    pdf_sha256 = models.CharField(_("SHA-256 tệp PDF"), max_length=64, blank=True)
    sealed_at = models.DateTimeField(_("đóng dấu lúc"), null=True, blank=True)
    # a worker has it until then
    lease_until = models.DateTimeField(null=True, blank=True, editable=False)
    revoked_at = models.DateTimeField(_("thu hồi lúc"), null=True, blank=True)
    revocation_reason = models.TextField(_("lý do thu hồi"), blank=True)
    #: What in a register it repeats ("diploma:17"), and how far that was annotated then; empty:
    #: nothing.
    subject = models.CharField(
        _("mục sổ"), max_length=60, db_default="", blank=True, editable=False
    )
    subject_version = models.PositiveBigIntegerField(db_default=0, editable=False)

    class Meta:
        verbose_name = _("văn bản")
        verbose_name_plural = _("văn bản")
        ordering = ["-id"]
        indexes = [models.Index(fields=["pdf_sha256"], name="document_by_its_bytes")]
        constraints = [
            models.UniqueConstraint(
                fields=["authority", "kind", "year", "number"], name="document_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state="RESERVED")
                | (~Q(pdf_sha256="") & ~Q(docx_sha256="") & Q(sealed_at__isnull=False)),
                name="sealed_document_has_hashes",
            ),
        ]

    def __str__(self) -> str:
        return self.symbol


class LaterFact(models.Model):
    """What happened to the subject of documents after they were issued; their public check says so.
    Append-only.
    """

    class Kind(models.TextChoices):
        CORRECTED = "CORRECTED", _("đã chỉnh sửa")
        REISSUED = "REISSUED", _("đã cấp lại")
        REVOKED = "REVOKED", _("đã thu hồi")

    subject = models.CharField(max_length=60)
    # documents that were made from a lower one are concerned
    version = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=10, choices=Kind.choices)
    on = models.DateField()  # the day of the decision
    decision = models.CharField(max_length=60, blank=True)  # its number and symbol

    class Meta:
        ordering = ["version"]
        constraints = [
            models.UniqueConstraint(fields=["subject", "version"], name="later_fact_once")
        ]

    def __str__(self) -> str:
        return f"{self.subject} {self.kind} {self.on:%d/%m/%Y}"
