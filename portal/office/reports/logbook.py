"""The logbook on the screen, on paper (the browser prints it) and as a workbook, for those who keep
it.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.request import QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.slip_numbers import form_text
from documents.slips import LOGBOOK
from foundation.languages import OFFICIAL, name_in_language, reader_language
from organisations.models import Authority, User
from portal.account.second_factor_pages import step_up, why_not
from portal.office.reports import workbook
from portal.office.shared.side_menu import frame
from portal.shared.desk_visitor import officer_of, reader_of
from portal.wording.dates import read_date
from privacy import reads
from workflows.models import Dossier, Procedure
from workflows.reading_rights import What
from workflows.reports import logbook as book

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
    """GET shows a page of the book; POST exports the period as .xlsx, with the second factor given
    anew.
    """
    officer = officer_of(request)
    kept = book.kept_by(reader_of(request))
    if not kept:
        return _page(request, officer, {"kept": []}, 422 if request.method == "POST" else 200)
    given = request.POST if request.method == "POST" else request.GET
    wanted, faults = _wanted(given, kept)
    if faults:
        return _faulty(request, officer, kept, wanted, given, faults)
    if request.method == "POST":
        return _export(request, officer, kept, wanted)
    return _shown(request, officer, kept, wanted)


def _export(
    request: HttpRequest, officer: User, kept: list[Authority], wanted: Wanted
) -> HttpResponse:
    found = _lines(request, wanted)
    if found.count() > MOST:
        refusal = _("Giai đoạn này có quá %(most)s hồ sơ: hãy xuất từng phần.") % {"most": MOST}
        return _shown(request, officer, kept, wanted, refusal, 422)
    if not step_up(request):
        refusal = why_not(
            request,
            _("Xuất sổ lấy ra dữ liệu cá nhân: hãy nhập mã xác thực đang hiện trên điện thoại."),
        )
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
    refusal: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    found = _lines(request, wanted)
    page = Paginator(found, PAGE).get_page(request.GET.get("trang"))
    lines = book.rows(page.object_list, page.start_index())
    for line in lines:
        reads.note(request, "logbook", line.dossier)
    opens = reader_of(request).among([line.dossier for line in lines], What.DOSSIER)
    known = {
        "opens": opens,
        "kept": kept,
        "wanted": wanted,
        "typed": {"tu": f"{wanted.first:%d/%m/%Y}", "den": f"{wanted.last:%d/%m/%Y}"},
        "fields": _fields_said(),
        "page": page,
        "rows": lines,
        "refusal": refusal,
    }
    return _page(
        request,
        officer,
        {**known, "title": _title_said(wanted), "form": form_text(LOGBOOK), **more},
        status,
    )


def _faulty(
    request: HttpRequest,
    officer: User,
    kept: list[Authority],
    wanted: Wanted,
    given: QueryDict,
    faults: dict[str, str],
) -> HttpResponse:
    """No period, so no line of the book and no look to note: the sentences, and what was typed."""
    typed = {name: given.get(name, "")[:40] for name in ("tu", "den")}
    shown = {
        "kept": kept,
        "wanted": wanted,
        "typed": typed,
        "fields": _fields_said(),
        "faults": faults,
    }
    return _page(request, officer, shown, 422)


def _lines(request: HttpRequest, wanted: Wanted) -> QuerySet[Dossier]:
    found = book.dossiers(wanted.authority, wanted.field, wanted.first, wanted.last)
    return found.filter(book.read_by(reader_of(request), wanted.authority))


def _page(
    request: HttpRequest, officer: User, shown: dict[str, Any], status: int = 200
) -> HttpResponse:
    framed = frame(reader_of(request), timezone.now(), "logbook")
    return render(request, "portal/office/logbook.html", {**framed, **shown}, status=status)


def _fields_said() -> list[tuple[str, str]]:
    """Each field as procedures write it, and in the reader's language."""
    english = (
        {}
        if reader_language() == OFFICIAL
        else dict(Procedure.objects.values_list("field", "field_en"))
    )
    return [(field, english.get(field) or field) for field in book.fields()]


def _title_said(wanted: Wanted) -> str:
    """For the reader; the workbook is a form of the circular."""
    return _title(
        wanted, name_in_language(wanted.authority), dict(_fields_said()).get(wanted.field, "")
    )


def _title(wanted: Wanted, office: str = "", field: str = "") -> str:
    kept, chosen = office or f"{wanted.authority}", field or wanted.field
    return _("%(office)s, từ %(first)s đến %(last)s") % {
        "office": kept + (f", {chosen}" if chosen else ""),
        "first": f"{wanted.first:%d/%m/%Y}",
        "last": f"{wanted.last:%d/%m/%Y}",
    }


def _wanted(given: QueryDict, kept: list[Authority]) -> tuple[Wanted, dict[str, str]]:
    """What the address asks for, this month where it does not say; and what is wrong with its
    dates, by field.
    """
    today = timezone.localdate()
    authority = next((one for one in kept if one.slug == given.get("co-quan")), kept[0])
    field = given.get("linh-vuc", "") if given.get("linh-vuc", "") in book.fields() else ""
    usual = Wanted(authority, field, today.replace(day=1), today)
    read = {name: read_date(given.get(name, "")) for name in ("tu", "den")}
    unread = [name for name, day in read.items() if given.get(name) and not day]
    if unread:
        sentence = _("Ngày không đọc được hoặc không có trong lịch: hãy ghi như 23/11/2026.")
        return usual, dict.fromkeys(unread, sentence)
    first, last = read["tu"] or usual.first, read["den"] or usual.last
    if first > last:
        return usual, {"tu": _("Từ ngày %(day)s là sau đến ngày.") % {"day": f"{first:%d/%m/%Y}"}}
    return Wanted(authority, field, first, last), {}
