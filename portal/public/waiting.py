"""A place in a line: taken by the account that one will use, kept in the browser, turned into a
pass.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from foundation.text import clean_line, fold
from organisations.accounts import contacts, provider_accounts
from organisations.models import User
from portal.account import typed_contact
from portal.http.waiting import cookies, guard, page
from portal.http.waiting.addresses import page_of
from waiting_line import holders, joining
from waiting_line.board import BOARD, Standing
from waiting_line.tickets import Ticket

LONGEST = 254


# A stranger's page is answered before Django, which makes no token then; another site's form would
# get its visitor a place, and is refused by `portal.http.cross_site`.
@csrf_exempt
def waiting_line(request: HttpRequest, slug: str) -> HttpResponse:
    """GET: the place and how long, or the way in once it is one's turn. POST `name`: a place."""
    line = BOARD.of(slug)
    back = _back(request, line)
    if line is None:
        return redirect(back)
    if request.method == "POST":
        return _named(request, line, back)
    ticket, is_new = guard.ticket_of(request, line), False
    if ticket is None and isinstance(request.user, User) and line.gathers(timezone.now()):
        ticket, is_new = guard.come_in(request, line), True
    if ticket is not None and line.lets_in(ticket.number):
        return _let_in(request, line, ticket, back)
    response = page.drawn(line, ticket, back, _language(request))
    if ticket is not None and is_new:
        cookies.keep(response, ticket)
    return response


def _named(request: HttpRequest, line: Standing, back: str) -> HttpResponse:
    """Who says which account they will use gets that account's place."""
    typed = clean_line(request.POST.get("name", ""))
    if not line.gathers(timezone.now()):
        return HttpResponseRedirect(page_of(line, back), status=303)
    if not typed or len(typed) > LONGEST:
        error = _("Hãy nhập tên đăng nhập, số điện thoại, thư điện tử hoặc số định danh.")
        return page.drawn(line, None, back, _language(request), error, typed[:LONGEST])
    response = HttpResponseRedirect(page_of(line, back), status=303)
    cookies.keep(response, joining.join(line.pk, line.key, _holder(typed)))
    return response


def _holder(typed: str) -> str:
    """The account that is meant, by whichever of its names; else the name itself."""
    person = User.objects.filter(username=typed, is_active=True).first()
    contact = typed_contact.found(typed)
    if person is None and contact is not None:
        person = next(iter(contacts.named_by(contact)), None)
    if person is None and typed.isdigit():
        person = provider_accounts.owner_of_identity(typed)
    if person is not None:
        return holders.of_account(person.pk)
    return holders.of_name(contact.index if contact is not None else fold(typed))


def _let_in(request: HttpRequest, line: Standing, ticket: Ticket, back: str) -> HttpResponse:
    response = redirect(back)
    admitted = guard.pass_for(line, ticket)
    cookies.keep(response, admitted)
    if guard.ticket_of(request, line) is None:
        cookies.keep(response, ticket)
    return response


def _back(request: HttpRequest, line: Standing | None) -> str:
    """Where one wanted to go, on this site; else the first page that the line stands before."""
    wanted = request.POST.get("den") or request.GET.get("den") or ""
    is_ours = url_has_allowed_host_and_scheme(
        wanted, {request.get_host()}, require_https=request.is_secure()
    )
    if is_ours and wanted.startswith("/") and not wanted.startswith("/hang-cho/"):
        return wanted
    return line.prefixes[0] if line is not None and line.prefixes else "/"


def _language(request: HttpRequest) -> str:
    return str(getattr(request, "LANGUAGE_CODE", "vi"))
