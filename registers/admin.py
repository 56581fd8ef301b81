"""The administrator reads the register, adds remarks to an entry, imports files and sees what each
import did.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from foundation.edit_conflicts import NoSilentOverwrite
from foundation.read_only_admin import Record
from foundation.spreadsheets import UnreadableFile
from foundation.text import fold
from organisations.admin.base import StoresNfc
from registers.models import (
    Annotation,
    Diploma,
    Grant,
    GrantState,
    GrantTimer,
    ImportFault,
    ImportRun,
    RegisterBook,
    serial_key,
)
from registers.upload import RegisterUpload, import_upload


@admin.register(RegisterBook)
class RegisterBookAdmin(StoresNfc):
    list_display = ("name", "keeper")
    list_select_related = ("keeper",)
    search_fields = ("name",)
    autocomplete_fields = ("keeper",)


class AnnotationInline(admin.TabularInline):
    """Remarks are added; those that stand are part of the register."""

    model = Annotation
    fields = ("kind", "date", "text", "decision")
    extra = 0
    can_delete = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(Diploma)
class DiplomaAdmin(NoSilentOverwrite, admin.ModelAdmin):
    """An entry stands as it was written: only its state changes, with a remark."""

    list_display = (
        "holder_name",
        "birth_date_text",
        "level",
        "graduation_year",
        "school",
        "serial",
        "state",
    )
    list_filter = ("level", "state", "book")
    search_fields = ("folded_name", "folded_serial")
    search_help_text = gettext_lazy("Đầu họ tên (dấu hay không dấu đều được) hoặc số hiệu.")
    inlines = (AnnotationInline,)
    readonly_fields = tuple(
        field.name for field in Diploma._meta.fields if field.editable and field.name != "state"
    )
    show_full_result_count = False  # counting a million rows twice a page
    list_per_page = 50

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Diploma], search_term: str
    ) -> tuple[QuerySet[Diploma], bool]:
        """By the beginning of the folded name, or the whole serial: both have an index."""
        if not search_term:
            return queryset, False
        serial = serial_key(search_term)
        if any(sign.isdigit() for sign in serial):
            return queryset.filter(folded_serial=serial), False
        first = fold(search_term)
        return queryset.filter(folded_name__gte=first, folded_name__lt=f"{first}\U0010ffff"), False

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        """A remark names who entered it."""
        for annotation in formset.save(commit=False):
            annotation.by = annotation.by or request.user
            annotation.save()


class ImportFaultInline(admin.TabularInline):
    model = ImportFault
    fields = ("row", "reason")
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


@admin.register(ImportRun)
class ImportRunAdmin(Record):
    """What each import did, while it runs and afterwards; the way to import a file."""

    change_list_template = "admin/registers/importrun/change_list.html"
    list_display = (
        "file_name",
        "book",
        "started_at",
        "finished_at",
        "read",
        "added",
        "known",
        "faulty",
        "problem",
    )
    list_select_related = ("book",)
    list_filter = ("book",)
    readonly_fields = (
        "book",
        "file_name",
        "started_at",
        "finished_at",
        "ignored_columns",
        "problem",
    )
    inlines = (ImportFaultInline,)

    def get_urls(self) -> list[URLPattern]:
        page = path(
            "import/",
            self.admin_site.admin_view(self.import_page),
            name="registers_importrun_import",
        )
        return [page, *super().get_urls()]

    def import_page(self, request: HttpRequest) -> HttpResponse:
        """Choose a book and a file; the import runs at once, and its result is the next page."""
        if not request.user.has_perm("registers.add_importrun"):
            return redirect(reverse("admin:index"))
        form = RegisterUpload(request.POST or None, request.FILES or None)
        if form.is_valid():
            try:
                run = import_upload(form.cleaned_data["file"], form.cleaned_data["book"])
            except UnreadableFile as problem:
                form.add_error("file", str(problem))
            else:
                return self._imported(request, run)
        context = {
            **self.admin_site.each_context(request),
            "form": form,
            "title": _("Nhập sổ gốc"),
            "opts": self.opts,
        }
        return render(request, "admin/registers/importrun/import.html", context)

    def _imported(self, request: HttpRequest, run: ImportRun) -> HttpResponse:
        self.log_addition(request, run, f"import {run.file_name}")
        text = _("Đã đọc {read} dòng: thêm {added}, đã có {known}, lỗi {faulty}.")
        counts = {name: getattr(run, name) for name in ("read", "added", "known", "faulty")}
        messages.success(request, text.format(**counts))
        if run.ignored_columns:
            messages.warning(
                request,
                _("Cột không nhận ra, bỏ qua: {columns}.").format(columns=run.ignored_columns),
            )
        return redirect(reverse("admin:registers_importrun_change", args=[run.pk]))


@admin.register(ImportFault)
class ImportFaultAdmin(Record):
    """All skipped rows of an import; a run's own page shows them too."""

    list_display = ("run", "row", "reason")
    list_select_related = ("run",)
    list_filter = ("run",)
    list_per_page = 200


class GrantStateInline(admin.TabularInline):
    model = GrantState
    fields = (
        "state",
        "since",
        "valid_to",
        "symbol",
        "decided_on",
        "document_code",
        "reason",
    )
    extra = 0
    can_delete = False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class GrantTimerInline(GrantStateInline):
    model = GrantTimer  # type: ignore[assignment]
    fields = ("kind", "due_on", "ends_on", "done_at")  # type: ignore[assignment]


@admin.register(Grant)
class GrantAdmin(Record):
    """Licences and certificates with their states: written by decisions alone."""

    list_display = ("symbol", "title", "holder", "commune", "decided_on", "valid_to")
    list_filter = ("book",)
    search_fields = ("search",)
    search_help_text = gettext_lazy("Số, tên cơ sở hoặc xã, phường (dấu hay không dấu đều được).")
    inlines = (GrantStateInline, GrantTimerInline)
    list_per_page = 50

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Grant], search_term: str
    ) -> tuple[QuerySet[Grant], bool]:
        """Every word, folded as the column is."""
        for word in fold(search_term).split():
            queryset = queryset.filter(search__contains=word)
        return queryset, False
