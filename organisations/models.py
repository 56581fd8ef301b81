"""Who acts, and for whom: authorities, people, roles and who stands in, all of them dated."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from organisations.levels import levels_in_name
from protection.fields import BlindIndexField, RowKey, SealedCharField


class Authority(models.Model):
    """A body that receives or decides: a department, a one-stop centre, a commune, a school (NĐ
    118/2025).
    """

    class Kind(models.TextChoices):
        PROVINCE = "PROVINCE", _("UBND tỉnh")
        DEPARTMENT = "DEPARTMENT", _("Sở, ban, ngành")
        ONE_STOP = "ONE_STOP", _("Trung tâm Phục vụ hành chính công")
        COMMUNE = "COMMUNE", _("UBND xã, phường")
        SCHOOL = "SCHOOL", _("Cơ sở giáo dục")

    slug = models.SlugField(
        _("tên rút gọn"), unique=True, help_text=_("dùng trong định nghĩa thủ tục")
    )
    kind = models.CharField(_("loại"), max_length=20, choices=Kind.choices)
    name = models.CharField(_("tên đầy đủ"), max_length=200)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="children",
        verbose_name=_("cơ quan chủ quản"),
    )
    symbol = models.CharField(
        _("chữ viết tắt"), max_length=30, help_text=_("trong số, ký hiệu: SGDĐT")
    )
    code = models.CharField(_("mã định danh"), max_length=30, help_text=_("trong mã hồ sơ: H15.50"))
    place = models.CharField(
        _("địa danh"), max_length=100, help_text=_("trước ngày tháng trên văn bản")
    )
    levels = models.JSONField(
        _("cấp học"),
        default=list,
        blank=True,
        help_text=_("của cơ sở giáo dục; để trống thì lấy theo tên trường, ví dụ THCS, THPT"),
    )
    address = models.CharField(_("địa chỉ"), max_length=300, blank=True)
    phone = models.CharField(_("điện thoại"), max_length=30, blank=True)
    email = models.EmailField(_("thư điện tử"), blank=True)
    confirmed = models.BooleanField(
        _("đã xác nhận"),
        default=True,
        help_text=_("tên, mã định danh, địa chỉ đúng như văn bản của cơ quan"),
    )
    valid_from = models.DateField(_("có hiệu lực từ"), default=dt.date(2025, 7, 1))
    valid_to = models.DateField(_("hết hiệu lực sau ngày"), null=True, blank=True)
    successor = models.ForeignKey(  # who keeps its books and what it closed; written by a reform
        "self", models.PROTECT, null=True, blank=True, related_name="predecessors", editable=False
    )

    class Meta:
        verbose_name = _("cơ quan")
        verbose_name_plural = _("cơ quan")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="authority_dates_in_order",
                violation_error_message=_("Ngày hết hiệu lực phải sau ngày bắt đầu."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        """The tree of authorities stays one: figures, and who grants what signs, go up it."""
        if self.pk and self.parent is not None and self.parent.lies_under(self):
            raise ValidationError({"parent": above_itself()})

    def lies_under(self, other: Authority) -> bool:
        """Whether `other` is this authority or stands above it, at any distance."""
        above: Authority | None = self
        seen = set()
        while above is not None and above.pk not in seen:
            if above.pk == other.pk:
                return True
            seen.add(above.pk)
            above = above.parent
        return False

    @property
    def taught(self) -> frozenset[str]:
        """The levels of a school, as noted or as its name says; empty: not known, or no school."""
        return frozenset(
            self.levels or (levels_in_name(self.name) if self.kind == self.Kind.SCHOOL else ())
        )


def above_itself() -> str:
    """What is said wherever a parent is refused."""
    return gettext("Cơ quan chủ quản không được là chính cơ quan này hay cơ quan trực thuộc nó.")


class SchoolLevel(models.TextChoices):
    """What a school may teach: `organisations.levels.Level` with its names."""

    PRESCHOOL = "PRESCHOOL", _("Mầm non")
    PRIMARY = "PRIMARY", _("Tiểu học")
    THCS = "THCS", _("Trung học cơ sở")
    THPT = "THPT", _("Trung học phổ thông")


class User(AbstractUser):  # type: ignore[django-manager-missing]  # of an app above
    """A person who signs in: citizen, officer or administrator. Never deleted (work items and
    entries name them).
    """

    full_name = models.CharField(_("họ và tên"), max_length=150, blank=True)
    sealed_key = RowKey()
    identity_number = SealedCharField(_("số định danh"), max_length=12, blank=True)
    birth_date = models.DateField(_("ngày sinh"), null=True, blank=True)
    phone = SealedCharField(_("điện thoại"), max_length=20, blank=True)
    identity_index = BlindIndexField("identity_number", "identity", db_index=True)
    phone_index = BlindIndexField("phone", "phone", db_index=True)
    position = models.CharField(
        _("chức vụ"), max_length=150, blank=True, help_text=_("in dưới chữ ký")
    )
    is_demo = models.BooleanField(_("tài khoản dùng thử"), default=False)
    # invited to work here, and has not registered a second factor: no role of theirs is in use
    awaits_factor = models.BooleanField(
        _("chờ đăng ký mã xác thực"), default=False, db_default=False, editable=False
    )
    # when somebody else last wrote another address
    email_given_at = models.DateTimeField(null=True, editable=False)
    # sessions of earlier rounds are over
    session_round = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """The name as written in the identity papers; Vietnamese names are not split into first and
        last.
        """
        return self.full_name

    def end_all_sessions(self) -> None:
        """Sign the person out on every device at the next request, this one too."""
        User.objects.filter(pk=self.pk).update(session_round=models.F("session_round") + 1)

    def get_session_auth_hash(self) -> str:
        """What a session must carry: it changes with the password (Django) and with the round."""
        return self._of_this_round(super().get_session_auth_hash())

    def get_session_auth_fallback_hash(self) -> Iterator[str]:
        """The same under the secret keys of before (SECRET_KEY_FALLBACKS)."""
        return map(self._of_this_round, super().get_session_auth_fallback_hash())

    def _of_this_round(self, found: str) -> str:
        return f"{found}.{self.session_round}" if self.session_round else found


class Role(models.Model):
    """What an officer may do in a procedure: steps name roles, never people."""

    slug = models.SlugField(_("tên rút gọn"), primary_key=True)
    name = models.CharField(_("tên"), max_length=100)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("vai trò")
        verbose_name_plural = _("vai trò")
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class RoleAssignment(models.Model):
    """A person holds a role at an authority between two dates (inclusive)."""

    user = models.ForeignKey(
        User, models.PROTECT, related_name="assignments", verbose_name=_("người")
    )
    role = models.ForeignKey(
        Role, models.PROTECT, related_name="assignments", verbose_name=_("vai trò")
    )
    authority = models.ForeignKey(
        Authority, models.PROTECT, related_name="assignments", verbose_name=_("cơ quan")
    )
    valid_from = models.DateField(_("từ ngày"), default=dt.date(2025, 7, 1))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("phân công vai trò")
        verbose_name_plural = _("phân công vai trò")
        constraints = [
            models.UniqueConstraint(
                fields=["user", "role", "authority", "valid_from"], name="assignment_given_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.role} – {self.authority}"


class Area(models.Model):
    """What of a role's work a person looks after: a ward, a school level; tasks given by rule go by
    it.
    """

    assignment = models.ForeignKey(
        RoleAssignment,
        models.PROTECT,
        related_name="areas",
        verbose_name=_("vai trò được phân công"),
    )
    name = models.CharField(
        _("địa bàn, lĩnh vực"), max_length=100, help_text=_("như quy tắc của thủ tục viết ra")
    )
    valid_from = models.DateField(_("từ ngày"), default=dt.date(2025, 7, 1))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("địa bàn, lĩnh vực phụ trách")
        verbose_name_plural = _("địa bàn, lĩnh vực phụ trách")
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["assignment", "name", "valid_from"], name="area_given_once"
            ),
        ]
        indexes = [models.Index(fields=["name"], name="area_by_name")]

    def __str__(self) -> str:
        return f"{self.name}: {self.assignment}"


class Cover(models.Model):
    """Somebody does what another one's role may, between two dates and in a form of the law (NĐ
    30/2020 Điều 13).

    It hangs on the role of the person who is away, so it ends with that role, and nobody can pass
    it on.
    """

    class Form(models.TextChoices):
        KT = "KT", _("KT. (ký thay)")
        TL = "TL", _("TL. (thừa lệnh)")
        TUQ = "TUQ", _("TUQ. (thừa ủy quyền)")
        Q = "Q", _("Q. (quyền)")

    assignment = models.ForeignKey(
        RoleAssignment, models.PROTECT, related_name="covers", verbose_name=_("vai trò được thay")
    )
    covering = models.ForeignKey(
        User, models.PROTECT, related_name="covers", verbose_name=_("người thay")
    )
    form = models.CharField(_("hình thức"), max_length=3, choices=Form.choices)
    authorisation = models.CharField(
        _("số văn bản ủy quyền"),
        max_length=60,
        blank=True,
        help_text=_("bắt buộc khi thừa ủy quyền"),
    )
    procedures = models.CharField(
        _("chỉ cho thủ tục"),
        max_length=500,
        blank=True,
        help_text=_("tên rút gọn của thủ tục, cách nhau bằng dấu cách; để trống: mọi thủ tục"),
    )
    valid_from = models.DateField(_("từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"))
    given_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người giao"),
    )
    given_at = models.DateTimeField(_("giao lúc"), default=timezone.now, editable=False)
    revoked_at = models.DateTimeField(_("chấm dứt lúc"), null=True, editable=False)
    revoked_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người chấm dứt"),
    )

    class Meta:
        verbose_name = _("ủy quyền, ký thay")
        verbose_name_plural = _("ủy quyền, ký thay")
        ordering = ["-valid_from", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__gte=models.F("valid_from")),
                name="cover_dates_in_order",
                violation_error_message=_("Ngày cuối phải từ ngày đầu trở đi."),
            ),
            models.CheckConstraint(
                condition=~Q(form="TUQ") | ~Q(authorisation=""),
                name="cover_by_authorisation_names_it",
                violation_error_message=_("Thừa ủy quyền phải ghi số văn bản ủy quyền."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.covering}, {self.form}. {self.assignment.user}"

    def clean(self) -> None:
        """Nobody stands in for themselves."""
        if self.covering_id and self.assignment_id and self.covering_id == self.assignment.user_id:
            raise ValidationError({"covering": _("Người thay phải là người khác.")})


from organisations.account_models import (  # noqa: E402 - models of this app
    AccountLetter,  # noqa: F401
    GrantorSeen,  # noqa: F401
    RightRequest,  # noqa: F401
)
from organisations.calendar_models import (  # noqa: E402
    CalendarDay,  # noqa: F401
    CalendarState,  # noqa: F401
    WorkingHours,  # noqa: F401
)
from organisations.contact_models import ContactProof, ProvedContact  # noqa: E402, F401
from organisations.provider_models import ProviderAccount  # noqa: E402, F401
from organisations.reform_models import Reform, Succession  # noqa: E402, F401
