"""“Giấy tờ của tôi”: whether what one gave and received is offered again, and what of it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.http.access import SignedIn
from workflows.applicant import own_things


def own_papers(request: SignedIn) -> HttpResponse:
    """GET says what is offered; POST agrees to it, withdraws that, or takes one thing away."""
    if request.method != "POST":
        keeping = own_things.keeping_of(request.user)
        page = {"keeping": keeping, "things": own_things.things_of(request.user)}
        return render(request, "portal/account/own_papers.html", page)
    if "agree" in request.POST:
        own_things.agree(request.user)
        messages.success(request, _("Từ nay, khi biểu mẫu hỏi, bạn được mời dùng lại."))
    elif "withdraw" in request.POST:
        own_things.withdraw(request.user)
        messages.success(request, _("Đã thôi. Cổng không giữ gì để mời bạn dùng lại nữa."))
    elif own_things.leave_out(request.user, request.POST.get("leave_out", "")):
        messages.success(request, _("Đã xóa khỏi danh sách. Hồ sơ đã nộp vẫn như cũ."))
    else:
        messages.info(request, _("Mục này không còn trong danh sách."))
    return redirect("portal:own_papers")
