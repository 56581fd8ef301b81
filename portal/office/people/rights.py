"""Roles that sign wait for the head's word here: an administrator has asked, the head grants or
refuses.
"""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.account_models import RightRequest
from organisations.rights import giving, requests
from organisations.roles import HEAD
from payments.models import PayeeAccount
from portal.account.second_factor_pages import step_up, why_not
from portal.office.shared.side_menu import frame
from portal.shared.desk_visitor import officer_of, reader_of


def granting(request: HttpRequest) -> HttpResponse:
    """GET lists what waits; POST decides one of them, with the code of the telephone. 404 for who
    heads no office.
    """
    officer = officer_of(request)
    if not any(post.role == HEAD and post.cover_id is None for post in reader_of(request).posts()):
        raise Http404
    if request.method != "POST":
        return _page(request)
    wanted = request.POST.get("request", "")
    found = next((one for one in requests.waiting_for(officer) if str(one.pk) == wanted), None)
    if found is None:
        return _page(
            request, _("Đề nghị này đã được quyết định hoặc không thuộc quyền của bạn."), status=409
        )
    if not step_up(request):
        sentence = why_not(request, _("Hãy nhập mã xác thực đang hiện trên điện thoại."))
        return _page(request, sentence, wanted, status=422)
    granted = "grant" in request.POST
    try:
        (requests.grant if granted else requests.refuse)(found, officer)
    except giving.NotGranted as refused:
        return _page(request, str(refused), status=409)
    words = _("Đã cấp: %(what)s.") if granted else _("Không cấp: %(what)s.")
    messages.success(request, words % {"what": found})
    return redirect("portal:granting")


def _page(
    request: HttpRequest, refusal: str = "", ask_code: str = "", status: int = 200
) -> HttpResponse:
    officer = officer_of(request)
    rows = requests.waiting_for(officer)
    in_use = _accounts_in_use(rows)
    shown = {
        **frame(reader_of(request), timezone.now(), "granting"),
        "rows": [(one, in_use.get(one.authority_id)) for one in rows],
        "refusal": refusal,
        "ask_code": ask_code,
        "refuses": "refuse" in request.POST,
    }
    return render(request, "portal/office/granting.html", shown, status=status)


def _accounts_in_use(rows: list[RightRequest]) -> dict[int | None, PayeeAccount]:
    """By authority: the account that a new one would take the place of. Who agrees sees where the
    money goes today.
    """
    offices = [one.authority_id for one in rows if one.kind == RightRequest.Kind.PAYEE]
    return {one.authority_id: one for one in PayeeAccount.objects.filter(authority__in=offices)}
