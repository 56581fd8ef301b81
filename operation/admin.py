"""What an administrator sees of the machine's own doings; nothing here is changed by hand."""

from __future__ import annotations

from django.contrib import admin

from operation.models import CommandRun
from organisations.records import Record


@admin.register(CommandRun)
class CommandRunAdmin(Record):
    """Who ran which command on the machine."""

    list_display = ("at", "command", "account")
    ordering = ("-id",)
