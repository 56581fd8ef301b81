"""The administration's page for rights: one administrator asks, another one (or the head, in the
portal) grants.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.text import clean_line
from organisations.account_models import RightRequest, account_in_words
from organisations.admin.base import signed_in
from organisations.models import User
from organisations.rights import giving, grantors, power_names, requests

Kind = RightRequest.Kind


class AskingForm(forms.ModelForm):
    """What is asked for whom. What does not belong to the kind is left alone."""

    is_staff = forms.BooleanField(label=_("Vào được trang quản trị"), required=False)
    is_superuser = forms.BooleanField(label=_("Có mọi quyền quản trị"), required=False)
    groups = forms.ModelMultipleChoiceField(Group.objects.all(), label=_("Nhóm"), required=False)
    permissions = power_names.PowersField(
        Permission.objects.none(), label=_("Quyền riêng"), required=False
    )

    class Meta:
        model = RightRequest
        fields = (
            "kind",
            "person",
            "role",
            "authority",
            "valid_from",
            "valid_to",
            "email",
            "phone",
            "reason",
        )

    bank_name = forms.CharField(label=_("Ngân hàng"), max_length=100, required=False)
    bin = forms.CharField(label=_("Mã BIN của ngân hàng"), max_length=6, required=False)
    number = forms.CharField(label=_("Số tài khoản"), max_length=19, required=False)
    holder = forms.CharField(label=_("Chủ tài khoản"), max_length=100, required=False)

    by: User  # set by the page

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "permissions" in self.fields:  # offered to superusers alone
            self.fields["permissions"].queryset = power_names.with_a_page()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Everything `rights.ask` would refuse is told at its field, with what was typed still
        there.
        """
        given: dict[str, Any] = super().clean() or self.cleaned_data
        wanted = self.instance
        wanted.reason = clean_line(given.get("reason", ""))
        wanted.powers = self._powers(given) if given.get("kind") == Kind.POWERS else {}
        account = {name: clean_line(given.get(name, "")) for name in requests.ACCOUNT}
        wanted.account = account if given.get("kind") == Kind.PAYEE else {}
        return given

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if self.errors:
            return
        try:
            requests.check(self.instance, self.by)
        except ValidationError as refused:
            self._update_errors(refused)  # type: ignore[attr-defined]

    def _powers(self, given: dict[str, Any]) -> dict[str, Any]:
        return {
            "is_staff": given.get("is_staff", False),
            "is_superuser": given.get("is_superuser", False),
            "groups": sorted(one.pk for one in given.get("groups", [])),
            "permissions": sorted(one.pk for one in given.get("permissions", [])),
        }


class DecidingForm(ActionForm):
    """Beside the choice of what to do: the code of the telephone, where the last one is not
    recent.
    """

    factor_code = forms.CharField(
        label=_("Mã xác thực trên điện thoại"), required=False, max_length=20
    )


@admin.register(RightRequest)
class RightRequestAdmin(admin.ModelAdmin):
    """Requests, the newest first. A decided one stays as it was decided."""

    form = AskingForm
    list_display = (
        "person",
        "kind",
        "role",
        "authority",
        "state",
        "asked_by",
        "decided_by",
        "alone",
        "asked_at",
    )
    list_display_links = ("person", "kind")  # an account for fees is asked for nobody
    list_filter = ("state", "kind", "alone")
    list_select_related = ("person", "role", "authority", "asked_by", "decided_by")
    search_fields = ("person__full_name", "person__username")
    autocomplete_fields = ("person", "role", "authority")
    action_form = DecidingForm
    actions = ("grant_chosen", "refuse_chosen")
    fieldsets = (
        (None, {"fields": ("kind", "person", "reason")}),
        (_("Vai trò"), {"fields": ("role", "authority", "valid_from", "valid_to")}),
        (_("Thư điện tử, điện thoại mới"), {"fields": ("email", "phone")}),
        (_("Tài khoản thu phí của cơ quan"), {"fields": requests.ACCOUNT}),
        (
            _("Quyền trên trang quản trị"),
            {"fields": ("is_staff", "is_superuser", "groups", "permissions")},
        ),
    )

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        """The form knows who asks."""
        found = super().get_form(request, obj, change=change, **kwargs)
        return type("Asking", (found,), {"by": request.user})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Who may give no powers is not offered any; a request that was made shows what it
        holds.
        """
        if obj is not None:
            kept = (
                "kind",
                "person",
                "reason",
                "role",
                "authority",
                "valid_from",
                "valid_to",
                "email",
                "phone",
            )
            decided = (
                "asked_powers",
                "asked_account",
                "asked_by",
                "asked_at",
                "state",
                "decided_by",
                "decided_at",
                "alone",
            )
            return ((None, {"fields": (*kept, *decided)}),)
        return self.fieldsets if request.user.is_superuser else self.fieldsets[:-1]

    @admin.display(description=_("quyền trên trang quản trị"))
    def asked_powers(self, request: RightRequest) -> str:
        """In words."""
        asked = request.powers
        words = [str(_("quản trị viên"))] if asked.get("is_staff") else []
        words += [str(_("mọi quyền"))] if asked.get("is_superuser") else []
        named = Permission.objects.select_related("content_type")
        for group in Group.objects.filter(pk__in=asked.get("groups", [])):
            gives = named.filter(pk__in=asked.get("contents", {}).get(str(group.pk), []))
            words.append(f"{group.name} ({power_names.in_words(gives)})")
        words += [
            power_names.named(one) for one in named.filter(pk__in=asked.get("permissions", []))
        ]
        return "; ".join(words) or "–"

    @admin.display(description=_("tài khoản thu phí"))
    def asked_account(self, request: RightRequest) -> str:
        """The new one, and once it is granted the one of before."""
        new, before = account_in_words(request.account), request.account_before
        return f"{before} → {new}" if before else new or "–"

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return any(grantors.may_ask(signed_in(request), kind) for kind in Kind)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Its rows are decided by the actions, never rewritten."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_decide_permission(self, request: HttpRequest) -> bool:
        """For the actions; whether this very request may be decided is asked of `rights`."""
        return self.has_view_permission(request)

    def save_model(self, request: HttpRequest, obj: RightRequest, form: Any, change: bool) -> None:
        requests.ask(obj, signed_in(request))

    @admin.action(description=_("Cấp quyền đã đề nghị"), permissions=["decide"])
    def grant_chosen(self, request: HttpRequest, chosen: models.QuerySet[RightRequest]) -> None:
        self._decide(request, chosen, requests.grant, _("Đã cấp: %(what)s."))

    @admin.action(description=_("Không cấp, hoặc rút đề nghị"), permissions=["decide"])
    def refuse_chosen(self, request: HttpRequest, chosen: models.QuerySet[RightRequest]) -> None:
        self._decide(request, chosen, requests.refuse, _("Không cấp: %(what)s."))

    def _decide(
        self, request: HttpRequest, chosen: models.QuerySet[RightRequest], act: Any, done: Any
    ) -> None:
        site: Any = self.admin_site  # config.administration
        if not site.confirms(request):
            messages.error(
                request,
                _("Cấp quyền cho người khác: hãy nhập mã xác thực trên điện thoại rồi làm lại."),
            )
            return
        for one in chosen.select_related("person", "role", "authority"):
            try:
                act(one, request.user)
            except giving.NotGranted as refused:
                messages.error(request, f"{one}: {refused}")
            else:
                messages.success(request, done % {"what": one})
