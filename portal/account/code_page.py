"""The one page at which a code is given, whatever it was asked for."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.debug import sensitive_post_parameters

from foundation.text import clean_code
from organisations.accounts import codes, contacts
from organisations.accounts.codes import Given
from organisations.contact_models import ContactKind, ContactProof
from portal.account import asked_code, code_sign_in, confirm_page, invited_code, own_contacts
from portal.account.asked_code import Purpose
from portal.account.sign_up import over
from portal.http.security_notes import noted


def _to_details(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    return redirect("portal:sign_up_details")


def _back(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    return redirect(asked_code.target(request))


GOES_ON: dict[str, Callable[[HttpRequest, ContactProof], HttpResponse]] = {
    Purpose.SIGN_UP: _to_details,
    Purpose.SIGN_IN: code_sign_in.go_on,
    Purpose.PASSWORD: code_sign_in.go_on,
    Purpose.CONTACT: own_contacts.proved,
    Purpose.CONFIRM: confirm_page.proved,
    Purpose.INVITED: invited_code.proved,
    Purpose.FILE: _back,
}


@sensitive_post_parameters("code")
def contact_code(request: HttpRequest) -> HttpResponse:
    """GET asks for the code; POST takes it, or has another one sent."""
    proof = asked_code.current(request)
    if proof is None or proof.given_at is not None:
        return over(request)
    if request.method != "POST":
        return _page(request, proof)
    if "again" in request.POST:
        return _again(request, proof)
    typed = "".join(clean_code(request.POST.get("code", "")).split())[:20]
    if not typed:
        return _page(request, proof, _("Hãy nhập sáu chữ số của mã."))
    found = codes.give(proof, typed)
    if found is Given.RIGHT:
        proof.refresh_from_db()
        return GOES_ON[proof.purpose](request, proof)
    noted(request, "code_failed", proof.person, kind=proof.kind, reason=found.name.lower())
    if proof.purpose == Purpose.INVITED:
        invited_code.wrong(request, proof)
    left = codes.tries_left(proof)
    if found is Given.OVER or not left:
        return over(request)
    words = ngettext(
        "Mã không đúng. Còn %(left)d lần thử.", "Mã không đúng. Còn %(left)d lần thử.", left
    )
    return _page(request, proof, words % {"left": left})


def _again(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    if proof.purpose == Purpose.INVITED and invited_code.is_over(request):
        return redirect(asked_code.target(request))  # which says that it is over
    try:
        asked_code.ask_again(request, proof)
    except asked_code.TooMany as refused:
        return _page(request, proof, str(refused), status=429)
    messages.info(request, _("Mã mới đang được gửi. Mã trước không dùng được nữa."))
    return redirect("portal:contact_code")


def _page(
    request: HttpRequest, proof: ContactProof, error: str = "", status: int = 422
) -> HttpResponse:
    page = {
        "contact": contacts.masked(contacts.of_proof(proof)),
        "by_number": proof.kind == ContactKind.PHONE,
        "purpose": proof.purpose,
        "error": error,
        "next": asked_code.target(request),
    }
    status = status if error else 200
    return render(request, "portal/account/contact_code.html", page, status=status)
