"""An administrator makes a line, and switches one on or off."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from waiting_line.models import Line

MEASURED = ("commitment", "counter", "present", "admitted", "rate")


@admin.register(Line)
class LineAdmin(admin.ModelAdmin):
    list_display = ("title", "key", "mode", "opens_at", "counter", "present", "admitted", "rate")
    list_filter = ("mode",)
    fields = (
        *("title", "key", "mode", "addresses", "opens_at", "closes_at"),
        *("least_a_minute", "most_a_minute", "pass_minutes", *MEASURED),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        """What is measured; of a line that people stand in also its name in their cookies and its
        hour.
        """
        if obj is None or not obj.counter:
            return MEASURED
        return (*MEASURED, "key", "opens_at")
