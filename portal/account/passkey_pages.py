"""Signing in by a passkey, and one's own: made, looked at, taken away."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.account import confirming, guessing, passkeys, ways_in
from portal.account.confirming import asks_first
from portal.account.sign_in import safe_target
from portal.account.sign_up import BACKEND
from portal.http import second_factor
from portal.http.access import SignedIn
from portal.http.limits import Limit, network_of
from portal.http.security_notes import noted

SHOWN = Limit("passkeys shown", times=60, seconds=900)  # from one network


def sign_in_by_passkey(request: HttpRequest) -> HttpResponse:
    """GET asks the browser for one; POST takes it: no name, no password, no second factor."""
    if request.method != "POST":
        return _asked(request)
    if not SHOWN.take(network_of(request)):
        sentence = _("Đã có quá nhiều lần thử. Hãy chờ 15 phút rồi thử lại.")
        return _asked(request, sentence, status=429)
    try:
        person = passkeys.owner_of(request, request.POST.get("answer", ""))
    except passkeys.NotTaken:
        noted(request, "passkey_failed")
        return _asked(request, _("Khóa truy cập này không dùng được ở đây. Hãy thử lại."))
    target = safe_target(request)
    login(request, person, backend=BACKEND)
    noted(request, "passkey_passed")
    second_factor.pass_by_passkey(request)
    confirming.confirmed(request)
    response = redirect(target)
    guessing.know_browser(request, response, person.username)
    return response


@asks_first
def own_passkeys(request: SignedIn) -> HttpResponse:
    """GET lists them and asks the browser for another; POST keeps it, or takes one away."""
    if request.method != "POST":
        return _own(request)
    wanted = request.POST.get("remove", "")
    if wanted:
        pk = int(wanted[:18]) if wanted.isdecimal() else 0
        with ways_in.held(request.user) as user:
            if not ways_in.is_opened(user, without_passkey=pk):
                return _own(request, str(ways_in.ONLY_ONE))
            gone = passkeys.remove(user, pk)
        if gone:
            noted(request, "passkey_removed")
            messages.success(request, _("Đã bỏ khóa truy cập."))
        return redirect("portal:own_passkeys")
    try:
        passkeys.add(request, request.user, request.POST.get("answer", ""))
    except passkeys.NotTaken:
        return _own(request, _("Chưa thêm được khóa truy cập. Hãy thử lại."))
    noted(request, "passkey_added")
    messages.success(request, _("Đã thêm khóa truy cập. Lần sau bạn đăng nhập được bằng khóa này."))
    return redirect("portal:own_passkeys")


def _asked(request: HttpRequest, error: str = "", status: int = 422) -> HttpResponse:
    offered = passkeys.is_offered()
    page = {
        "next": safe_target(request),
        "error": error,
        "offered": offered,
        "options": passkeys.ask(request) if offered else {},
    }
    status = status if error else 200
    return render(request, "portal/account/sign_in_by_passkey.html", page, status=status)


def _own(request: SignedIn, error: str = "") -> HttpResponse:
    offered = passkeys.is_offered()
    page = {
        "error": error,
        "offered": offered,
        "keys": passkeys.of(request.user),
        "options": passkeys.ask_for_new(request, request.user) if offered else {},
    }
    status = 422 if error else 200
    return render(request, "portal/account/own_passkeys.html", page, status=status)
