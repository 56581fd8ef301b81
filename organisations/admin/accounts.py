"""Accounts in the administration: passwords are their owners' own, powers are given by two."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UsernameField
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.edit_conflicts import SeenForm
from foundation.text import clean_line
from organisations import inviting
from organisations.account_models import AccountLetter
from organisations.accounts import former_contacts, letters, password_links
from organisations.admin.base import NeverDeleted, StoresNfc, signed_in
from organisations.admin.leaving import WithLeaving
from organisations.admin.roles import RoleAssignmentInline
from organisations.models import Authority, Role, User
from organisations.rights import power_names, requests
from protection import security_log

#: What makes an account more than a person's: looked at here, given by two
#: (`organisations.rights.requests`).
POWERS = ("is_staff", "is_superuser", "is_demo", "groups", "own_permissions")


class NewUserForm(forms.ModelForm):
    """A new account: who it is and where to reach them. Its owner chooses the password by a link
    that is sent. With a role it is an officer who is invited (`organisations.inviting`).
    """

    role = forms.ModelChoiceField(Role.objects.all(), label=_("Vai trò"), required=False)
    authority = forms.ModelChoiceField(Authority.objects.all(), label=_("Cơ quan"), required=False)
    reason = forms.CharField(
        label=_("Lý do"),
        max_length=300,
        required=False,
        help_text=_("số quyết định bổ nhiệm, phân công"),
    )

    by: User  # set by the page

    class Meta:
        model = User
        fields = ("username", "full_name", "email", "phone")
        field_classes = {"username": UsernameField}

    def clean_username(self) -> str:
        """No second name that differs in capitals alone."""
        name: str = self.cleaned_data["username"]
        if User.objects.filter(username__iexact=name).exists():
            raise ValidationError(_("Đã có tài khoản mang tên đăng nhập này."))
        return name

    def clean(self) -> dict[str, Any]:
        """Everything `inviting.invite` would refuse is told at its field."""
        given: dict[str, Any] = super().clean() or self.cleaned_data
        asked = (given.get("role"), given.get("authority"), clean_line(given.get("reason", "")))
        self.wanted = inviting.asked_for(*asked) if any(asked) else None
        if self.wanted is None or self.errors:
            return given
        if not given.get("email"):
            self.add_error("email", _("Hãy ghi thư điện tử: lời mời gửi tới đó."))
        try:
            requests.check_role_of_new(self.wanted, self.by)
        except ValidationError as refused:
            self._update_errors(refused)  # type: ignore[attr-defined]
        return given

    def save(self, commit: bool = True) -> User:
        """The account, without a password that anybody knows."""
        person: User = super().save(commit=False)
        person.set_unusable_password()
        if commit:
            person.save()
        return person


class UserForm(SeenForm):
    """What an administrator may change of an account alone."""

    class Meta:
        model = User
        fields = (
            *(
                "username",
                "full_name",
                "identity_number",
                "birth_date",
                "phone",
                "email",
                "position",
            ),
            "is_active",
        )

    def clean(self) -> dict[str, Any]:
        """Whoever has the mailbox has the account: of somebody with rights two change it
        (`RightRequestAdmin`).
        """
        given = super().clean()
        if self.instance.pk and requests.is_guarded(User.objects.get(pk=self.instance.pk)):
            for name in {"email", "phone"} & set(self.changed_data):
                self.add_error(
                    name,
                    _(
                        "Người này có vai trò hoặc quyền quản trị: hãy gửi “Đề nghị cấp quyền”,"
                        " người khác đồng ý."
                    ),
                )
        return given


@admin.register(User)
class UserAdmin(WithLeaving, NeverDeleted, StoresNfc, DjangoUserAdmin):
    """Accounts. Passwords are their owners' own (`organisations.accounts.password_links`), powers
    are given by two.
    """

    form, add_form = UserForm, NewUserForm
    change_user_password_template = None
    list_display = ("username", "full_name", "position", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "is_demo", "assignments__role")
    # numbers are encrypted, and this search stands in the address
    search_fields = ("username", "full_name")
    ordering = ("username",)
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined", "leaving_link", *POWERS)
    inlines = (RoleAssignmentInline,)
    actions = ("send_password_link",)
    fieldsets = (
        (None, {"fields": ("username", "is_active")}),
        (
            _("Người"),
            {
                "fields": (
                    "full_name",
                    "identity_number",
                    "birth_date",
                    "phone",
                    "email",
                    "position",
                )
            },
        ),
        (
            _("Quyền"),
            {
                "fields": (*POWERS, "leaving_link"),
                "description": _("Một người đề nghị, một người khác cấp: “Đề nghị cấp quyền”."),
            },
        ),
        (_("Thời điểm"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "fields": ("username", "full_name", "email", "phone"),
                "description": _(
                    "Người này nhận liên kết đặt mật khẩu qua thư điện tử; không ai đặt thay."
                ),
            },
        ),
        (
            _("Mời làm cán bộ"),
            {
                "fields": ("role", "authority", "reason"),
                "description": _(
                    "Để trống nếu không phải cán bộ. Vai trò do người khác cấp, và chỉ dùng được"
                    " khi người được mời đã đăng ký mã xác thực ở lần đăng nhập đầu."
                ),
            },
        ),
    )

    @admin.display(description=_("quyền riêng"))
    def own_permissions(self, person: User) -> str:
        """In words."""
        return power_names.in_words(person.user_permissions.select_related("content_type"))

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Of other administrators' accounts a superuser alone."""
        if (
            isinstance(obj, User)
            and (obj.is_staff or obj.is_superuser)
            and obj.pk != request.user.pk
        ):
            return bool(request.user.is_superuser)
        return super().has_change_permission(request, obj)

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form of a new account knows who asks for its role."""
        found = super().get_form(request, obj, change=change, **kwargs)
        return found if change else type("Inviting", (found,), {"by": request.user})

    def get_inlines(self, request: HttpRequest, obj: models.Model | None) -> tuple[Any, ...]:
        """Nobody who is only being added has a role."""
        return () if obj is None else self.inlines

    def user_change_password(
        self, request: HttpRequest, id: str, form_url: str = ""
    ) -> HttpResponse:
        """Nobody sets another one's password; one's own has a page of the portal."""
        raise PermissionDenied

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """A new person is sent their link; the mailbox of before learns of a change."""
        before = User.objects.filter(pk=obj.pk).first() if change else None
        if before is not None and before.email != obj.email and obj.pk != request.user.pk:
            obj.email_given_at = timezone.now()
        super().save_model(request, obj, form, change)
        former_contacts.let_go(obj)
        wanted = getattr(form, "wanted", None)
        if before is None and wanted is not None:
            inviting.invite(obj, wanted, signed_in(request))
            return
        if before is None:
            letters.owe(obj, AccountLetter.Kind.PASSWORD_LINK)
            return
        if (before.email, before.phone) != (obj.email, obj.phone):
            letters.owe(obj, AccountLetter.Kind.CONTACT_CHANGED, address=before.email)
            security_log.note("contact_changed", account=obj.pk, by=request.user.pk)
        if before.is_active != obj.is_active:
            event = "account_opened" if obj.is_active else "account_closed"
            security_log.note(event, account=obj.pk, by=request.user.pk)
            if not obj.is_active and requests.is_guarded(obj):
                letters.owe(obj, AccountLetter.Kind.ACCOUNT_CLOSED)

    @admin.action(description=_("Gửi liên kết đặt mật khẩu"), permissions=["change"])
    def send_password_link(self, request: HttpRequest, people: models.QuerySet[User]) -> None:
        """To the mailbox of each; the administrator never sees a link."""
        mailed = [one for one in people if one.is_active and one.email]
        waiting = {one: until for one in mailed if (until := password_links.mailable_from(one))}
        reached = [one for one in mailed if one not in waiting]
        for person in reached:
            letters.owe(person, AccountLetter.Kind.PASSWORD_LINK)
            security_log.note("password_link_owed", account=person.pk, by=request.user.pk)
        told = _(
            "Đã gửi liên kết cho %(number)d người; %(left)d người không có thư điện tử hoặc đã đóng"
            " tài khoản."
        )
        messages.info(
            request, told % {"number": len(reached), "left": people.count() - len(mailed)}
        )
        for person, until in waiting.items():
            said = _(
                "%(person)s: địa chỉ thư vừa được người khác đổi, nên liên kết chỉ gửi được từ"
                " %(day)s."
            )
            day = f"{timezone.localtime(until):%H:%M %d/%m/%Y}"
            messages.warning(request, said % {"person": person, "day": day})
