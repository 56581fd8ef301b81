"""Follow a dossier without an account: its code and a second fact only the people concerned know.

Codes are sequential, so the second fact is the secret: the applicant's phone number, or the check
code printed on a slip that the applicant was given. No birth date: neighbours, classmates and
employers know it. An unknown code and a wrong fact take the same way: the same questions to the
database, the same comparisons, the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.core import signing
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from documents import codes
from forms import phones
from payments import gateways
from payments.models import FeeRequest
from portal.http.limits import Limit, network_of
from portal.http.refusals import status_of
from portal.public.quiet import quiet
from portal.shared import own_round
from portal.shared.payment_ways import (
    TRIES,
    demand_told,
    may_lead_to_the_gateway,
    said,
    to_the_gateway,
    ways_of,
)
from portal.wording.status_sentence import standing_of
from protection import blind_index
from workflows import fee_requests
from workflows.applicant import code_spelling
from workflows.errors import ActRefused
from workflows.models import Dossier, DossierDocument, Entry
from workflows.published import definition_of

#: Guessing is slowed by network, by dossier, and by fact: who walks the codes with one person's
#: phone uses it up.
PER_NETWORK = Limit("follow address", times=20, seconds=60)
WRONG_PER_CODE = Limit("follow code", times=5, seconds=3600)
WRONG_PER_FACT = Limit("follow fact", times=5, seconds=3600)
WRONG_PER_FACT_A_DAY = Limit("follow fact, a day", times=15, seconds=24 * 3600)
#: Who guesses must not lock the people concerned out: a network that knew code and fact once goes
#: on with both, with five wrong tries of its own.
KNEW = Limit("follow knew", times=1, seconds=90 * 24 * 3600)
WRONG_OF_KNOWER = Limit("follow code of one address", times=5, seconds=3600)
#: Who was shown a fee may begin to pay it so long without proving again what they know; seconds.
PAYS_WITHIN = 15 * 60
PAY = "follow: pay"
#: Slips that go to the applicant; the control slip stays in the house.
GIVEN = ("receipt", "supplement", "refusal", "apology", "stop_notice", "payment_receipt")
SHOWN = ("version__procedure", "receiving", "deciding")  # of the dossier's rows


@quiet
def follow(request: HttpRequest) -> HttpResponse:
    """The answer to an unknown code and to a wrong second fact is the same sentence."""
    if request.method == "GET":
        return _page(request)
    if "pay" in request.POST:
        return _begin_to_pay(request)
    code, fact = (
        code_spelling.as_written(request.POST.get("code", "")),
        request.POST.get("fact", "").strip()[:80],
    )
    missing = {
        **({} if code else {"code": _("Hãy nhập mã hồ sơ.")}),
        **(
            {}
            if fact
            else {"fact": _("Hãy nhập số điện thoại người nộp, hoặc mã kiểm tra trên phiếu hẹn.")}
        ),
    }
    if missing:
        return _page(request, missing=missing, status=422)
    tried = _Try(code, fact, network_of(request))
    if not PER_NETWORK.take(tried.network) or not tried.take():
        return _page(
            request, error=_("Có quá nhiều lần tra cứu. Hãy chờ ít phút rồi thử lại."), status=429
        )
    pk = _known(code, fact)
    if pk is None:
        error = _(
            "Không tìm thấy hồ sơ khớp với mã và thông tin bạn nhập. Hãy kiểm tra lại cả hai."
        )
        return _page(request, error=error, status=422)
    tried.was_right()
    dossier = Dossier.objects.select_related(*SHOWN).get(pk=pk)
    return _standing(request, dossier)


class _Try:
    """One try, counted before it is looked at and given back when it was right: a family finds all
    of its own.

    What is counted of a fact is its blind index, so that no counter names a phone.
    """

    def __init__(self, code: str, fact: str, network: str) -> None:
        self.code, self.who = code, f"{code}|{network}"
        self.network = network
        of_fact = blind_index.phone(phones.as_kept(fact)) or blind_index.request(
            f"follow {codes.normalise(fact)}"
        )
        self.limits = (
            (WRONG_PER_CODE, code),
            (WRONG_PER_FACT, of_fact),
            (WRONG_PER_FACT_A_DAY, of_fact),
        )
        self.counted: list[tuple[Limit, str]] = []

    def take(self) -> bool:
        """False where there were too many wrong ones, unless this network knew the code with a fact
        before.
        """
        return self._take(WRONG_OF_KNOWER, self.who) & (
            all(self._take(limit, who) for limit, who in self.limits) or KNEW.is_spent(self.who)
        )

    def was_right(self) -> None:
        """Nothing was guessed; from here the same may be asked whatever others try."""
        for limit, who in self.counted:
            limit.give_back(who)
        KNEW.take(self.who)

    def _take(self, limit: Limit, who: str) -> bool:
        self.counted.append((limit, who))
        return limit.take(who)


def _standing(
    request: HttpRequest, dossier: Dossier, refusal: str = "", status: int = 200
) -> HttpResponse:
    asked = fee_requests.asked(dossier)
    ways = {
        **(_ways(request, dossier, asked) if asked else {}),
        "refusal": refusal,
        "own_round": own_round.shown_of(dossier) if definition_of(dossier.version).round else None,
    }
    page = _page(request, standing=standing_of(dossier), ways=ways, status=status)
    return may_lead_to_the_gateway(page) if asked else page


def _ways(request: HttpRequest, dossier: Dossier, asked: FeeRequest) -> dict[str, object]:
    """The fee and how to pay it: an amount, the office's account and the dossier's code, nothing of
    a person.
    """
    return {
        **ways_of(asked, dossier, None, said(request)),
        "pay_token": signing.dumps(asked.pk, salt=PAY),
    }


def _begin_to_pay(request: HttpRequest) -> HttpResponse:
    """To the gateway, for who was shown this fee a moment ago: the signed token says so, and no
    other site has one.

    Or the ways to pay, for who has just said that they know of a fee that was paid for the same
    thing (`know`).
    """
    try:
        fee = FeeRequest.objects.get(
            pk=signing.loads(request.POST["pay"], salt=PAY, max_age=PAYS_WITHIN)
        )
    except (signing.BadSignature, FeeRequest.DoesNotExist):
        return _page(
            request, error=_("Đã quá lâu từ khi tra cứu. Hãy tra cứu lại rồi nộp phí."), status=422
        )
    dossier = Dossier.objects.select_related(*SHOWN).get(fees__request=fee)
    if "know" in request.POST:
        return _standing(request, dossier)
    gateway = gateways.chosen(request.POST.get("gateway", ""))
    if gateway is None:
        raise Http404
    if not TRIES.take(f"fee {fee.pk}"):
        return _page(
            request,
            error=_("Bạn đã thử nhiều lần. Hãy chờ một giờ, hoặc chuyển khoản."),
            status=429,
        )
    try:
        demand_told(dossier, said(request))
    except ActRefused as refused:
        return _standing(request, dossier, str(refused), status_of(refused))
    try:
        return to_the_gateway(request, fee_requests.begin(fee, gateway.gateway, None))
    except ActRefused as refused:
        return _page(request, error=str(refused), status=status_of(refused))


def _known(code: str, fact: str) -> int | None:
    """The dossier whose code this is, if the fact is the applicant's phone or the check code of a
    slip they were given.

    The phone is compared by its blind index: nothing is decrypted for a stranger. Check codes of
    results do not count: a result is shown to whoever asks for it. Nor do those of slips given
    out before somebody who filed it for another one lost the right to.
    """
    row = Dossier.objects.filter(code=code).values_list("pk", "phone_index").first()
    pk, kept = row or (0, "")
    passed_on = Entry.objects.filter(
        dossier=pk, act="mandate_ended", sequence__gte=OuterRef("entry_sequence")
    )
    slips = DossierDocument.objects.filter(~Exists(passed_on), dossier=pk, kind__in=GIVEN)
    printed = list(slips.values_list("document__code", flat=True))
    by_phone = constant_time_compare(blind_index.phone(phones.as_kept(fact)) or "-", kept)
    typed = codes.normalise(fact)
    # every one is compared
    by_slip = sum(constant_time_compare(typed, each) for each in printed) > 0
    return pk if pk and (by_phone or by_slip) else None


def _page(
    request: HttpRequest,
    standing: object = None,
    error: str = "",
    status: int = 200,
    ways: Mapping[str, object] = MappingProxyType({}),
    missing: Mapping[str, str] = MappingProxyType({}),
) -> HttpResponse:
    code = request.POST.get("code", request.GET.get("code", ""))
    page = {
        "standing": standing,
        "error": error,
        "missing": missing,
        "code": code,
        "fact": request.POST.get("fact", "")[:80],
        "check_example": codes.pretty(codes.EXAMPLE),
        "own_round": None,
        **ways,
    }
    return render(request, "portal/public/follow.html", page, status=status)
