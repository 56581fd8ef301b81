"""The public check of a document: scanned from its QR or typed. Three answers only: genuine, revoked, unknown."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from documents import codes, verification
from portal.dates import read_date
from portal.limits import Limit, address_of
from portal.public.licences import TONES
from portal.public.quiet import quiet
from registers import grants

PER_ADDRESS = Limit("verify address", times=20, seconds=60)
WRONG_BIRTH_DATES = Limit("verify birth date", times=5, seconds=3600)


@quiet
def verify(request: HttpRequest) -> HttpResponse:
    """The form for a code typed from paper; goes on to the same address the QR holds."""
    typed = request.POST.get("code", "")[:40]
    if request.method == "GET":
        return render(request, "portal/public/verify.html", {"bare": True})
    code = codes.normalise(typed)
    if not codes.is_well_formed(code):
        error = _("Mã này viết chưa đúng. Hãy so lại từng chữ với mã in cạnh ô vuông QR.")
        return render(request, "portal/public/verify.html", {"bare": True, "error": error, "code": typed}, status=422)
    return redirect("portal:verify_code", code=code)


@quiet
def verify_code(request: HttpRequest, code: str) -> HttpResponse:
    """The verdict; the holder's full name only to somebody who types the birth date that stands on the paper."""
    if not PER_ADDRESS.take(address_of(request)):
        error = _("Có quá nhiều lần kiểm tra từ nơi bạn. Hãy chờ một phút rồi thử lại.")
        return render(request, "portal/public/verify.html", {"bare": True, "error": error, "code": code}, status=429)
    code = codes.normalise(code[:40])
    typed = request.POST.get("birth_date", "")[:20]
    born = read_date(typed)
    error = _("Hãy ghi ngày sinh như 05/02/1990.") if typed and born is None else ""
    if born and WRONG_BIRTH_DATES.is_spent(code):
        born, error = None, _("Mã này đã được thử quá nhiều ngày sinh. Hãy quay lại sau một giờ.")
    verdict = verification.check(code, birth_date=born)
    if born and verdict.has_birth_date and not verdict.named:
        WRONG_BIRTH_DATES.take(code)
        error = _("Ngày sinh này không khớp với văn bản. Hãy so lại với ngày sinh in trên đó.")
    page = {
        "bare": True,
        "verdict": verdict,
        "code": codes.pretty(code),
        "error": error,
        "typed": typed,
        "licence": None if verdict.result == "unknown" else _licence(code),
    }
    return render(request, "portal/public/verdict.html", page)


def _licence(code: str) -> dict[str, Any] | None:
    """How the licence that the document granted or changed stands today: the register says it to everybody."""
    granted = grants.of_document(code)
    if granted is None:
        return None
    standing = grants.standing_on(granted, timezone.localdate())
    return {"grant": granted, "words": grants.standing_words(standing), "tone": TONES.get(standing, "")}
