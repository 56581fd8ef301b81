"""To a provider and back: signing in, or showing a higher level in a session that is open."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.translation import gettext as _

from organisations.account_models import AccountLetter
from organisations.accounts import contacts, provider_accounts
from organisations.accounts.assurance import LEVELS, NAMES, at_least, higher
from organisations.accounts.provider_accounts import ANOTHER, NotLinked, Shown
from organisations.models import User
from organisations.provider_models import ProviderAccount
from portal.account import guessing
from portal.account.provider import arrivals, code_flow, configured, discovery, opened_by, stated
from portal.account.provider.arrivals import Arrival
from portal.account.provider.code_flow import Answer, Asked
from portal.account.provider.configured import Provider
from portal.account.provider.form_action import may_lead_to_providers
from portal.account.provider.id_tokens import NotBelieved
from portal.account.sign_in import first_page_of, safe_target
from portal.account.sign_up import BACKEND
from portal.http.limits import Limit, network_of
from portal.http.security_notes import noted
from portal.http.session import rename
from protection import blind_index

BEGUN = Limit("provider sign-ins begun", times=100, seconds=900)  # from one network
ANSWERED = Limit("provider answers", times=200, seconds=900)
TOLD = Limit("provider claim owner told", times=1, seconds=6 * 3600)


def provider_sign_in(request: HttpRequest, provider: str) -> HttpResponse:
    """GET asks for a press (at which level, and why); POST sends the browser to the provider."""
    found = _found(provider)
    said = request.POST if request.method == "POST" else request.GET
    level = said.get("level", "") if said.get("level") in LEVELS else ""
    asked = Asked(safe_target(request), level, "anew" in said)
    if request.method != "POST":
        page = {
            "provider": found,
            "next": asked.target,
            "level": level,
            "level_name": NAMES.get(level, ""),
            "anew": asked.anew,
        }
        drawn = render(request, "portal/account/provider_sign_in.html", page)
        return may_lead_to_providers(drawn, [found])
    if not BEGUN.take(network_of(request)):
        return _too_many(request, found)
    try:
        return redirect(code_flow.begin(request, found, asked))
    except discovery.ProviderAway:
        return _away(request, found)


def provider_answered(request: HttpRequest, provider: str) -> HttpResponse:
    """The browser is back from the provider."""
    found = _found(provider)
    if not ANSWERED.take(network_of(request)):
        return _too_many(request, found)
    try:
        answer = code_flow.finish(request, found)
    except code_flow.Cancelled as turned_back:
        messages.info(request, _("Bạn đã dừng đăng nhập bằng %(name)s.") % {"name": found.name})
        if request.user.is_authenticated:
            return redirect(turned_back.target)
        return redirect_to_login(turned_back.target)
    except code_flow.LevelNotReached as lower:
        noted(request, "provider_failed", reason="level")
        needed = higher(lower.asked.level, found.least)
        return _too_low(request, found, needed, lower.asked.target)
    except code_flow.Stale:
        noted(request, "provider_failed", reason="stale")
        sentence = _(
            "Câu trả lời này đã cũ, đã dùng, hoặc được mở ở trình duyệt khác. Hãy đăng nhập lại."
        )
        return _refused(request, found, sentence, 410)
    except NotBelieved as wrong:
        noted(request, "provider_failed", reason=str(wrong))
        sentence = _("Câu trả lời của %(name)s không tin được nên chưa đăng nhập. Hãy thử lại.")
        return _refused(request, found, sentence % {"name": found.name}, 422)
    except discovery.ProviderAway:
        return _away(request, found)
    needed = higher(answer.asked.level, found.least)
    if not at_least(answer.level, needed):
        noted(request, "provider_failed", reason="level")
        return _too_low(request, found, needed, answer.asked.target)
    return _met(request, found, answer)


def _met(request: HttpRequest, provider: Provider, answer: Answer) -> HttpResponse:
    """Somebody is known over there: who are they here?"""
    index = blind_index.subject(provider.issuer, answer.subject)
    facts = stated.facts_of(provider, answer.claims, answer.level)
    shown = Shown(provider.slug, index, answer.level, facts)
    arrival = Arrival(shown, answer.asked.target, answer.shown_at)
    row = provider_accounts.row_of(index)
    user = request.user
    if isinstance(user, User):
        return _beside(request, provider, arrival, row, user)
    if row is None:
        return _unknown(request, provider, arrival)
    if not row.person.is_active:
        noted(request, "provider_failed", row.person, reason="closed")
        sentence = _("Tài khoản này đã đóng nên không đăng nhập được. Hãy hỏi bộ phận một cửa.")
        return _refused(request, provider, sentence, 403)
    try:
        provider_accounts.came_in(row, shown)
    except NotLinked as other:
        return not_theirs(request, provider, other.reason, other.owner)
    return let_in(request, arrival, row)


def let_in(request: HttpRequest, arrival: Arrival, row: ProviderAccount) -> HttpResponse:
    """Signed in; officers are asked for their second factor as after any other way."""
    person, target = row.person, arrival.target
    arrivals.forget(request)
    login(request, person, backend=BACKEND)
    opened_by.remember(request, arrival.shown, arrival.shown_at)
    home = resolve_url("portal:home")
    response = redirect(first_page_of(person) if target == home else target)
    guessing.know_browser(request, response, person.username)
    return response


def _beside(
    request: HttpRequest,
    provider: Provider,
    arrival: Arrival,
    row: ProviderAccount | None,
    user: User,
) -> HttpResponse:
    """Somebody is signed in already: themselves at another level, or a way in to be linked."""
    if row is None:
        arrivals.keep(request, arrival)
        return redirect("portal:provider_link")
    if row.person_id != user.pk:
        return not_theirs(request, provider, "subject", row.person)
    try:
        provider_accounts.came_in(row, arrival.shown)
    except NotLinked as other:
        return not_theirs(request, provider, other.reason, other.owner)
    rename(request)
    opened_by.remember(request, arrival.shown, arrival.shown_at)
    return redirect(arrival.target)


def _unknown(request: HttpRequest, provider: Provider, arrival: Arrival) -> HttpResponse:
    arrivals.keep(request, arrival)
    owner = provider_accounts.owner_of_identity(arrival.shown.facts.get("identity", ""))
    if owner is None:
        return redirect("portal:provider_new_account")
    tell_owner(request, owner, "identity")
    page = {"provider": provider, "next": resolve_url("portal:provider_link")}
    return render(request, "portal/account/provider_has_account.html", page)


def not_theirs(request: HttpRequest, provider: Provider, reason: str, owner: User) -> HttpResponse:
    """An account over there that is another account's, or another person's number: refused."""
    arrivals.forget(request)
    tell_owner(request, owner, reason)
    if reason == ANOTHER:
        sentence = _(
            "Họ tên, ngày sinh hoặc số định danh mà %(name)s cho biết khác với tài khoản bạn đang"
            " dùng nên không nối. Nếu tài khoản ghi sai, hãy sửa rồi nối lại."
        )
        return _refused(request, provider, sentence % {"name": provider.name}, 403)
    sentence = _(
        "Tài khoản %(name)s này không nối với tài khoản bạn đang dùng được: tài khoản đó, hoặc số"
        " định danh của nó, thuộc tài khoản khác."
    )
    return _refused(request, provider, sentence % {"name": provider.name}, 403)


def tell_owner(request: HttpRequest, owner: User, reason: str) -> None:
    """Whose number or account it is learns of it, a letter in six hours at most."""
    noted(request, "provider_refused", owner, reason=reason)
    if TOLD.take(str(owner.pk)):
        contacts.tell(owner, AccountLetter.Kind.PROVIDER_CLAIMED)


def _found(slug: str) -> Provider:
    found = configured.named(slug)
    if found is None:
        raise Http404
    return found


def _too_low(request: HttpRequest, provider: Provider, needed: str, target: str) -> HttpResponse:
    sentence = _(
        "Việc này cần tài khoản %(name)s %(level)s; tài khoản bạn vừa dùng ở mức thấp hơn."
    )
    words = {"name": provider.name, "level": NAMES.get(needed, "")}
    return _refused(request, provider, sentence % words, 403, target)


def _away(request: HttpRequest, provider: Provider) -> HttpResponse:
    sentence = _("%(name)s đang không trả lời. Hãy thử lại sau ít phút hoặc đăng nhập cách khác.")
    return _refused(request, provider, sentence % {"name": provider.name}, 503)


def _too_many(request: HttpRequest, provider: Provider) -> HttpResponse:
    sentence = _("Đã có quá nhiều lần thử. Hãy chờ 15 phút rồi thử lại.")
    return _refused(request, provider, sentence, 429)


def _refused(
    request: HttpRequest, provider: Provider, sentence: str, status: int, target: str = ""
) -> HttpResponse:
    page = {"provider": provider, "sentence": sentence, "next": target}
    return render(request, "portal/account/provider_refused.html", page, status=status)
