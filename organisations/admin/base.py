"""What pages of the administration share: rows that history names are ended by a date, never
deleted.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest

from foundation.edit_conflicts import NoSilentOverwrite
from foundation.text import clean_text
from organisations.models import User


def signed_in(request: HttpRequest) -> User:
    """Who works in the administration. Raises PermissionDenied; its pages let nobody else come so
    far.
    """
    if not isinstance(request.user, User):
        raise PermissionDenied
    return request.user


class StoresNfc(NoSilentOverwrite, admin.ModelAdmin):
    """Typed or pasted text is stored in NFC, as everywhere else."""

    def save_model(self, request: HttpRequest, obj: models.Model, form: Any, change: bool) -> None:
        for field in obj._meta.concrete_fields:
            if isinstance(field, models.CharField | models.TextField):
                setattr(obj, field.attname, clean_text(getattr(obj, field.attname)))
        super().save_model(request, obj, form, change)


class NeverDeleted(admin.ModelAdmin):
    """Journals and documents name these rows for ever."""

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False
