"""What holds for every page of the administration: only declared filters, and every action in the
record of changes.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest
from django.http.response import HttpResponseBase

#: What the filters of Django's lists append to the name of a field. None of them reads a text sign
#: by sign.
ENDINGS = frozenset({"exact", "isnull", "in", "gte", "lt", "year", "month", "day", "id", "slug"})


class Supervised(admin.ModelAdmin):
    """Mixed into every ModelAdmin of the site (config/administration.py)."""

    # they would count the whole table for each choice, under an English title
    show_facets = admin.ShowFacets.NEVER

    class Media:
        css = {"all": ["organisations/administration.css"]}

    def lookup_allowed(self, lookup: str, value: str, request: Any = None) -> bool:
        """Only what the list offers as a filter. Django would take any column of the row, also one
        it never shows: `?search__startswith=nguyen` reads it letter by letter.
        """
        own = (
            one
            for one in self.list_filter
            if isinstance(one, type) and issubclass(one, admin.SimpleListFilter)
        )
        if any(lookup == one.parameter_name for one in own):
            return True
        fields = (one[0] if isinstance(one, tuple) else one for one in self.list_filter)
        declared = [self.date_hierarchy, *(one for one in fields if isinstance(one, str))]
        for name in filter(None, declared):
            rest = lookup.removeprefix(name)
            if (
                lookup.startswith(name)
                and set(rest.split(LOOKUP_SEP)) - {""} <= ENDINGS
                and rest[:2] in ("", "__")
            ):
                return bool(super().lookup_allowed(lookup, value, request))
        return False

    def response_action(
        self, request: HttpRequest, queryset: models.QuerySet[Any], *given: Any
    ) -> Any:
        """Do the action and write down who did it to which rows, both or neither."""
        name = (request.POST.getlist("action") or [""])[0]
        chosen = request.POST.getlist(ACTION_CHECKBOX_NAME)
        with transaction.atomic():
            rows = (
                queryset
                if request.POST.get("select_across") == "1"
                else queryset.filter(pk__in=chosen)
            )
            # deleting writes its own
            known = name in self.get_actions(request) and name != "delete_selected"
            touched = [(str(row.pk), str(row)[:200]) for row in rows] if known else []
            response: HttpResponseBase | None = super().response_action(request, queryset, *given)
            if response is not None:
                self._write_down(request, name, touched)
        return response

    def _write_down(self, request: HttpRequest, name: str, touched: list[tuple[str, str]]) -> None:
        kind = ContentType.objects.get_for_model(self.model)
        LogEntry.objects.bulk_create(
            LogEntry(
                user_id=int(str(request.user.pk)),
                content_type=kind,
                object_id=pk,
                object_repr=shown,
                action_flag=CHANGE,
                change_message=name,
            )
            for pk, shown in touched
        )
