"""The administrator reads what was issued and puts new templates into use; nothing here changes a
record.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import codes, slips
from documents.models import Document, NumberBook, SlipForm, Template
from documents.word_templates.upload_form import TemplateUpload
from foundation.read_only_admin import Record
from organisations.admin.base import StoresNfc

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


class ByTemplate(admin.SimpleListFilter):
    """One template, by what it is called."""

    title = gettext_lazy("tên")
    parameter_name = "mau"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Each name once."""
        names = Template.objects.order_by("name").values_list("name", flat=True).distinct()
        return [(name, slips.title(name)) for name in names]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Template]) -> QuerySet[Template]:
        """Its versions."""
        return queryset.filter(name=self.value()) if self.value() else queryset


@admin.register(Template)
class TemplateAdmin(Record):
    list_display = ("titled", "version", "published_at", "word_file")
    list_filter = (ByTemplate,)
    search_fields = ("name",)
    fields = ("name", "version", "published_at", "placeholders", "sha256", "word_file")
    readonly_fields = ("word_file",)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return bool(request.user.has_perm("documents.add_template"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Template]:
        return Template.objects.defer("docx")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        return self.fields if obj else ("name", "file")

    def get_form(
        self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any
    ) -> Any:
        return super().get_form(request, obj, change, **kwargs) if obj else TemplateUpload

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Publishing has written the row already, and the row never changes."""

    @admin.display(description=gettext_lazy("tên"), ordering="name")
    def titled(self, template: Template) -> str:
        """A slip by its title; the template of a procedure by the name its definition writes."""
        return slips.title(template.name)

    @admin.display(description=gettext_lazy("tệp Word"))
    def word_file(self, template: Template) -> str:
        address = reverse("admin:documents_template_file", args=[template.pk])
        return format_html('<a href="{}">{}</a>', address, _("Tải về"))

    def get_urls(self) -> list[URLPattern]:
        download = self.admin_site.admin_view(self.download)
        return [
            path("<int:pk>/file/", download, name="documents_template_file"),
            *super().get_urls(),
        ]

    def download(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The Word file, to be changed and uploaded as a new version."""
        template = get_object_or_404(Template, pk=pk)
        name = f"{template.name.replace('/', '-')}-v{template.version}.docx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(bytes(template.docx), content_type=DOCX, headers=headers)


@admin.register(SlipForm)
class SlipFormAdmin(StoresNfc):
    list_display = ("name", "number", "source")


@admin.register(NumberBook)
class NumberBookAdmin(Record):
    list_display = ("authority", "kind", "year", "last")
    list_filter = ("year", "kind", "authority")


@admin.register(Document)
class DocumentAdmin(Record):
    list_display = ("symbol", "title", "holder_name", "authority", "issued_at", "state")
    list_filter = ("state", "kind", "year", "authority")
    search_fields = ("symbol", "code", "holder_name")
    date_hierarchy = "issued_at"
    list_select_related = ("authority",)
    exclude = ("lease_until",)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """A code may be typed as printed: "7K2M-Q9ZD-4X5J"."""
        code = codes.normalise(search_term)
        return super().get_search_results(
            request, queryset, code if codes.is_well_formed(code) else search_term
        )
