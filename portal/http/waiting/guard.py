"""At the door of a guarded address: who has a pass or whose turn it is goes in; others wait.

Officers always go by. A place or pass is its account's: another account's is as none.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from organisations.models import User
from organisations.roles import is_officer
from portal.http.waiting import cookies
from portal.http.waiting.addresses import SIGN_IN, Asked, guarding, opening, page_of
from portal.http.waiting.holding import holder_of, holders_of
from waiting_line import joining
from waiting_line.board import BOARD, Standing
from waiting_line.tickets import Pass, Ticket
from workflows.models import Draft

FILING = re.compile(r"/nhap/(?P<pk>[0-9a-f-]{36})/kiem-tra/")


def one_after_another(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware; without a line in force it costs nothing."""

    def respond(request: HttpRequest) -> HttpResponse:
        line = _line_before(request) if BOARD.lines else None
        if line is None or _goes_by(request):
            return get_response(request)
        held = cookies.pass_in(request.COOKIES, line.key)
        if held is not None and _is_theirs(request, held.holder):
            return get_response(request)
        admitted = admit(request, line)
        if admitted is None:
            return HttpResponseRedirect(page_of(line, _back(request)), status=303)
        response = get_response(request)
        cookies.keep(response, admitted)
        return response

    return respond


def ticket_of(request: HttpRequest, line: Standing) -> Ticket | None:
    """The visitor's own place in this line."""
    ticket = cookies.ticket_in(request.COOKIES, line.key)
    return ticket if ticket is not None and _is_theirs(request, ticket.holder) else None


def admit(request: HttpRequest, line: Standing) -> Pass | None:
    """A pass, for whom the turn has come, or who comes while nobody waits."""
    ticket = ticket_of(request, line)
    if ticket is None and line.has_room:
        ticket = come_in(request, line)
    if ticket is None or not line.lets_in(ticket.number):
        return None
    return pass_for(line, ticket)


def pass_for(line: Standing, ticket: Ticket) -> Pass:
    """What lets the holder of an admitted ticket in from now on, for a while."""
    return Pass(line.key, int(time.time()) + line.pass_minutes * 60, ticket.holder)


def come_in(request: HttpRequest, line: Standing) -> Ticket:
    """A number: the account's, or nobody's."""
    if isinstance(request.user, User):
        return joining.join(line.pk, line.key, holder_of(request.user))
    return joining.pass_by(line.pk, line.key)


def _line_before(request: HttpRequest) -> Standing | None:
    wanted = ""
    if request.path == SIGN_IN:
        wanted = request.POST.get("next") or request.GET.get("next") or ""
    filed = FILING.fullmatch(request.path) if request.method == "POST" else None
    if filed is None:
        return guarding(BOARD.lines, Asked(request.path, wanted))
    return opening(BOARD.lines, _address_of(filed["pk"]))


def _address_of(pk: str) -> str:
    """Where applications like this draft are begun, which is what a line names."""
    rows = Draft.objects.filter(pk=pk).values_list("version__procedure__slug", flat=True)
    slug = rows.first()
    return reverse("portal:apply", args=[slug]) if slug else ""


def _goes_by(request: HttpRequest) -> bool:
    user = request.user
    return isinstance(user, User) and (user.is_staff or is_officer(user))


def _is_theirs(request: HttpRequest, holder: str) -> bool:
    if not holder or not isinstance(request.user, User):
        return True
    return holder in holders_of(request.user)


def _back(request: HttpRequest) -> str:
    """The page to come back to; what was sent is not sent again by itself."""
    if request.path == SIGN_IN and request.POST.get("next"):
        return f"{SIGN_IN}?{urlencode({'next': request.POST['next']})}"
    return request.get_full_path()
