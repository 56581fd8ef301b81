"""A dossier outside a task: whoever has a role at its offices may read it, and do what concerns the whole of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from organisations.models import User
from portal.office.case import Case, page_of
from portal.office.opinion import blank
from portal.office.visitor import dossier_for, officer_of
from portal.refusals import status_of
from workflows import actions, permissions
from workflows.definition import Consult, Step
from workflows.errors import ActRefused
from workflows.models import Dossier, Entry, WorkItem


def dossier(request: HttpRequest, code: str) -> HttpResponse:
    """The dossier with its history; the open task, if this officer may take it, is one link away."""
    return page(request, dossier_for(request, code))


def extend(request: HttpRequest, code: str) -> HttpResponse:
    """The head apologises and puts the due time off, once (form 04)."""
    return _act(request, code, actions.extend, _("Đã gửi lời xin lỗi và gia hạn hồ sơ %(code)s."))


def stop(request: HttpRequest, code: str) -> HttpResponse:
    """The office confirms that it stops, as the applicant asked."""
    return _act(request, code, actions.stop, _("Đã dừng xử lý hồ sơ %(code)s theo yêu cầu của công dân."))


def _act(
    request: HttpRequest, code: str, act: Callable[[Dossier, User, str, str | None], Entry], sentence: str
) -> HttpResponse:
    found = dossier_for(request, code)
    reason = request.POST.get("reason", "").strip()[:2000]
    try:
        act(found, officer_of(request), reason, request.POST.get("key", "")[:64] or None)
    except ActRefused as refused:
        return page(request, found, refusal=str(refused), reason=reason, status=status_of(refused))
    messages.success(request, sentence % {"code": found.code})
    return redirect("portal:office_dossier", code=found.code)


def page(request: HttpRequest, found: Dossier, status: int = 200, **typed: Any) -> HttpResponse:
    """The dossier's page; `typed` is what was sent and refused: shown again."""
    officer = officer_of(request)
    item, is_his = _open_item(found, officer)
    case = Case(found, item, request.GET, officer)
    limit = case.definition.limit_for(found.channel, found.case)
    step = case.definition.step(item.step) if item else None
    shown = {
        **page_of(case),
        "step": step,
        "may_work": is_his and isinstance(step, Step),
        "may_give_opinion": is_his and isinstance(step, Consult),
        "may_extend": limit.extension is not None and permissions.may_extend(officer, found),
        "may_stop": permissions.may_stop(officer, found),
        "may_supply": found.applicant_id is None and permissions.may_supply(officer, found),
        "said": blank(item, step) if item and isinstance(step, Consult) else None,
        "key": uuid4().hex,
        **typed,
    }
    return render(request, "portal/office/dossier.html", shown, status=status)


def _open_item(found: Dossier, officer: User) -> tuple[WorkItem | None, bool]:
    """The open task that this officer may take (where several are asked in parallel, his own), else the first one."""
    rows = WorkItem.objects.filter(process=found, finished__isnull=True).select_related("authority", "owner")
    items = list(rows.order_by("id"))
    own = next((item for item in items if permissions.may_claim(officer, item)), None)
    return own or (items[0] if items else None), own is not None
