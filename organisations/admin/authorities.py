"""Authorities in the administration."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.forms import CheckboxSelectMultiple, MultipleChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from organisations.admin.base import StoresNfc
from organisations.models import (
    Authority,
    SchoolLevel,
)


@admin.register(Authority)
class AuthorityAdmin(StoresNfc):
    list_display = (
        "name",
        "kind",
        "parent",
        "symbol",
        "code",
        "confirmed",
        "valid_from",
        "valid_to",
    )
    list_filter = ("kind", "confirmed")
    search_fields = ("name", "slug", "code")
    autocomplete_fields = ("parent",)
    prepopulated_fields = {"slug": ("name",)}
    fieldsets = (
        (None, {"fields": ("name", "name_en", "slug", "kind", "levels", "parent", "confirmed")}),
        (_("Trên văn bản"), {"fields": ("symbol", "code", "place")}),
        (_("Liên hệ"), {"fields": ("address", "phone", "email")}),
        (_("Thời gian hoạt động"), {"fields": ("valid_from", "valid_to")}),
    )

    def get_prepopulated_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> dict[str, Any]:
        """Definitions name the slug: it is proposed once and never follows a later change of the
        name.
        """
        return {} if obj else dict(self.prepopulated_fields)

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        if db_field.name != "levels":
            return super().formfield_for_dbfield(db_field, request, **kwargs)
        return MultipleChoiceField(
            label=db_field.verbose_name,
            help_text=db_field.help_text,
            choices=SchoolLevel.choices,
            required=False,
            widget=CheckboxSelectMultiple,
        )
