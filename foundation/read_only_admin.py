"""What the engine writes, on the pages of the administration: looked at, never touched."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest


class Record(admin.ModelAdmin):
    """Shown, never added, changed or deleted by hand."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
