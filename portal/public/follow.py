"""Follow a dossier without an account: its code and a second fact only the people concerned know.

Codes are sequential, so the second fact is the secret. An unknown code and a wrong fact take the same way: one look at
an index, one comparison, the same words.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from portal.dates import read_date
from portal.limits import Limit, address_of
from portal.public.quiet import quiet
from portal.standing import standing_of
from protection import blind_index
from workflows.models import Dossier

#: Guessing is slowed by address and by dossier.
PER_ADDRESS = Limit("follow address", times=20, seconds=60)
WRONG_PER_CODE = Limit("follow code", times=5, seconds=3600)
#: Who guesses at a code must not lock its people out: an address that knew the fact once goes on, with five of its own.
KNEW = Limit("follow knew", times=1, seconds=90 * 24 * 3600)
WRONG_OF_KNOWER = Limit("follow code of one address", times=5, seconds=3600)


@quiet
def follow(request: HttpRequest) -> HttpResponse:
    """The answer to an unknown code and to a wrong second fact is the same sentence."""
    if request.method == "GET":
        return _page(request)
    code, fact = request.POST.get("code", "").strip().upper()[:40], request.POST.get("fact", "").strip()[:40]
    address = address_of(request)
    if not PER_ADDRESS.take(address) or _is_closed(code, address):
        return _page(request, error=_("Có quá nhiều lần tra cứu. Hãy chờ ít phút rồi thử lại."), status=429)
    pk = _known(code, fact)
    if pk is None:
        WRONG_PER_CODE.take(code)
        WRONG_OF_KNOWER.take(f"{code}|{address}")
        error = _("Không tìm thấy hồ sơ khớp với mã và thông tin bạn nhập. Hãy kiểm tra lại cả hai.")
        return _page(request, error=error, status=422)
    KNEW.take(f"{code}|{address}")
    dossier = Dossier.objects.select_related("version__procedure", "receiving", "deciding").get(pk=pk)
    return _page(request, standing=standing_of(dossier))


def _is_closed(code: str, address: str) -> bool:
    """Too many wrong facts for this code, or from this address where it knew the fact before."""
    if not WRONG_PER_CODE.is_spent(code):
        return False
    who = f"{code}|{address}"
    return not KNEW.is_spent(who) or WRONG_OF_KNOWER.is_spent(who)


def _known(code: str, fact: str) -> int | None:
    """The dossier whose code this is, if the fact is the applicant's phone number or the holder's birth date.

    The phone is compared by its blind index: nothing is decrypted for a stranger.
    """
    row = Dossier.objects.filter(code=code).values_list("pk", "phone_index", "holder_birth_date").first()
    pk, kept, born = row or (None, "", None)
    by_phone = constant_time_compare(blind_index.phone(fact) or "-", kept)
    by_birth = born is not None and read_date(fact) == born
    return pk if by_phone or by_birth else None


def _page(request: HttpRequest, standing: object = None, error: str = "", status: int = 200) -> HttpResponse:
    page = {"standing": standing, "error": error, "code": request.POST.get("code", request.GET.get("code", ""))}
    return render(request, "portal/public/follow.html", page, status=status)
