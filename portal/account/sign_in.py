"""Signing in with a name, or a contact, and a password, and out again."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from organisations.accounts import contacts, sign_in_links
from organisations.models import User
from organisations.roles import is_officer
from portal.account import confirming, guessing, passkeys, typed_contact
from portal.account.provider import code_flow, configured, opened_by
from portal.account.provider.form_action import may_lead_to_providers
from portal.http.access import SignedIn
from portal.http.security_notes import noted


@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """One generic error: it never says whether the name exists."""
    target = safe_target(request)
    if request.method == "GET":
        return redirect(target) if request.user.is_authenticated else _form(request, target)
    username = request.POST.get("username", "").strip()
    missing = {
        **({} if username else {"username": _("Hãy nhập tên đăng nhập.")}),
        **({} if request.POST.get("password") else {"password": _("Hãy nhập mật khẩu.")}),
    }
    if missing:
        return _form(request, target, status=422, missing=missing)
    found = _tried(request, username)
    if found.slowed:
        noted(request, "sign_in_slowed", tried=username)
        return _form(
            request, target, _("Đã có quá nhiều lần thử. Hãy chờ 15 phút rồi thử lại."), status=429
        )
    user = found.user
    if user is None:
        return _form(request, target, _("Tên đăng nhập hoặc mật khẩu không đúng."), status=422)
    login(request, user)
    confirming.confirmed(request)
    response = redirect(
        first_page_of(user) if target == resolve_url(settings.LOGIN_REDIRECT_URL) else target
    )
    guessing.succeeded(request, response, user.username)
    return response


@dataclass(frozen=True)
class _Tried:
    user: User | None = None
    slowed: bool = False


def _tried(request: HttpRequest, typed: str) -> _Tried:
    """Look at the password, once for each account that may be meant; limits count by account."""
    for username in _named(typed):
        if not guessing.take_try(request, username):
            return _Tried(slowed=True)
        password = request.POST.get("password", "")
        user = authenticate(request, username=username, password=password)
        if isinstance(user, User):
            return _Tried(user)
    return _Tried()


def _named(typed: str) -> list[str]:
    """User names that may be meant: what was typed, or those with this address or number."""
    if User.objects.filter(username=typed).exists():
        return [typed]
    contact = typed_contact.found(typed)
    people = contacts.named_by(contact) if contact else []
    return [person.username for person in people] or [typed]


def sign_in_link(request: HttpRequest, link: str) -> HttpResponse:
    """What the letter about tried passwords leads to. GET asks, POST opens: mail programs look
    before people do.
    """
    try:
        owner = sign_in_links.owner_of(link)
        if request.method != "POST":
            return render(request, "portal/account/sign_in_link.html", {"username": owner.username})
        response = redirect("portal:sign_in")
        guessing.open_for(request, response, link)
    except sign_in_links.LinkIsDead:
        return render(request, "portal/account/password_link_dead.html", {}, status=410)
    noted(request, "sign_in_opened", owner)
    messages.success(request, _("Thiết bị này đăng nhập được. Hãy nhập tên đăng nhập và mật khẩu."))
    return response


def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session on this device; where a provider opened it, offers to end that one too."""
    provider = opened_by.provider_of(request)
    address = code_flow.sign_out_address(provider) if provider else ""
    logout(request)
    request.session_is_over = True  # type: ignore[attr-defined]
    if address:
        page = {"provider": provider, "address": address}
        return render(request, "portal/account/provider_signed_out.html", page)
    messages.info(request, _("Bạn đã đăng xuất."))
    return redirect("portal:home")


def sign_out_everywhere(request: SignedIn) -> HttpResponse:
    """Ends every session of the person: a phone was lost, or a computer at the counter left
    open.
    """
    request.user.end_all_sessions()
    request.session_ended_because = "everywhere"  # type: ignore[attr-defined]
    logout(request)
    request.session_is_over = True  # type: ignore[attr-defined]
    messages.info(request, _("Bạn đã đăng xuất khỏi mọi thiết bị."))
    return redirect("portal:home")


def safe_target(request: HttpRequest) -> str:
    """Where to go after signing in: `next` when it stays on this site, else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    if is_ours and wanted.startswith("/"):  # a bare word would be looked up as a view's name
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def first_page_of(user: object) -> str:
    """Officers start at their queue, everybody else at the catalogue."""
    return resolve_url("portal:desk" if is_officer(user) else "portal:home")


def _form(
    request: HttpRequest,
    target: str,
    error: str = "",
    status: int = 200,
    missing: Mapping[str, str] = MappingProxyType({}),
) -> HttpResponse:
    providers = configured.every()
    page = {
        "next": target,
        "providers": providers,
        "error": error,
        "missing": missing,
        "username": request.POST.get("username", ""),
        "slowed": status == 429,
        "passkeys": passkeys.is_offered(),
    }
    drawn = render(request, "portal/account/sign_in.html", page, status=status)
    return may_lead_to_providers(drawn, providers)
