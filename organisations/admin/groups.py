"""Groups in the administration. A membership is granted by two, so what it stands for does not
change behind them.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin as DjangoGroupAdmin
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from organisations.models import User
from organisations.rights import power_names


class GroupForm(forms.ModelForm):
    """Name and rights; the rights only while nobody is in the group."""

    class Meta:
        model = Group
        fields = ("name", "permissions")

    def clean_permissions(self) -> models.QuerySet[Permission]:
        """Who wants other rights for people makes another group and asks for it, for each of
        them.
        """
        wanted: models.QuerySet[Permission] = self.cleaned_data["permissions"]
        if not self.instance.pk or not has_people(self.instance):
            return wanted
        kept: models.QuerySet[Permission] = self.instance.permissions.all()
        if set(wanted) != set(kept.filter(pk__in=power_names.with_a_page())):
            raise ValidationError(
                _(
                    "Nhóm đang có người nên không sửa quyền của nhóm được; hãy lập nhóm mới và đề"
                    " nghị cấp cho từng người."
                )
            )
        return kept


def has_people(group: Group) -> bool:
    """Whether somebody is in it, closed accounts too; locks it, so that nobody comes in while it is
    changed.
    """
    Group.objects.select_for_update().filter(pk=group.pk).first()
    return User.objects.filter(groups=group).exists()


class GroupAdmin(DjangoGroupAdmin):
    """A group gives its permissions to its members: written by superusers while it has none."""

    form = GroupForm
    filter_horizontal = ()  # Django's two lists of a script are English in part

    def formfield_for_manytomany(
        self, db_field: Any, request: HttpRequest | None = None, **kwargs: Any
    ) -> Any:
        if db_field.name == "permissions":
            kwargs |= {"form_class": power_names.PowersField, "queryset": power_names.with_a_page()}
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Of an empty one: with the group its members lose what it gave, the right to grant among
        it.
        """
        is_empty = obj is None or not User.objects.filter(groups=obj.pk).exists()
        return bool(request.user.is_superuser) and is_empty


admin.site.unregister(Group)
admin.site.register(Group, GroupAdmin)
