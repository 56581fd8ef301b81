"""The public check of a document: scanned from its QR or typed. Three answers only: genuine,
revoked, unknown.
"""

from __future__ import annotations

import re
from typing import Any

from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents import codes, comparison, verification
from documents.comparison import Finding
from documents.models import Document
from documents.verification import Verdict
from foundation.text import fold
from portal.http.limits import Limit, network_of
from portal.public.licences import TONES
from portal.public.quiet import quiet
from portal.wording.dates import read_known
from portal.wording.titles import document_title, issuer_name
from registers import grants
from workflows.papers import shown_facts

PER_ADDRESS = Limit("verify address", times=20, seconds=60)
FILES_PER_ADDRESS = Limit("verify file", times=10, seconds=60)
WRONG_BIRTH_DATES = Limit("verify birth date", times=5, seconds=3600)
EXAMPLE = codes.pretty(codes.EXAMPLE)
LONGEST_TYPED = 200  # signs: somebody may paste the whole address
MOST_BYTES = 2 * 1024 * 1024  # our longest paper has a tenth
LONG_VALUE = 12  # signs: shorter ones stand inside other words by chance
_WORD = re.compile(r"\w+")
TOO_OFTEN = gettext_lazy("Có quá nhiều lần kiểm tra từ nơi bạn. Hãy chờ một phút rồi thử lại.")


@quiet
def verify(request: HttpRequest) -> HttpResponse:
    """The form for a code typed from paper; goes on to the same address the QR holds."""
    typed = request.POST.get("code", "")[:LONGEST_TYPED]
    if request.method == "GET":
        return render(request, "portal/public/verify.html", {"bare": True, "example": EXAMPLE})
    code = codes.normalise(typed)
    if not codes.is_well_formed(code):
        error = _("Mã này viết chưa đúng. Hãy so lại từng chữ với mã in cạnh ô vuông QR.")
        return _again(request, error, 422, code=typed)
    return redirect("portal:verify_code", code=code)


@quiet
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """The verdict; the holder's full name only to somebody who types the birth date that stands on
    the paper.
    """
    if not PER_ADDRESS.take(network_of(request)):
        return _again(request, TOO_OFTEN, 429, code=code)
    code = codes.normalise(code[:LONGEST_TYPED])
    typed = request.POST.get("birth_date", "")[:40]
    born, asked = read_known(typed), request.method == "POST"
    error = (
        _("Hãy ghi ngày sinh như 05/02/1990, hoặc năm sinh nếu văn bản chỉ ghi năm.")
        if asked and not born
        else ""
    )
    if born and WRONG_BIRTH_DATES.is_spent(code):
        born, error = "", _("Mã này đã được thử quá nhiều ngày sinh. Hãy quay lại sau một giờ.")
    verdict = verification.check(code, birth_date=born)
    if born and verdict.has_birth_date and not verdict.named:
        WRONG_BIRTH_DATES.take(code)
        error = _("Ngày sinh này không khớp với văn bản. Hãy so lại với ngày sinh in trên đó.")
    return _verdict(request, verdict, code, error=error, typed=typed)


@quiet
def verify_file(request: HttpRequest) -> HttpResponse:
    """Whether a PDF is the file that we sealed. It is read in memory and forgotten."""
    request.upload_handlers = [MemoryFileUploadHandler(request)]
    upload = request.FILES.get("file") if _is_small(request) else None
    if not PER_ADDRESS.take(network_of(request)) or not FILES_PER_ADDRESS.take(network_of(request)):
        return _again(request, TOO_OFTEN, 429)
    if upload is None:
        return _again(request, _("Hãy chọn một tệp PDF không quá 2 MB."), 422, of_file="1")
    compared = comparison.compare(upload.read())
    if compared.finding is Finding.UNREADABLE:
        return _again(
            request,
            _("Không đọc được tệp này: hãy chọn tệp PDF đã tải về, hoặc gõ mã in trên văn bản."),
            422,
            of_file="1",
        )
    if compared.document is None:
        return render(
            request, "portal/public/verdict.html", {"bare": True, "file": compared.finding.name}
        )
    verdict = verification.of_document(compared.document)
    return _verdict(
        request, verdict, compared.document.code, file=compared.finding.name, text=compared.text
    )


def _is_absent(value: str, text: str) -> bool:
    """The words of a line are not in the file's; a file without words is a picture, of which
    nothing can be said.

    A program that takes words out of a PDF may part a long one, so that long values are also looked
    for without blanks.
    """
    if not text:
        return False
    said, wanted = f" {' '.join(_WORD.findall(fold(text)))} ", " ".join(_WORD.findall(fold(value)))
    if not said.strip() or f" {wanted} " in said:
        return False
    return len(wanted) < LONG_VALUE or wanted.replace(" ", "") not in said.replace(" ", "")


def _is_small(request: HttpRequest) -> bool:
    """Asked of the header, before anything is read; what has no honest length is not read at
    all.
    """
    length = request.headers.get("Content-Length", "")
    return length.isdecimal() and int(length) < MOST_BYTES


def _again(request: HttpRequest, error: str | Promise, status: int, **typed: str) -> HttpResponse:
    page = {"bare": True, "error": error, "example": EXAMPLE, **typed}
    return render(request, "portal/public/verify.html", page, status=status)


def _verdict(
    request: HttpRequest, verdict: Verdict, code: str, text: str = "", **page: object
) -> HttpResponse:
    """The page of an answer; `text`: the words of a file, in which the lines are looked for."""
    document = verdict.document
    shown = shown_facts.of_document(document) if document else None
    lines = shown.lines(verdict.named) if shown else []
    compared = [(line, _is_absent(line.value, text)) for line in lines]
    known = {
        "bare": True,
        "level": 2 if "file" in page else 1,  # below what the page says of a file
        "verdict": verdict,
        **(_called(document) if document else {}),
        "code": codes.pretty(code),
        "licence": None if document is None else _licence(code),
        "lines": compared,
        "missing": [line.label for line, absent in compared if absent],
        "more_lines": shown is not None and not verdict.named and shown.wait_for_birth_date,
    }
    return render(request, "portal/public/verdict.html", {**known, **page})


def _called(document: Document) -> dict[str, str]:
    """Issuer and kind of document in the reader's language."""
    return {"issuer": issuer_name(document), "kind_title": document_title(document)}


def _licence(code: str) -> dict[str, Any] | None:
    """How the licence that the document granted or changed stands today: the register says it to
    everybody.
    """
    granted = grants.of_document(code)
    if granted is None:
        return None
    standing = grants.standing_on(granted, timezone.localdate())
    return {
        "grant": granted,
        "decided": f"{granted.decided_on:%d/%m/%Y}",
        "words": grants.standing_words(standing),
        "tone": TONES.get(standing, ""),
    }
