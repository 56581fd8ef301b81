"""Follow a dossier without an account: its code and a second fact only the people concerned know.

Codes are sequential, so the second fact is the secret. An unknown code and a wrong fact take the same way: one look at
an index, one comparison, the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from forms import phones
from payments import vnpay
from payments.models import FeeRequest, Gateway
from portal.dates import read_date
from portal.limits import Limit, address_of
from portal.payment.ways import TRIES, demand_told, may_lead_to_the_gateway, said, to_the_gateway, ways_of
from portal.public.quiet import quiet
from portal.refusals import status_of
from portal.standing import standing_of
from protection import blind_index
from workflows import dossier_codes, fees
from workflows.errors import ActRefused
from workflows.models import Dossier

#: Guessing is slowed by address and by dossier.
PER_ADDRESS = Limit("follow address", times=20, seconds=60)
WRONG_PER_CODE = Limit("follow code", times=5, seconds=3600)
#: Who guesses at a code must not lock its people out: an address that knew the fact once goes on, with five of its own.
KNEW = Limit("follow knew", times=1, seconds=90 * 24 * 3600)
WRONG_OF_KNOWER = Limit("follow code of one address", times=5, seconds=3600)
#: Who was shown a fee may begin to pay it so long without proving again what he knows; seconds.
PAYS_WITHIN = 15 * 60
PAY = "follow: pay"
SHOWN = ("version__procedure", "receiving", "deciding")  # of the dossier's rows


@quiet
def follow(request: HttpRequest) -> HttpResponse:
    """The answer to an unknown code and to a wrong second fact is the same sentence."""
    if request.method == "GET":
        return _page(request)
    if "pay" in request.POST:
        return _begin_to_pay(request)
    code, fact = dossier_codes.as_written(request.POST.get("code", "")), request.POST.get("fact", "").strip()[:40]
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
    dossier = Dossier.objects.select_related(*SHOWN).get(pk=pk)
    return _standing(request, dossier)


def _standing(request: HttpRequest, dossier: Dossier, refusal: str = "", status: int = 200) -> HttpResponse:
    asked = fees.asked(dossier)
    ways = {**(_ways(request, dossier, asked) if asked else {}), "refusal": refusal}
    page = _page(request, standing=standing_of(dossier), ways=ways, status=status)
    return may_lead_to_the_gateway(page) if asked else page


def _ways(request: HttpRequest, dossier: Dossier, asked: FeeRequest) -> dict[str, object]:
    """The fee and how to pay it: an amount, the office's account and the dossier's code, nothing of a person."""
    return {**ways_of(asked, dossier, None, said(request)), "pay_token": signing.dumps(asked.pk, salt=PAY)}


def _begin_to_pay(request: HttpRequest) -> HttpResponse:
    """To the gateway, for who was shown this fee a moment ago: the signed token says so, and no other site has one.

    Or the ways to pay, for who has just said that he knows of a fee that was paid for the same thing (`know`).
    """
    try:
        fee = FeeRequest.objects.get(pk=signing.loads(request.POST["pay"], salt=PAY, max_age=PAYS_WITHIN))
    except (signing.BadSignature, FeeRequest.DoesNotExist):
        return _page(request, error=_("Đã quá lâu từ khi tra cứu. Hãy tra cứu lại rồi nộp phí."), status=422)
    dossier = Dossier.objects.select_related(*SHOWN).get(fees__request=fee)
    if "know" in request.POST:
        return _standing(request, dossier)
    if not vnpay.is_offered():
        raise Http404
    if not TRIES.take(f"fee {fee.pk}"):
        return _page(request, error=_("Bạn đã thử nhiều lần. Hãy chờ một giờ, hoặc chuyển khoản."), status=429)
    try:
        demand_told(dossier, said(request))
    except ActRefused as refused:
        return _standing(request, dossier, str(refused), status_of(refused))
    try:
        return to_the_gateway(request, fees.begin(fee, Gateway.VNPAY, None))
    except ActRefused as refused:
        return _page(request, error=str(refused), status=status_of(refused))


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
    by_phone = constant_time_compare(blind_index.phone(phones.as_kept(fact)) or "-", kept)
    by_birth = born is not None and read_date(fact) == born
    return pk if by_phone or by_birth else None


def _page(
    request: HttpRequest,
    standing: object = None,
    error: str = "",
    status: int = 200,
    ways: Mapping[str, object] = MappingProxyType({}),
) -> HttpResponse:
    code = request.POST.get("code", request.GET.get("code", ""))
    page = {"standing": standing, "error": error, "code": code, **ways}
    return render(request, "portal/public/follow.html", page, status=status)
