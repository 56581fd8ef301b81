"""The inspector's page: who read one person's data. It asks by POST: a number stands in no address
and no log.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from foundation.midnight import midnight
from foundation.read_only_admin import Record
from organisations.models import User
from privacy import holding, reads
from privacy.models import Erasure, LegalHold, ReadEntry
from workflows.models import Dossier

if TYPE_CHECKING:
    ModelAdmin = admin.ModelAdmin[Any]
else:
    ModelAdmin = admin.ModelAdmin

#: Days whose neighbours and midnights can be computed.
SOME_DAY = (MinValueValidator(dt.date(1800, 1, 1)), MaxValueValidator(dt.date(2299, 12, 31)))
MOST = 1000  # rows on the page; the file has all


class Question(forms.Form):
    """Whose data, and when."""

    identity = forms.CharField(label=_("Số định danh"), max_length=20, required=False)
    dossier = forms.CharField(label=_("hoặc mã hồ sơ"), max_length=40, required=False)
    start = forms.DateField(label=_("Từ ngày"), validators=SOME_DAY)
    end = forms.DateField(label=_("Đến hết ngày"), validators=SOME_DAY)

    def rows(self) -> Any:
        """The answer, of a valid form."""
        asked = self.cleaned_data
        start, end = midnight(asked["start"]), midnight(asked["end"] + dt.timedelta(days=1))
        if asked["dossier"]:
            return reads.of_dossier(asked["dossier"].strip().upper(), start, end)
        return reads.of_person(asked["identity"], start, end)


@admin.register(ReadEntry)
class ReadEntryAdmin(Record):
    """For who holds the permission `privacy.view_readentry`."""

    list_display = ("at", "reader_name", "dossier", "what")
    list_select_related = ("dossier",)
    ordering = ("-id",)
    show_full_result_count = False
    change_list_template = "privacy/reads.html"

    def get_urls(self) -> list[URLPattern]:
        who = path("who/", self.admin_site.admin_view(self.who), name="privacy_who_read")
        return [who, *super().get_urls()]

    def who(self, request: HttpRequest) -> HttpResponse:
        """The question and its answer; `csv` among what is sent gives the file."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        today = timezone.localdate()
        question = Question(
            request.POST or None, initial={"start": today - dt.timedelta(days=90), "end": today}
        )
        rows = question.rows() if question.is_valid() else None
        wants_file = rows is not None and "csv" in request.POST
        may_take = wants_file and self.admin_site.confirms(request)  # type: ignore[attr-defined]
        if rows is not None and may_take:
            answer = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
            answer.headers["Content-Disposition"] = 'attachment; filename="who-read.csv"'
            reads.write_csv(rows, answer)  # type: ignore[arg-type]
            return answer
        page = {
            **self.admin_site.each_context(request),
            "title": _("Ai đã xem dữ liệu của một người"),
            "form": question,
            "asked": rows is not None,
            "ask_code": wants_file,
            "rows": list(rows[:MOST]) if rows is not None else [],
        }
        return TemplateResponse(
            request, "privacy/who_read.html", page, status=422 if wants_file else 200
        )


class HoldForm(forms.ModelForm):
    """A hold; what is erased already cannot be held."""

    def clean_dossier(self) -> Dossier:
        dossier: Dossier = self.cleaned_data["dossier"]
        if holding.is_erased(dossier):
            raise forms.ValidationError(_("Dữ liệu cá nhân của hồ sơ này đã được xóa."))
        return dossier


@admin.register(LegalHold)
class LegalHoldAdmin(ModelAdmin):
    """Placed and ended by who has the permission; the dossier's journal and Django's own log say
    who did.
    """

    form = HoldForm
    list_display = ("dossier", "reason", "placed_by", "placed_at", "until")
    raw_id_fields = ("dossier",)
    list_select_related = ("dossier", "placed_by")

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return ("dossier", "reason", "placed_by", "placed_at") if obj else ()

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        actor = User.objects.get(pk=str(request.user.pk))
        if change:
            holding.end(obj, actor, obj.until)
        else:
            obj.pk = holding.place(obj.dossier, actor, obj.reason, obj.until).pk
            obj.refresh_from_db()


@admin.register(Erasure)
class ErasureAdmin(Record):
    """The notice: what will be erased, and when; and what was."""

    list_display = ("dossier", "announced_on", "due_on", "erased_at")
    list_select_related = ("dossier",)
    date_hierarchy = "due_on"
