"""What a right over the administration is called: Django's own names are English, many of rows
without a page.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

#: By the code of the right, without the kind of row at its end.
WHAT = {
    "view": _("xem"),
    "add": _("thêm"),
    "change": _("sửa"),
    "delete": _("xóa"),
    "move_dossiers": _("chuyển hồ sơ đang chạy sang phiên bản khác"),
    "run": _("chạy một lần sắp xếp tổ chức"),
}


class PowersField(forms.ModelMultipleChoiceField):
    """Rights to choose from, each in words."""

    widget = forms.SelectMultiple(attrs={"size": 12})

    def label_from_instance(self, obj: Any) -> str:
        """As everywhere else."""
        return named(obj)


def named(permission: Permission) -> str:
    """The kind of row and what one may do with it; no section before it, so that a phone shows the
    whole.
    """
    kind = permission.content_type
    code = permission.codename.removesuffix(f"_{kind.model}")
    return f"{kind.name}: {WHAT.get(code, permission.name)}"


def in_words(permissions: Iterable[Permission]) -> str:
    """Several of them in one line."""
    return "; ".join(named(one) for one in permissions) or "–"


def contents(groups: Iterable[int]) -> dict[str, list[int]]:
    """What each group of the ids gives today, as JSON keeps it; a group that is gone is not in
    it.
    """
    rows = Group.objects.filter(pk__in=groups).prefetch_related("permissions")
    return {str(one.pk): sorted(right.pk for right in one.permissions.all()) for one in rows}


def with_a_page() -> QuerySet[Permission]:
    """The rights over rows that the administration shows: any other right would do nothing
    there.
    """
    shown = [model for model in apps.get_models() if admin.site.is_registered(model)]
    kinds = ContentType.objects.get_for_models(*shown).values()
    return Permission.objects.filter(content_type__in=[kind.pk for kind in kinds]).select_related(
        "content_type"
    )
