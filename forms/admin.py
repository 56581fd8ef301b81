"""The administrator sees which files were uploaded, never what is in them."""

from __future__ import annotations

from django.contrib import admin

from forms.models import StoredFile
from foundation.read_only_admin import Record


@admin.register(StoredFile)
class StoredFileAdmin(Record):
    """Read only: a file is removed by the retention rules, not by hand."""

    list_display = ("id", "content_type", "size", "pages", "scan", "uploaded_at")
    list_filter = ("content_type", "scan")
    exclude = ("name",)
