"""What was typed into a form that was not received: kept for the one who typed it, until they are
back at its page.

A session ends, a token grows old, a role ends or a second factor lapses while somebody writes, or
they leave the page by a link before they have sent anything (the page's script says so:
`sending.js`). The text then waits in the session of their browser, encrypted, for the account whose
page it was typed in (the form says which, under the site's signature), for an hour and five pages
at most. Whoever else signs in there gets nothing of it; nothing is sent or decided without another
press.
"""

from __future__ import annotations

import base64
import json
import re
import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from organisations.models import User
from portal.http import writing
from portal.http.limits import Limit, network_of
from portal.http.refilled_form import fill_in
from portal.http.typed_form import TOKEN, sent_files, typed_in
from protection import envelope

KEY = "held"  # in the session: address of a page → what waits for it
OWNER = "typed-for"  # the input that says in whose page something was typed
SECONDS, PAGES = 3600, 5
STRANGERS = Limit("typed while signed out", times=60, seconds=900)
PLACE = "portal.held"
LEAVING = "leaving"  # what a script says of itself when somebody leaves a page with something typed
#: The buttons of a form of several pages: none of them is pressed anew.
BUTTONS = ("continue", "back", "autosave", "add_item", "remove_item", "remove", TOKEN, OWNER)


def owner_mark(user: object) -> str:
    """What the forms of a person's pages carry; "" for a visitor without an account."""
    return _mark(str(user.pk)) if isinstance(user, User) else ""


def visitor_mark(request: HttpRequest) -> str:
    """The same of whoever looks at a page: their account's, or that of a browser in which somebody
    writes without one.
    """
    user = getattr(request, "user", None)
    return owner_mark(user) if isinstance(user, User) else _browser_mark(request)


def _browser_mark(request: HttpRequest) -> str:
    browser = writing.browser_of(request)
    return _mark(f"browser {browser}") if browser else ""


def _mark(text: str) -> str:
    return salted_hmac(PLACE, text, algorithm="sha256").hexdigest()[:32]


def _is_theirs(request: HttpRequest, owner: str) -> bool:
    """Typed in a page of the visitor's account, or in this browser before they signed in."""
    marks = (visitor_mark(request), _browser_mark(request))
    return any(constant_time_compare(owner, one) for one in marks if one)


def is_script(request: HttpRequest) -> bool:
    """Asked for by a page's own script, which keeps what was typed and shows what came of it."""
    return "HX-Request" in request.headers or request.headers.get("X-Requested-With") == "fetch"


def sent_away(request: HttpRequest, sign_in: str | None = None) -> HttpResponse:
    """To sign in (or to `sign_in`, the page of the second factor) and back to the form. 401 for a
    script.
    """
    if is_script(request):
        return HttpResponse(status=401)
    return redirect_to_login(page_of(request), sign_in)


def page_of(request: HttpRequest) -> str:
    """The page on which the form stands; many are sent to an address that nobody can open."""
    if request.method != "POST":
        return request.get_full_path()
    return _referring(request) or request.get_full_path()


def _referring(request: HttpRequest) -> str:
    """The page of this site that the browser says the form stands on; "" when it says none, or
    another site's.
    """
    try:
        said = urlsplit(request.headers.get("Referer", ""))
    except ValueError:
        return ""
    page = f"{said.path}?{said.query}" if said.query else said.path
    is_ours = said.netloc == request.get_host() and url_has_allowed_host_and_scheme(page, None)
    return page if is_ours and page.startswith("/") else ""


def hold(request: HttpRequest) -> bool:
    """Keep what was typed; False when there is nothing, or nobody for whom it could be kept."""
    typed, owner = (
        typed_in(request),
        (request.POST.get(OWNER, "") if request.method == "POST" else ""),
    )
    if not re.fullmatch("[0-9a-f]{32}", owner) or not _may_hold(request, owner):
        return False
    key = envelope.new_data_key()
    text = envelope.seal(json.dumps(typed).encode(), key, PLACE)
    row = {
        "owner": owner,
        "at": time.time(),
        "action": request.path,
        "key": envelope.wrap(key, PLACE).hex(),
        "text": base64.b64encode(text).decode(),
    }
    rows = {**_rows(request), urlsplit(page_of(request)).path: row}
    request.session[KEY] = dict(sorted(rows.items(), key=lambda one: one[1]["at"])[-PAGES:])
    return True


def _may_hold(request: HttpRequest, owner: str) -> bool:
    if isinstance(getattr(request, "user", None), User):
        return _is_theirs(request, owner)
    return STRANGERS.take(network_of(request))


def forget_others(request: HttpRequest, user: User) -> None:
    """Somebody signs in: what another typed in this browser is gone."""
    marks = (owner_mark(user), _browser_mark(request))
    if KEY in request.session:
        request.session[KEY] = {
            page: row for page, row in _rows(request).items() if row["owner"] in marks
        }


def given_back(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: holds what a refusal for want of a right or a token would lose, and fills it in
    at the page again.
    """

    def respond(request: HttpRequest) -> HttpResponse:
        if request.method == "POST" and request.headers.get("X-Requested-With") == LEAVING:
            # No view is asked, nothing is done; the signed mark of the form's owner tells it from
            # another site's form.
            hold(request)
            return HttpResponse(status=204)
        if request.method == "GET" and not is_script(request):
            request.held = _waiting(request)  # type: ignore[attr-defined]
        response = get_response(request)
        if request.method == "POST" and not is_script(request):
            _hold_or_drop(request, response)
        elif getattr(request, "held", None) is not None and _is_page(response):
            action, data = request.held  # type: ignore[attr-defined]
            response.content = fill_in(
                response.content.decode(), request.path, action, data
            ).encode()
        return response

    return respond


def take(request: HttpRequest, stays: bool = False) -> QueryDict | None:
    """What waits for this page, for a view that draws it itself; unless it `stays` until it is
    sent, it is kept now.
    """
    waiting = getattr(request, "held", None)
    if waiting is None:
        return None
    if not stays:
        _drop(request, request.path)
    data: QueryDict = waiting[1].copy()
    for name in BUTTONS:
        data.pop(name, None)
    data["reload"] = "1"
    request.held, request.was_held = None, True  # type: ignore[attr-defined]
    return data


def is_back(request: HttpRequest) -> bool:
    """Whether the page shows what was held."""
    return getattr(request, "was_held", False) or getattr(request, "held", None) is not None


def _hold_or_drop(request: HttpRequest, response: HttpResponse) -> None:
    to = urlsplit(response.headers.get("Location", "")).path
    if to in (reverse("portal:sign_in"), reverse("portal:factor_code"), reverse("admin:login")):
        if request.path != to and hold(request):
            messages.warning(request, _sentence(request))
    elif response.status_code in (403, 404):
        hold(request)
    elif response.status_code < 500:
        page = urlsplit(page_of(request)).path
        if _rows(request).get(page, {}).get("action") == request.path:
            _drop(request, page)


def _sentence(request: HttpRequest) -> str:
    words = _(
        "Những gì bạn vừa điền chưa được lưu. Đăng nhập xong, biểu mẫu có lại nội dung đó để bạn"
        " xem và gửi."
    )
    return f"{words} {_('Riêng tệp đính kèm thì chọn lại.')}" if sent_files(request) else words


def _drop(request: HttpRequest, page: str) -> None:
    request.session[KEY] = {
        one: row for one, row in request.session.get(KEY, {}).items() if one != page
    }


def _waiting(request: HttpRequest) -> tuple[str, QueryDict] | None:
    """The address the form was sent to, and what was in it; None when nothing waits here for this
    person.
    """
    row = _rows(request).get(request.path)
    if row is None or not _is_theirs(request, row["owner"]):
        return None
    try:
        key = envelope.unwrap(bytes.fromhex(row["key"]), PLACE)
        typed = json.loads(envelope.unseal(base64.b64decode(row["text"]), key, PLACE))
    except (envelope.CannotOpen, ValueError):
        return None
    data = QueryDict(mutable=True)
    for name, value in typed:
        data.appendlist(name, value)
    return row["action"], data


def _rows(request: HttpRequest) -> dict[str, Any]:
    now = time.time()
    return {
        page: row for page, row in request.session.get(KEY, {}).items() if now - row["at"] < SECONDS
    }


def _is_page(response: HttpResponse) -> bool:
    is_html = response.headers.get("Content-Type", "").startswith("text/html")
    return response.status_code == 200 and is_html and not response.streaming
