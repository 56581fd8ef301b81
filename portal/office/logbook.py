"""The logbook on the screen, on paper (the browser prints it) and as a workbook, for those who keep it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.slips import LOGBOOK, form_text
from organisations.models import Authority, User
from portal.account.factor_pages import step_up
from portal.dates import read_date
from portal.office import workbook
from portal.office.frame import frame
from portal.office.visitor import officer_of
from privacy import reads
from workflows import logbook as book

PAGE = 50
MOST = 5000  # lines of one workbook; a longer period is exported in parts


@dataclass(frozen=True)
class Wanted:
    """Which part of which book."""

    authority: Authority
    field: str
    first: dt.date
    last: dt.date

    @property
    def query(self) -> str:
        """The same as the end of an address."""
        dates = {"tu": self.first.isoformat(), "den": self.last.isoformat()}
        return urlencode({"co-quan": self.authority.slug, "linh-vuc": self.field, **dates})


def logbook(request: HttpRequest) -> HttpResponse:
    """GET shows a page of the book; POST exports the period as .xlsx, with the second factor given anew."""
    officer = officer_of(request)
    kept = book.kept_by(officer)
    if not kept:
        return _page(request, officer, {"kept": []}, 422 if request.method == "POST" else 200)
    wanted, refusal = _wanted(request.POST if request.method == "POST" else request.GET, kept)
    if request.method == "POST" and not refusal:
        return _export(request, officer, kept, wanted)
    return _shown(request, officer, kept, wanted, refusal, 422 if refusal else 200)


def _export(request: HttpRequest, officer: User, kept: list[Authority], wanted: Wanted) -> HttpResponse:
    found = book.dossiers(wanted.authority, wanted.field, wanted.first, wanted.last)
    if found.count() > MOST:
        refusal = _("Giai đoạn này có quá %(most)s hồ sơ: hãy xuất từng phần.") % {"most": MOST}
        return _shown(request, officer, kept, wanted, refusal, 422)
    if not step_up(request):
        refusal = _("Xuất sổ lấy ra dữ liệu cá nhân: hãy nhập mã xác thực đang hiện trên điện thoại.")
        return _shown(request, officer, kept, wanted, refusal, 422, ask_code=True)
    lines = book.rows(found)
    reads.write_all(officer, f"logbook export {wanted.query}", [line.dossier for line in lines])
    response = HttpResponse(workbook.logbook(lines, _title(wanted)), content_type=workbook.XLSX)
    name = f"so-theo-doi-{wanted.authority.slug}-{wanted.first:%Y%m%d}-{wanted.last:%Y%m%d}.xlsx"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _shown(
    request: HttpRequest,
    officer: User,
    kept: list[Authority],
    wanted: Wanted,
    refusal: str,
    status: int,
    **more: Any,
) -> HttpResponse:
    found = book.dossiers(wanted.authority, wanted.field, wanted.first, wanted.last)
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    lines = book.rows(page.object_list, page.start_index())
    for line in lines:
        reads.note(request, "logbook", line.dossier)
    known = {"kept": kept, "wanted": wanted, "fields": book.fields(), "page": page, "rows": lines, "refusal": refusal}
    return _page(request, officer, {**known, "title": _title(wanted), "form": form_text(LOGBOOK), **more}, status)


def _page(request: HttpRequest, officer: User, shown: dict[str, Any], status: int = 200) -> HttpResponse:
    framed = frame(officer, timezone.now(), "logbook")
    return render(request, "portal/office/logbook.html", {**framed, **shown}, status=status)


def _title(wanted: Wanted) -> str:
    return _("%(office)s, từ %(first)s đến %(last)s") % {
        "office": f"{wanted.authority}" + (f", {wanted.field}" if wanted.field else ""),
        "first": f"{wanted.first:%d/%m/%Y}",
        "last": f"{wanted.last:%d/%m/%Y}",
    }


def _wanted(given: QueryDict, kept: list[Authority]) -> tuple[Wanted, str]:
    """What the address asks for, this month where it does not say; and what is wrong with it."""
    today = timezone.localdate()
    authority = next((one for one in kept if one.slug == given.get("co-quan")), kept[0])
    field = given.get("linh-vuc", "") if given.get("linh-vuc", "") in book.fields() else ""
    first, last = read_date(given.get("tu", "")), read_date(given.get("den", ""))
    usual = Wanted(authority, field, today.replace(day=1), today)
    if (given.get("tu") and not first) or (given.get("den") and not last):
        return usual, _("Ngày không đọc được: hãy ghi lại từ ngày và đến ngày, ví dụ 23/11/2026.")
    first, last = first or usual.first, last or usual.last
    if first > last:
        return usual, _("Từ ngày phải trước đến ngày.")
    return Wanted(authority, field, first, last), ""
