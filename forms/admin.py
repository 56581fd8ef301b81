"""The administrator sees which files were uploaded, never what is in them."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from forms.models import StoredFile


@admin.register(StoredFile)
class StoredFileAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Read only: a file is removed by the retention rules, not by hand."""

    list_display = ("id", "content_type", "size", "pages", "scan", "uploaded_at")
    list_filter = ("content_type", "scan")
    exclude = ("name",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
