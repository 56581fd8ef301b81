"""The book of licences granted on paper: what its keeper entered, sheets taken in, and what each
did row by row.
"""

from __future__ import annotations

import csv
import io
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from foundation.spreadsheets import UnreadableFile, on_disk
from foundation.text import clean_line
from foundation.untrusted_archives import Caps
from organisations.models import Authority
from organisations.roles import BOOK_KEEPER
from portal.office.shared.side_menu import frame
from portal.shared.desk_visitor import officer_of, reader_of
from registers import grants, paper_sheets
from registers.models import Grant, PaperImport
from workflows.papers.grant_kinds import kinds

PAGE_SIZE = 25
RUNS = 5  # of the latest sheets
LARGEST = 5 * 1024 * 1024  # bytes
IN_THE_BROWSER = Caps(cells=100_000)
SAMPLE = (
    "214/QĐ-SGDĐT",
    "03/06/2019",
    "Sở Giáo dục và Đào tạo Đắk Lắk",
    "Trường THPT Ví Dụ",
    "Xã Ea Kar",
)
SAMPLE_HEAD = (
    "Số quyết định",
    "Ngày quyết định",
    "Cơ quan cấp",
    "Tên cơ sở",
    "Xã, phường",
    "Địa điểm",
    "Quy mô",
)
SAMPLE_MORE = ("Nội dung", "Có hiệu lực từ", "Hết hiệu lực")


def paper_licences(request: HttpRequest) -> HttpResponse:
    """The list, the way to enter one, the way to take a sheet in; 404 for who keeps no book."""
    return page(request)


def paper_import(request: HttpRequest) -> HttpResponse:
    """A sheet as .xlsx or .csv; the same one again adds nothing."""
    keeper, book = keeper_of(request), request.POST.get("book", "")
    title = kinds().get(book)
    upload = request.FILES.get("file")
    if title is None:
        return page(request, _("Hãy chọn loại giấy phép của tệp."), 422)
    if not isinstance(upload, UploadedFile) or (upload.size or 0) > LARGEST:
        return page(request, _("Hãy chọn tệp .xlsx hoặc .csv, không quá 5 MB."), 422)
    name = clean_line(upload.name or "")
    try:
        with on_disk(upload, IN_THE_BROWSER) as path:
            run = paper_sheets.take_in(path, keeper, book, title, officer_of(request), name)
    except UnreadableFile as problem:
        return page(request, str(problem), 422)
    told = {"read": run.read, "added": run.added, "known": run.known, "faulty": run.faulty}
    sentence = _("Đã đọc %(read)d dòng: thêm %(added)d, đã có %(known)d, lỗi %(faulty)d.")
    messages.success(request, sentence % told)
    return redirect("portal:paper_run", run.pk)


def paper_run(request: HttpRequest, pk: int) -> HttpResponse:
    """What one sheet did: its counts and every row that was skipped, with the reason."""
    run = get_object_or_404(
        PaperImport.objects.select_related("by"), pk=pk, keeper__in=desks_of(request)
    )
    shown = {
        **frame(reader_of(request), timezone.now(), "paper"),
        "run": run,
        "faults": run.faults.all(),
    }
    return render(request, "portal/office/paper_run.html", shown)


def paper_sample(request: HttpRequest) -> HttpResponse:
    """An empty sheet with the right columns and one row that shows how they are filled in."""
    desks_of(request)
    text = io.StringIO()
    csv.writer(text).writerows(
        [[*SAMPLE_HEAD, *SAMPLE_MORE], [*SAMPLE, "Thôn 2", "12 lớp", "", "", "không"]]
    )
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="mau-nhap-giay-phep.csv"'
    return response


def desks_of(request: HttpRequest) -> list[Authority]:
    """The authorities whose book the officer keeps today; 404 when there is none."""
    held = reader_of(request).places(BOOK_KEEPER)
    found = list(Authority.objects.filter(pk__in=held).order_by("name"))
    if not found:
        raise Http404
    return found


def keeper_of(request: HttpRequest) -> Authority:
    """The one whose book is meant: as the form says, else the first; 404 for one that the officer
    does not keep.
    """
    desks = desks_of(request)
    wanted = request.POST.get("keeper", str(desks[0].pk))
    found = next((one for one in desks if str(one.pk) == wanted), None)
    if found is None:
        raise Http404
    return found


def own_paper(request: HttpRequest, pk: int) -> Grant:
    """A licence entered from paper in a book that the officer keeps; 404 for any other."""
    rows = Grant.objects.select_related("paper__entered_by", "paper__replaces", "authority")
    return get_object_or_404(rows, pk=pk, authority__in=desks_of(request), paper__isnull=False)


def page(request: HttpRequest, refusal: str = "", status: int = 200) -> HttpResponse:
    """The list with the form for a sheet."""
    desks, words = desks_of(request), request.GET.get("q", "")[:100]
    found = grants.search(words).filter(authority__in=desks, paper__isnull=False)
    rows = found.select_related("paper__check_made", "paper__entered_by")
    shown: dict[str, Any] = {
        **frame(reader_of(request), timezone.now(), "paper"),
        "desks": desks,
        "shown": Paginator(rows, PAGE_SIZE).get_page(request.GET.get("trang")),
        "find": words,
        "kinds": sorted(kinds().items(), key=lambda kind: kind[1]),
        "book": request.POST.get("book", ""),
        "keeper": request.POST.get("keeper", ""),
        "runs": PaperImport.objects.filter(keeper__in=desks).select_related("by")[:RUNS],
        "refusal": refusal,
    }
    return render(request, "portal/office/paper_licences.html", shown, status=status)
