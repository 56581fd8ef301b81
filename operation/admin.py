"""What an administrator sees of the machine's own doings; nothing here is changed by hand."""

from __future__ import annotations

from django.contrib import admin

from foundation.read_only_admin import Record
from operation.models import CommandRun, TrialRestore


@admin.register(CommandRun)
class CommandRunAdmin(Record):
    """Who ran which command on the machine."""

    list_display = ("at", "command", "account")
    ordering = ("-id",)


@admin.register(TrialRestore)
class TrialRestoreAdmin(Record):
    """Which backups were brought back for a try."""

    list_display = ("at", "backup", "taken_at", "seconds")
