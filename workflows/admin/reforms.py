"""The administrator enters a reform of the organisation, looks at what it would do, and has it done
on its day.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.edit_conflicts import NoSilentOverwrite
from organisations.admin.base import StoresNfc
from organisations.reform_models import Reform, Succession
from workflows import organisation_reforms

SHOWN = 500  # dossiers listed in a preview; all are counted


class SuccessionInline(NoSilentOverwrite, admin.TabularInline):  # type: ignore[type-arg]  # generic in the stubs only
    model = Succession
    extra = 1
    autocomplete_fields = ("leaves", "takes")

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_add_permission(request, obj) and not _is_done(obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_done(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_done(obj)


@admin.register(Reform)
class ReformAdmin(StoresNfc):
    """What is done changes no more; what is not yet can be corrected or taken back."""

    list_display = ("__str__", "date", "ready", "done_at", "look")
    list_filter = ("kind", "ready")
    fields = ("kind", "date", "source", "ready", "done_at", "look")
    readonly_fields = ("done_at", "look")
    inlines = (SuccessionInline,)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_change_permission(request, obj) and not _is_done(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return super().has_delete_permission(request, obj) and not _is_done(obj)

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        """No deleting of several at once: one that is done might be among them."""
        return {
            name: action
            for name, action in super().get_actions(request).items()
            if name != "delete_selected"
        }

    def get_urls(self) -> list[URLPattern]:
        """The preview, from which the reform is run."""
        page = self.admin_site.admin_view(self.preview)
        return [
            path("<int:pk>/xem-truoc/", page, name="organisations_reform_preview"),
            *super().get_urls(),
        ]

    @admin.display(description=gettext_lazy("sẽ làm gì"))
    def look(self, reform: Reform) -> SafeString | str:
        """Link to the preview of a saved reform."""
        if reform.pk is None:
            return ""
        address = reverse("admin:organisations_reform_preview", args=[reform.pk])
        return format_html('<a href="{}">{}</a>', address, _("Xem trước"))

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """GET shows what would be done; POST does it, when its day has come."""
        if not request.user.has_perm("organisations.run_reform"):
            raise PermissionDenied
        reform = get_object_or_404(Reform, pk=pk)
        if request.method == "POST":
            return self._run(request, reform)
        found = organisation_reforms.plan(reform)
        page = {
            **self.admin_site.each_context(request),
            "title": _("Xem trước: %s") % reform,
            "opts": self.opts,
            "reform": reform,
            "plan": found,
            "moves": found.moves[:SHOWN],
        }
        return TemplateResponse(request, "admin/workflows/reform_preview.html", page)

    def _run(self, request: HttpRequest, reform: Reform) -> HttpResponse:
        address = reverse("admin:organisations_reform_preview", args=[reform.pk])
        try:
            moved = organisation_reforms.run(reform)
        except organisation_reforms.ReformRefused as refused:
            messages.error(request, str(refused))
            return HttpResponseRedirect(address)
        self.log_change(request, reform, "run")
        messages.success(request, _("Đã thực hiện: %(count)s hồ sơ đã chuyển.") % {"count": moved})
        return HttpResponseRedirect(address)


def _is_done(reform: Reform | None) -> bool:
    return reform is not None and reform.done_at is not None
