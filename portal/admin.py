"""What the portal itself lets an administrator write."""

from __future__ import annotations

from django.contrib import admin

from organisations.admin.base import StoresNfc
from portal.models import Announcement


@admin.register(Announcement)
class AnnouncementAdmin(StoresNfc):
    list_display = ("text", "kind", "starts_at", "ends_at")
    list_filter = ("kind",)
