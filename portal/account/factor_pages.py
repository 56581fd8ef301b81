"""Setting up the second factor, and being asked for it: at sign-in, and again before what binds others."""

from __future__ import annotations

import base64
import io

import qrcode
import qrcode.image.svg
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.access import SignedIn
from portal.account import factor
from portal.account.sign_in import safe_target


def factor_code(request: SignedIn) -> HttpResponse:
    """Ask for the code; who has no telephone registered is sent to do that."""
    target = safe_target(request)
    if not factor.is_set_up(request.user):
        return redirect("portal:factor_setup") if factor.is_required(request.user) else redirect(target)
    error = ""
    if request.method == "POST":
        if factor.confirm(request, request.POST.get("code", "")[:20]):
            return redirect(target)
        error = _(
            "Mã không đúng, đã dùng hoặc đã thử quá nhiều lần. Hãy chờ mã tiếp theo trên điện thoại rồi nhập lại."
        )
    page = {"next": target, "error": error}
    return render(request, "portal/account/factor_code.html", page, status=422 if error else 200)


def factor_setup(request: SignedIn) -> HttpResponse:
    """Register a telephone: scan, type its code, keep the recovery codes."""
    if factor.is_set_up(request.user):
        return redirect("portal:factor_code")
    error = ""
    if request.method == "POST":
        codes = factor.set_up(request, request.POST.get("code", "")[:20])
        if codes is not None:
            return render(request, "portal/account/factor_ready.html", {"codes": codes})
        error = _("Mã không đúng. Hãy quét lại hình vuông rồi nhập mã đang hiện trên điện thoại.")
    secret = factor.new_secret(request)
    page = {"picture": _picture(factor.address_for_telephone(request.user, secret)), "secret": secret, "error": error}
    return render(request, "portal/account/factor_setup.html", page, status=422 if error else 200)


def _picture(text: str) -> str:
    """A QR code as an address of its own data: nothing is stored and nobody else is asked."""
    drawn = io.BytesIO()
    qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, box_size=12).save(drawn)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()


def step_up(request: HttpRequest) -> bool:
    """True when the person may now sign or revoke: the code is recent, or has just been given right."""
    code = request.POST.get("factor_code", "")[:20]
    return factor.is_recent(request) or (bool(code) and factor.confirm(request, code))
