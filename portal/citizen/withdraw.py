"""Asking the office to stop, while no result exists (NĐ 118/2025 Điều 21)."""

from __future__ import annotations

from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.citizen.dossiers import own_dossier
from portal.http.access import SignedIn
from portal.http.refusals import status_of
from workflows import actions, permissions
from workflows.errors import ActRefused


def withdraw(request: SignedIn, code: str) -> HttpResponse:
    """GET asks once more; POST withdraws."""
    dossier = own_dossier(request, code)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            reason = request.POST.get("reason", "").strip()[:500]
            actions.withdraw(
                dossier, request.user, reason, key=request.POST.get("key", "")[:64] or None
            )
            messages.success(request, _("Đã gửi yêu cầu rút hồ sơ."))
            return redirect("portal:dossier", code=dossier.code)
        except ActRefused as error:
            refusal, status = str(error), status_of(error)
    elif not permissions.may_withdraw(request.user, dossier):
        refusal, status = (
            _("Hồ sơ này không rút được nữa: kết quả đã có, hoặc việc xử lý đã dừng."),
            409,
        )
    page = {
        "dossier": dossier,
        "procedure": dossier.version.procedure,
        "refusal": refusal,
        "key": uuid4(),
    }
    return render(request, "portal/citizen/withdraw.html", page, status=status)
