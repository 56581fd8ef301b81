"""Showing that one is the owner, before the account is changed (`portal.account.confirming`)."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from organisations.accounts import codes, contacts, provider_accounts
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactProof
from organisations.models import User
from portal.account import asked_code, confirming, typed_contact
from portal.account.asked_code import Asked, Letter, Purpose
from portal.account.password_pages import old_wrong
from portal.account.provider import configured
from portal.account.provider.configured import Provider
from portal.account.second_factor_pages import step_up, why_not
from portal.account.sign_in import safe_target
from portal.account.sign_up import over
from portal.http import second_factor
from portal.http.access import SignedIn


@sensitive_post_parameters("old_password", "factor_code")
def confirm(request: SignedIn) -> HttpResponse:
    """GET asks for the password, or offers a code; POST takes the one or sends the other."""
    if request.method != "POST":
        return _page(request)
    if not step_up(request):
        needed = _("Hãy nhập mã xác thực đang hiện trên điện thoại.")
        return _page(request, {"factor_code": why_not(request, needed)})
    if "send" in request.POST:
        return _send(request)
    if not request.user.has_usable_password():
        return _page(request)
    errors = old_wrong(request)
    if errors:
        return _page(request, errors)
    confirming.confirmed(request)
    return redirect(safe_target(request))


def proved(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    """A code to their own contact was given back in this session."""
    user, target = request.user, asked_code.target(request)
    contact = contacts.of_proof(proof)
    if not isinstance(user, User) or user.pk != proof.person_id:
        return over(request)
    if not contacts.states(user, contact) or not codes.use(proof):
        return over(request)
    asked_code.forget(request)
    contacts.seen(user, contact)
    confirming.confirmed(request)
    return redirect(target)


def _send(request: SignedIn) -> HttpResponse:
    ways = _ways(request.user)
    chosen = next((way for way in ways if way.kind == request.POST["send"]), None)
    if chosen is None:
        return _page(request)
    asked = Asked(Purpose.CONFIRM, chosen, Letter.CODE, request.user, safe_target(request))
    try:
        asked_code.ask(request, asked)
    except asked_code.TooMany as refused:
        return _page(request, {"send": str(refused)}, status=429)
    return redirect("portal:contact_code")


def _ways(user: User) -> list[Contact]:
    """Contacts of their own to which a code can go."""
    own = [one for one in contacts.of_person(user) if contacts.is_proved(user, one.kind)]
    return [one for one in own if typed_contact.reaches(one)]


def _providers(user: User) -> list[Provider]:
    """Where they may show themselves anew."""
    linked = {row.provider for row in provider_accounts.of(user)}
    return [one for one in configured.every() if one.slug in linked]


def _page(
    request: SignedIn, errors: dict[str, str] | None = None, status: int = 422
) -> HttpResponse:
    ways = [(way.kind, contacts.masked(way)) for way in _ways(request.user)]
    page = {
        "next": safe_target(request),
        "errors": errors or {},
        "has_password": request.user.has_usable_password(),
        "ways": ways,
        "providers": _providers(request.user),
        "ask_code": not second_factor.is_recent(request),
    }
    return render(request, "portal/account/confirm.html", page, status=status if errors else 200)
