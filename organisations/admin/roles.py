"""Who holds which role, looks after which area and stands in for whom: looked at and ended; given
elsewhere, by two.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from foundation.edit_conflicts import NoSilentOverwrite, SeenForm
from organisations import covers
from organisations.admin.base import NeverDeleted, StoresNfc, signed_in
from organisations.models import (
    Area,
    Cover,
    Role,
    RoleAssignment,
)
from organisations.rights import requests


class EndingForm(SeenForm):
    """Of a role the last day alone, and only to an earlier one."""

    class Meta:
        model = RoleAssignment
        fields = ("valid_to",)

    def clean_valid_to(self) -> Any:
        """As `rights.end_role` allows it."""
        last_day = self.cleaned_data["valid_to"]
        if "valid_to" in self.changed_data:
            if last_day is None:
                raise ValidationError(
                    _("Không kéo dài được; hãy đề nghị cấp vai trò mới cho thời gian sau.")
                )
            requests.check_ending(RoleAssignment.objects.get(pk=self.instance.pk), last_day)
        return last_day


class OnlyEnded(admin.options.BaseModelAdmin):
    """Roles are given elsewhere, by two."""

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def get_fields(self, request: HttpRequest, obj: models.Model | None = None) -> tuple[str, ...]:
        return ("user", "role", "authority", "valid_from", "valid_to")

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> tuple[str, ...]:
        return ("user", "role", "authority", "valid_from")


@admin.register(Role)
class RoleAdmin(StoresNfc):
    list_display = ("name", "slug", "name_en")
    search_fields = ("name", "slug")

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> tuple[str, ...]:
        """Definitions and tasks name the slug; who grants a role reads its name, so it keeps it
        once it is held.
        """
        if obj is None:
            return ()
        return (
            ("slug", "name", "name_en")
            if RoleAssignment.objects.filter(role=obj.pk).exists()
            else ("slug",)
        )


@admin.register(RoleAssignment)
class RoleAssignmentAdmin(OnlyEnded, NoSilentOverwrite, NeverDeleted):
    """Who holds which role. A role is given by `RightRequestAdmin`, by two; here it is looked at
    and ended.
    """

    form = EndingForm
    list_display = ("user", "role", "authority", "valid_from", "valid_to")
    list_filter = ("role", "authority")
    list_select_related = ("user", "role", "authority")
    search_fields = ("user__full_name", "user__username")


@admin.register(Area)
class AreaAdmin(NeverDeleted, StoresNfc):
    list_display = ("name", "assignment", "valid_from", "valid_to")
    list_select_related = ("assignment__user", "assignment__role", "assignment__authority")
    search_fields = ("name", "assignment__user__full_name")
    autocomplete_fields = ("assignment",)


@admin.register(Cover)
class CoverAdmin(NeverDeleted, StoresNfc):
    """Who stands in for whom: given by the head of the office on a page of their own, by code; here
    it can be ended.
    """

    list_display = (
        "assignment",
        "covering",
        "form",
        "valid_from",
        "valid_to",
        "given_by",
        "revoked_at",
    )
    list_filter = ("form",)
    list_select_related = (
        "assignment__user",
        "assignment__role",
        "assignment__authority",
        "covering",
        "given_by",
    )
    search_fields = ("covering__full_name", "assignment__user__full_name")
    actions = ("end_now",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> tuple[str, ...]:
        """Signatures name it; whoever wants other days gives another one."""
        kept = (
            "assignment",
            "covering",
            "form",
            "authorisation",
            "procedures",
            "valid_from",
            "valid_to",
        )
        return (*kept, "given_by", "given_at", "revoked_at", "revoked_by")

    @admin.action(description=_("Chấm dứt ngay"), permissions=["change"])
    def end_now(self, request: HttpRequest, covers_chosen: models.QuerySet[Cover]) -> None:
        for cover in covers_chosen:
            covers.revoke(cover, signed_in(request))
            self.log_change(request, cover, _("Chấm dứt ngay"))


class RoleAssignmentInline(OnlyEnded, NoSilentOverwrite, admin.TabularInline):
    form = EndingForm
    model = RoleAssignment
    extra = 0
    can_delete = False
