"""Taking a task, giving it back, and giving it to somebody else."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from organisations.models import Authority, User
from portal.http.refusals import status_of
from portal.shared.desk_visitor import item_for, officer_of, reader_of
from workflows import actions, permissions
from workflows.background.claim_next import claim_next
from workflows.errors import ActRefused, NoRight
from workflows.models import WorkItem


def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer takes the task from the queue."""
    return _done(request, pk, actions.claim, _("Bạn đã nhận hồ sơ %(code)s."))


def release(request: HttpRequest, pk: int) -> HttpResponse:
    """The officer puts their task back into the queue."""
    return _done(request, pk, actions.release, _("Hồ sơ %(code)s đã trở về hàng chờ."))


def take_next(request: HttpRequest, authority: str, role: str) -> HttpResponse:
    """The officer takes the task of the queue that is due first and nobody has; 404 for somebody
    else's queue.
    """
    place = get_object_or_404(Authority, slug=authority)
    if not reader_of(request).holds(role, place.pk):
        raise Http404
    item = claim_next(officer_of(request), place, role)
    if item is None:
        messages.info(request, _("Hàng chờ không còn việc nào bạn nhận được."))
        return redirect("portal:queue", authority, role)
    messages.success(request, _("Bạn đã nhận hồ sơ %(code)s.") % {"code": item.process.code})
    return redirect("portal:work", item.pk)


def reassign(request: HttpRequest, pk: int) -> HttpResponse:
    """A head gives the task to one of those who hold its role."""
    wanted = request.POST.get("to", "")
    to = next(
        (one for one in permissions.holders_of(item_for(request, pk)) if str(one.pk) == wanted),
        None,
    )

    def give(task: WorkItem, head: User) -> object:
        # the same answer for somebody else's officer and for nobody: whose number exists does not
        # show
        if to is None:
            raise NoRight
        return actions.reassign(task, head, to)

    return _done(request, pk, give, _("Đã giao hồ sơ %(code)s cho %(name)s."), name=str(to))


def _done(
    request: HttpRequest,
    pk: int,
    act: Callable[[WorkItem, User], object],
    sentence: str,
    **names: str,
) -> HttpResponse:
    """Do it, say so and go back to the page it was asked on; or say why not, with a way back."""
    item = item_for(request, pk)
    try:
        act(item, officer_of(request))
    except ActRefused as refused:
        page = {"refusal": str(refused), "back": _back(request, item)}
        return render(request, "portal/refused.html", page, status=status_of(refused))
    messages.success(request, sentence % {"code": item.process.code, **names})
    return redirect(_back(request, item))


def _back(request: HttpRequest, item: WorkItem) -> str:
    wanted = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    if is_ours and wanted.startswith("/"):  # a bare word would be looked up as a view's name
        return wanted
    return resolve_url("portal:work", item.pk)
