"""Admin forms that never write over what somebody else saved meanwhile: the form carries what it
showed.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import model_to_dict
from django.http import HttpRequest
from django.utils.translation import gettext as _

#: Never shown by the form itself, and changed by signing in or by a page of its own.
NOT_SHOWN = {"password", "last_login", "seen"}


class SeenForm(forms.ModelForm):
    """Refuses a save over another one; its sentences name both versions, and the next press is
    meant.
    """

    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.instance._state.adding:
            self.initial["seen"] = self._fingerprint(self.instance)

    def has_changed(self) -> bool:
        return any(name != "seen" for name in self.changed_data)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if self.instance._state.adding or not self.has_changed():
            return given
        rows = type(self.instance)._base_manager.select_for_update(of=("self",))
        now = rows.filter(pk=self.instance.pk).first()
        if now is not None and self._fingerprint(now) != given.get("seen"):
            sent: Any = self.data
            self.data = sent = sent.copy()
            sent[self.add_prefix("seen")] = self._fingerprint(now)
            raise ValidationError(
                [*self._differences(now), _("Chưa ghi đè gì: bấm Lưu lần nữa để giữ bản của bạn.")]
            )
        return given

    def _fingerprint(self, row: models.Model) -> str:
        names = [name for name in self._meta_names() if name not in NOT_SHOWN]
        text = json.dumps(model_to_dict(row, fields=names), sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:32]

    def _meta_names(self) -> list[str]:
        return [
            name
            for name in self.base_fields
            if name in {field.name for field in self.instance._meta.get_fields()}
        ]

    def _differences(self, now: models.Model) -> list[str]:
        """One sentence for each input where the row now says something else than what was sent."""
        who = LogEntry.objects.filter(
            object_id=str(now.pk),
            content_type__app_label=now._meta.app_label,
            content_type__model=now._meta.model_name,
        ).first()
        name = str(who.user) if who else _("Người khác")
        found = []
        for field in self._meta_names():
            theirs, yours = getattr(now, field), self.cleaned_data.get(field)
            if isinstance(theirs, models.Manager) or field in NOT_SHOWN or theirs == yours:
                continue
            words = {
                "label": self.fields[field].label,
                "name": name,
                "theirs": theirs,
                "yours": yours,
            }
            found.append(
                _("“%(label)s”: %(name)s vừa lưu “%(theirs)s”, bạn nhập “%(yours)s”.") % words
            )
        return found or [_("%(name)s vừa sửa bản ghi này.") % {"name": name}]


class NoSilentOverwrite(admin.options.BaseModelAdmin):
    """For a ModelAdmin or an inline: its form carries what it showed, and a save compares under the
    row's lock.
    """

    form: type[forms.ModelForm] = SeenForm

    def get_object(
        self, request: HttpRequest, object_id: str, from_field: str | None = None
    ) -> Any:
        """Lock the row before it is read to be changed: columns that the form does not have stay as
        they are.
        """
        if request.method == "POST" and from_field is None:
            try:
                key = self.model._meta.pk.to_python(object_id)
            except ValidationError:
                return None
            self.model._base_manager.select_for_update(of=("self",)).filter(pk=key).first()
        return super().get_object(request, object_id, from_field)  # type: ignore[misc]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        found: list[tuple[Any, dict[str, Any]]] = [
            (title, dict(options)) for title, options in super().get_fieldsets(request, obj)
        ]
        for _title, options in found:
            options["fields"] = [name for name in options["fields"] if name != "seen"]
        if obj is not None and found and self.has_change_permission(request, obj):
            found[0][1]["fields"].append("seen")
        return found
