"""The administration's own record of who changed what."""

from __future__ import annotations

from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from organisations.admin.base import NeverDeleted

#: What the pages of procedures and reforms write down, in words.
ACTS = {
    "publish": _("công bố"),
    "keep_own": _("giữ nội dung của cơ quan"),
    "choose": _("chọn cách chuyển hồ sơ"),
    "move_dossiers": _("chuyển hồ sơ sang phiên bản khác"),
    "move_back": _("chuyển hồ sơ về phiên bản trước"),
    "run": _("thực hiện sắp xếp tổ chức"),
}


@admin.register(LogEntry)
class LogEntryAdmin(NeverDeleted):
    """Who changed what in the administration, newest first; nobody changes this."""

    list_display = ("action_time", "user", "content_type", "object_repr", "said")
    fields = ("action_time", "user", "content_type", "object_repr", "action_flag", "said")
    readonly_fields = ("said",)
    list_filter = ("action_flag", ("content_type", admin.RelatedOnlyFieldListFilter))
    list_select_related = ("user", "content_type")
    date_hierarchy = "action_time"

    @admin.display(description=_("thay đổi"))
    def said(self, entry: LogEntry) -> str:
        """Django's own lines in words, our acts by their names, those of a list by what its menu
        calls them.
        """
        text = entry.get_change_message()
        model = entry.content_type.model_class() if entry.content_type else None
        page = (
            admin.site.get_model_admin(model) if model and admin.site.is_registered(model) else None
        )
        action = getattr(page, str(text), None)
        return str(ACTS.get(text) or getattr(action, "short_description", None) or text)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
