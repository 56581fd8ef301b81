"""Setting up the second factor, and being asked for it: at sign-in, and again before what binds
others.
"""

from __future__ import annotations

import base64
import io

import qrcode
import qrcode.image.svg
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.account import passkeys
from portal.account.sign_in import safe_target
from portal.http import second_factor
from portal.http.access import SignedIn

NOT_TAKEN = gettext_lazy(
    "Mã không đúng, đã dùng hoặc đã thử quá nhiều lần. Hãy chờ mã tiếp theo trên điện thoại rồi"
    " nhập lại."
)
NOTHING_TYPED = gettext_lazy("Hãy nhập sáu chữ số đang hiện trên điện thoại.")


def factor_code(request: SignedIn) -> HttpResponse:
    """Ask for the code; who has no telephone registered is sent to do that."""
    target = safe_target(request)
    if not second_factor.is_set_up(request.user):
        return (
            redirect("portal:factor_setup")
            if second_factor.is_required(request.user)
            else redirect(target)
        )
    error: str | Promise = ""
    if request.method == "POST":
        code = _typed(request)
        if code and second_factor.confirm(request, code):
            return redirect(target)
        error = NOT_TAKEN if code else NOTHING_TYPED
    page = {"next": target, "error": error, "passkeys": passkeys.is_offered()}
    return render(request, "portal/account/factor_code.html", page, status=422 if error else 200)


def factor_setup(request: SignedIn) -> HttpResponse:
    """Register a telephone: scan, type its code, keep the recovery codes."""
    if second_factor.is_set_up(request.user):
        return redirect("portal:factor_code")
    error: str | Promise = ""
    if request.method == "POST":
        code = _typed(request)
        codes = second_factor.set_up(request, code) if code else None
        if codes is not None:
            return render(request, "portal/account/factor_ready.html", {"codes": codes})
        error = (
            NOTHING_TYPED
            if not code
            else _("Mã không đúng. Hãy quét lại hình vuông rồi nhập mã đang hiện trên điện thoại.")
        )
    secret = second_factor.new_secret(request)
    page = {
        "picture": _picture(second_factor.address_for_telephone(request.user, secret)),
        "secret": secret,
        "error": error,
    }
    return render(request, "portal/account/factor_setup.html", page, status=422 if error else 200)


def _typed(request: HttpRequest) -> str:
    return request.POST.get("code", "")[:20].strip()


def _picture(text: str) -> str:
    """A QR code as an address of its own data: nothing is stored and nobody else is asked."""
    drawn = io.BytesIO()
    qrcode.make(text, image_factory=qrcode.image.svg.SvgPathImage, box_size=12).save(drawn)
    return "data:image/svg+xml;base64," + base64.b64encode(drawn.getvalue()).decode()


def step_up(request: HttpRequest) -> bool:
    """True when the person may now sign or revoke: the code is recent, or has just been given
    right.
    """
    code = request.POST.get("factor_code", "")[:20]
    return second_factor.is_recent(request) or (bool(code) and second_factor.confirm(request, code))


def why_not(request: HttpRequest, needed: str) -> str:
    """What is said where `step_up` is False: what a code is `needed` for, or that the one typed was
    not taken.
    """
    return str(NOT_TAKEN) if request.POST.get("factor_code", "").strip() else needed
