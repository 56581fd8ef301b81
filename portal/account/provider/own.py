"""An account for who came from a provider, and one's own accounts there: linked, taken away."""

from __future__ import annotations

import datetime as dt

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from organisations.accounts import provider_accounts
from organisations.accounts.assurance import NAMES
from organisations.accounts.provider_accounts import NotLinked
from portal.account import ways_in
from portal.account.confirming import asks_first
from portal.account.provider import arrivals, configured, opened_by
from portal.account.provider.arrivals import Arrival
from portal.account.provider.configured import Provider
from portal.account.provider.form_action import may_lead_to_providers
from portal.account.provider.sign_in import let_in, not_theirs, tell_owner
from portal.http.access import SignedIn
from portal.http.security_notes import noted


def provider_new_account(request: HttpRequest) -> HttpResponse:
    """GET shows what came; POST makes the account, as they agree, and signs in."""
    arrival, provider = _arrived(request)
    if arrival is None or provider is None or request.user.is_authenticated:
        return _over(request)
    if request.method != "POST":
        page = {"provider": provider, "told": _told(arrival), "level": _level_of(arrival)}
        return render(request, "portal/account/provider_new_account.html", page)
    if "not_me" in request.POST:
        return _not_me(request)
    try:
        provider_accounts.make_account(arrival.shown)
    except NotLinked as taken:  # meanwhile, in another window or by somebody else
        tell_owner(request, taken.owner, taken.reason)
        arrivals.forget(request)
        return _over(request)
    row = provider_accounts.row_of(arrival.shown.subject_index)
    if row is None:
        return _over(request)
    messages.success(request, _("Đã lập tài khoản và đăng nhập."))
    return let_in(request, arrival, row)


@asks_first
def provider_link(request: SignedIn) -> HttpResponse:
    """GET shows what came; POST links it to the account that is signed in, whose owner has just
    shown that it is theirs.
    """
    arrival, provider = _arrived(request)
    if arrival is None or provider is None:
        return _over(request)
    try:
        provider_accounts.demand_same(request.user, arrival.shown)  # before anything is shown
    except NotLinked as other:
        return not_theirs(request, provider, other.reason, other.owner)
    if request.method != "POST":
        page = {"provider": provider, "told": _told(arrival), "level": _level_of(arrival)}
        return render(request, "portal/account/provider_link.html", page)
    if "not_me" in request.POST:
        return _not_me(request)
    try:
        provider_accounts.link(request.user, arrival.shown)
    except NotLinked as taken:
        if taken.owner.pk != request.user.pk:
            tell_owner(request, request.user, taken.reason)
        return not_theirs(request, provider, taken.reason, taken.owner)
    arrivals.forget(request)
    noted(request, "provider_linked")
    opened_by.remember(request, arrival.shown, arrival.shown_at)
    messages.success(
        request, _("Đã nối. Từ nay bạn đăng nhập được bằng %(name)s.") % {"name": provider.name}
    )
    return redirect(arrival.target)


@asks_first
def own_providers(request: SignedIn) -> HttpResponse:
    """GET lists them; POST takes one away, unless nothing else opens the account."""
    if request.method != "POST":
        return _own(request)
    slug = request.POST.get("remove", "")
    with ways_in.held(request.user) as user:
        if not ways_in.is_opened(user, without_provider=slug):
            return _own(request, str(ways_in.ONLY_ONE))
        gone = provider_accounts.unlink(user, slug)
    if gone:
        noted(request, "provider_unlinked")
        messages.success(request, _("Đã bỏ nối."))
    return redirect("portal:own_providers")


def _own(request: SignedIn, error: str = "") -> HttpResponse:
    offered = configured.every()
    rows = {row.provider: row for row in provider_accounts.of(request.user)}
    names = {one.slug: one.name for one in offered}
    page = {
        "error": error,
        "linked": [
            {"slug": slug, "name": names.get(slug, slug), "row": row} for slug, row in rows.items()
        ],
        "offered": [one for one in offered if one.slug not in rows],
    }
    drawn = render(request, "portal/account/own_providers.html", page, status=422 if error else 200)
    return may_lead_to_providers(drawn, offered)


def _arrived(request: HttpRequest) -> tuple[Arrival | None, Provider | None]:
    arrival = arrivals.current(request)
    return arrival, configured.named(arrival.shown.provider) if arrival else None


def _not_me(request: HttpRequest) -> HttpResponse:
    """Somebody else came from the provider in this browser and went away."""
    arrivals.forget(request)
    messages.info(
        request, _("Đã bỏ thông tin của người trước. Hãy đăng nhập bằng tài khoản của bạn.")
    )
    return redirect("portal:account" if request.user.is_authenticated else "portal:sign_in")


def _over(request: HttpRequest) -> HttpResponse:
    return render(request, "portal/account/provider_over.html", {}, status=410)


def _level_of(arrival: Arrival) -> str:
    return str(NAMES.get(arrival.shown.level, ""))


def _told(arrival: Arrival) -> list[tuple[str, str]]:
    """What came, in words, for the person themselves."""
    facts = arrival.shown.facts
    born = facts.get("birth_date")
    place = ", ".join(facts[part] for part in ("street", "ward", "province") if facts.get(part))
    rows = (
        (_("Họ và tên"), facts.get("name", "")),
        (_("Ngày sinh"), f"{dt.date.fromisoformat(born):%d/%m/%Y}" if born else ""),
        (_("Giới tính"), {"F": _("Nữ"), "M": _("Nam")}.get(facts.get("sex", ""), "")),
        (_("Số định danh cá nhân"), facts.get("identity", "")),
        (_("Số điện thoại"), facts.get("phone", "")),
        (_("Địa chỉ"), place),
    )
    return [(label, text) for label, text in rows if text]
