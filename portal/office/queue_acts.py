"""Taking a task, giving it back, and giving it to somebody else."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from organisations.models import User
from portal.office.visitor import item_for, officer_of
from workflows import actions, permissions
from workflows.errors import ActRefused
from workflows.models import WorkItem


def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer takes the task from the queue."""
    return _done(request, pk, actions.claim, _("Bạn đã nhận hồ sơ %(code)s."))


def release(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer puts his task back into the queue."""
    return _done(request, pk, actions.release, _("Hồ sơ %(code)s đã trở về hàng chờ."))


def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """A head gives the task to one of those who hold its role."""
    item = item_for(request, pk)
    to = get_object_or_404(User, pk=_number(request.POST.get("to", "")), is_active=True)
    if to not in permissions.holders_of(item):
        messages.error(request, _("Người được giao không giữ vai trò của bước này."))
        return redirect(_back(request, item))

    def give(task: WorkItem, head: User) -> object:
        return actions.reassign(task, head, to)

    return _done(request, pk, give, _("Đã giao hồ sơ %(code)s cho %(name)s."), name=str(to))


def _done(
    request: HttpRequest, pk: int, act: Callable[[WorkItem, User], object], sentence: str, **names: str
) -> HttpResponse:
    """Do it, say so or say why not, and go back to the page it was asked on."""
    item = item_for(request, pk)
    try:
        act(item, officer_of(request))
    except ActRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, sentence % {"code": item.process.code, **names})
    return redirect(_back(request, item))


def _back(request: HttpRequest, item: WorkItem) -> str:
    wanted = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        return wanted
    return resolve_url("portal:work", item.pk)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 18 else 0
