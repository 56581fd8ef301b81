"""Follow a dossier without an account: its code and a second fact only the people concerned know."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from portal.dates import read_date
from portal.limits import Limit, address_of
from portal.public.quiet import quiet
from portal.standing import standing_of
from workflows.models import Dossier

#: Codes are sequential, so guessing is slowed by address and by dossier.
PER_ADDRESS = Limit("follow address", times=20, seconds=60)
WRONG_PER_CODE = Limit("follow code", times=5, seconds=3600)


@quiet
def follow(request: HttpRequest) -> HttpResponse:
    """The answer to an unknown code and to a wrong second fact is the same sentence."""
    if request.method == "GET":
        return _page(request)
    code, fact = request.POST.get("code", "").strip().upper()[:40], request.POST.get("fact", "").strip()[:40]
    if not PER_ADDRESS.take(address_of(request)) or WRONG_PER_CODE.is_spent(code):
        return _page(request, error=_("Có quá nhiều lần tra cứu. Hãy chờ ít phút rồi thử lại."), status=429)
    dossier = Dossier.objects.select_related("version__procedure", "receiving", "deciding").filter(code=code).first()
    if dossier is None or not _knows(dossier, fact):
        WRONG_PER_CODE.take(code)
        error = _("Không tìm thấy hồ sơ khớp với mã và thông tin bạn nhập. Hãy kiểm tra lại cả hai.")
        return _page(request, error=error, status=422)
    return _page(request, standing=standing_of(dossier))


def _knows(dossier: Dossier, fact: str) -> bool:
    """The applicant's phone number, or the holder's birth date."""
    born = dossier.holder_birth_date
    by_phone = constant_time_compare(_digits(fact) or "-", _digits(dossier.applicant_phone))
    return by_phone or (born is not None and read_date(fact) == born)


def _digits(text: str) -> str:
    """A phone number as digits from the national 0, however it was written: +84 905 → 0905."""
    digits = re.sub(r"\D", "", text)
    return "0" + digits[2:] if digits.startswith("84") and len(digits) > 10 else digits


def _page(request: HttpRequest, standing: object = None, error: str = "", status: int = 200) -> HttpResponse:
    page = {"standing": standing, "error": error, "code": request.POST.get("code", request.GET.get("code", ""))}
    return render(request, "portal/public/follow.html", page, status=status)
