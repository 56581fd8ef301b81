"""The original register of diplomas (sổ gốc): books, entries as written, annotations, and what each
import did.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.text import fold
from registers.grant_models import Grant, GrantState, GrantTimer
from registers.paper_models import PaperCheck, PaperEntry, PaperFault, PaperImport

__all__ = [
    "Annotation",
    "Diploma",
    "Grant",
    "GrantState",
    "GrantTimer",
    "ImportFault",
    "ImportRun",
    "PaperCheck",
    "PaperEntry",
    "PaperFault",
    "PaperImport",
    "RegisterBook",
]


def serial_key(serial: str) -> str:
    """A serial as it is compared, letters and digits only: "A 01234567", "A.01234567" and
    "a01234567" are one.
    """
    return "".join(sign for sign in fold(serial) if sign.isalnum())


class RegisterBook(models.Model):
    """One book of the register, kept by an authority (TT 10/2026/TT-BGDĐT)."""

    name = models.CharField(_("tên sổ"), max_length=150)
    keeper = models.ForeignKey(
        "organisations.Authority", models.PROTECT, related_name="+", verbose_name=_("nơi giữ")
    )

    class Meta:
        verbose_name = _("sổ gốc")
        verbose_name_plural = _("sổ gốc")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["name", "keeper"], name="book_named_once")]

    def __str__(self) -> str:
        return self.name


class Diploma(models.Model):
    """One entry. Names, places and bodies stand as they were written then; the folded columns serve
    the look-up.
    """

    class Level(models.TextChoices):
        THPT = "THPT", _("Bằng tốt nghiệp trung học phổ thông")
        BTTHPT = "BTTHPT", _("Bằng tốt nghiệp bổ túc trung học phổ thông")
        THCS = "THCS", _("Bằng tốt nghiệp trung học cơ sở")

    class Sex(models.TextChoices):
        FEMALE = "F", _("Nữ")
        MALE = "M", _("Nam")
        UNKNOWN = "", _("không ghi")

    class State(models.TextChoices):
        VALID = "VALID", _("còn giá trị")
        CORRECTED = "CORRECTED", _("đã chỉnh sửa")
        REISSUED = "REISSUED", _("đã cấp lại")
        REVOKED = "REVOKED", _("đã thu hồi")

    book = models.ForeignKey(
        RegisterBook, models.PROTECT, related_name="diplomas", verbose_name=_("sổ")
    )
    book_number = models.CharField(_("số vào sổ gốc"), max_length=40)
    serial = models.CharField(_("số hiệu"), max_length=40, blank=True)
    holder_name = models.CharField(_("họ và tên"), max_length=150)
    # empty where only a year was written
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    birth_date_text = models.CharField(_("ngày sinh như ghi"), max_length=60)
    birth_place = models.CharField(_("nơi sinh như ghi"), max_length=200, blank=True)
    sex = models.CharField(_("giới tính"), max_length=1, choices=Sex.choices, blank=True)
    ethnicity = models.CharField(_("dân tộc"), max_length=40, blank=True)
    school = models.CharField(_("trường"), max_length=200, blank=True)
    level = models.CharField(_("loại"), max_length=10, choices=Level.choices)
    graduation_year = models.PositiveSmallIntegerField(_("năm tốt nghiệp"))
    grade = models.CharField(_("xếp loại"), max_length=40, blank=True)
    decision = models.CharField(_("quyết định công nhận"), max_length=60, blank=True)
    decision_date = models.DateField(_("ngày quyết định"), null=True, blank=True)
    issued_by = models.CharField(_("cơ quan cấp, tên khi đó"), max_length=200)
    signer = models.CharField(_("người ký"), max_length=150, blank=True)
    state = models.CharField(
        _("tình trạng"), max_length=10, choices=State.choices, default=State.VALID
    )
    folded_name = models.CharField(max_length=150, editable=False)
    folded_serial = models.CharField(max_length=40, editable=False)

    class Meta:
        verbose_name = _("văn bằng trong sổ gốc")
        verbose_name_plural = _("văn bằng trong sổ gốc")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["book", "book_number", "level"], name="entry_numbered_once"
            )
        ]
        indexes = [
            models.Index(fields=["folded_name", "birth_date"], name="diploma_by_name"),
            models.Index(fields=["folded_name", "graduation_year"], name="diploma_by_year"),
            models.Index(fields=["birth_date", "graduation_year"], name="diploma_by_birth"),
            models.Index(fields=["folded_serial"], name="diploma_by_serial"),
        ]

    def __str__(self) -> str:
        return f"{self.holder_name} – {self.book_number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.fold()
        super().save(*args, **kwargs)

    def fold(self) -> None:
        """Set the columns that the look-up compares; called before every write, bulk writes
        included.
        """
        self.folded_name = fold(self.holder_name)
        self.folded_serial = serial_key(self.serial)


class Annotation(models.Model):
    """A later remark on an entry: corrected, re-issued, revoked; the entry itself is never
    overwritten.
    """

    diploma = models.ForeignKey(
        Diploma, models.PROTECT, related_name="annotations", verbose_name=_("văn bằng")
    )
    kind = models.CharField(_("loại"), max_length=10, choices=Diploma.State.choices)
    date = models.DateField(_("ngày"), default=timezone.localdate)
    text = models.TextField(_("nội dung"))
    decision = models.CharField(_("quyết định"), max_length=60, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+"
    )
    #: Check code of the document that decided it; empty where a remark was typed or imported.
    source = models.CharField(max_length=16, blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("ghi chú sổ gốc")
        verbose_name_plural = _("ghi chú sổ gốc")
        ordering = ["date", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["diploma", "source"], condition=~Q(source=""), name="document_noted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.date:%d/%m/%Y} {self.text}"


class Change(models.Model):
    """One content that an annotation changed, in the register's own spelling before and after."""

    class Content(models.TextChoices):
        HOLDER_NAME = "holder_name", _("Họ và tên")
        BIRTH_DATE = "birth_date", _("Ngày, tháng, năm sinh")
        BIRTH_PLACE = "birth_place", _("Nơi sinh")
        SEX = "sex", _("Giới tính")
        ETHNICITY = "ethnicity", _("Dân tộc")
        SCHOOL = "school", _("Trường")
        GRADE = "grade", _("Xếp loại")

    annotation = models.ForeignKey(
        Annotation, models.PROTECT, related_name="changes", verbose_name=_("ghi chú")
    )
    content = models.CharField(_("nội dung"), max_length=20, choices=Content.choices)
    old = models.CharField(_("trước đó"), max_length=200, blank=True)
    new = models.CharField(_("từ nay"), max_length=200)
    folded = models.CharField(max_length=200, editable=False)  # what the look-up compares

    class Meta:
        verbose_name = _("nội dung chỉnh sửa")
        verbose_name_plural = _("nội dung chỉnh sửa")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["annotation", "content"], name="content_changed_once")
        ]
        indexes = [models.Index(fields=["content", "folded"], name="change_by_content")]

    def __str__(self) -> str:
        return f"{self.get_content_display()}: {self.old} → {self.new}"


class ImportRun(models.Model):
    """One import of a file into a book: how far it came, and what it did."""

    book = models.ForeignKey(
        RegisterBook, models.PROTECT, related_name="imports", verbose_name=_("sổ")
    )
    file_name = models.CharField(_("tệp"), max_length=200)
    started_at = models.DateTimeField(_("bắt đầu"), default=timezone.now)
    finished_at = models.DateTimeField(_("kết thúc"), null=True, blank=True)
    read = models.PositiveIntegerField(_("số dòng đã đọc"), default=0)
    added = models.PositiveIntegerField(_("thêm mới"), default=0)
    known = models.PositiveIntegerField(_("đã có"), default=0)
    faulty = models.PositiveIntegerField(_("dòng lỗi"), default=0)
    ignored_columns = models.CharField(_("cột không nhận ra"), max_length=300, blank=True)
    problem = models.CharField(_("lỗi cả tệp"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("lần nhập sổ")
        verbose_name_plural = _("các lần nhập sổ")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.file_name} {self.started_at:%d/%m/%Y %H:%M}"


class ImportFault(models.Model):
    """A row that was skipped, by its number in the file, and why."""

    run = models.ForeignKey(
        ImportRun, models.CASCADE, related_name="faults", verbose_name=_("lần nhập")
    )
    row = models.PositiveIntegerField(_("dòng"))
    reason = models.CharField(_("lý do"), max_length=300)

    class Meta:
        verbose_name = _("dòng lỗi")
        verbose_name_plural = _("dòng lỗi")
        ordering = ["run", "row"]

    def __str__(self) -> str:
        return f"{self.row}: {self.reason}"
