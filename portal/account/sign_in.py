"""Signing in with a name and a password, and out again."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from organisations.roles import is_officer
from portal.limits import Limit, address_of

#: Counted before the password is hashed (Argon2 costs 100 MB a try). The account is limited per address, so that a
#: stranger cannot lock the owner out.
PER_ACCOUNT = Limit("sign-in account", times=10, seconds=900)
PER_ADDRESS = Limit("sign-in address", times=60, seconds=900)


@sensitive_post_parameters("password")
def sign_in(request: HttpRequest) -> HttpResponse:
    """One generic error: it never says whether the name exists."""
    target = safe_target(request)
    if request.method == "GET":
        return redirect(target) if request.user.is_authenticated else _form(request, target)
    username = request.POST.get("username", "").strip()
    address = address_of(request)
    account = f"{address}|{username.casefold()}"
    if not (PER_ADDRESS.take(address) and PER_ACCOUNT.take(account)):
        return _form(request, target, _("Bạn đã thử quá nhiều lần. Hãy chờ 15 phút rồi thử lại."), status=429)
    user = authenticate(request, username=username, password=request.POST.get("password", ""))
    if user is None:
        return _form(request, target, _("Tên đăng nhập hoặc mật khẩu không đúng."), status=422)
    PER_ACCOUNT.forget(account)
    login(request, user)
    return redirect(target)


def sign_out(request: HttpRequest) -> HttpResponse:
    """Ends the session on this device."""
    logout(request)
    messages.info(request, _("Bạn đã đăng xuất."))
    return redirect("portal:home")


def safe_target(request: HttpRequest) -> str:
    """Where to go after signing in: `next` when it stays on this site, else the first page."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url(settings.LOGIN_REDIRECT_URL)


def first_page_of(user: object) -> str:
    """Officers start at their queue, everybody else at the catalogue."""
    return resolve_url("portal:desk" if is_officer(user) else "portal:home")


def _form(request: HttpRequest, target: str, error: str = "", status: int = 200) -> HttpResponse:
    page = {"next": target, "error": error, "username": request.POST.get("username", "")}
    return render(request, "portal/account/sign_in.html", page, status=status)
