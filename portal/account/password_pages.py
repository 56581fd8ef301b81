"""Choosing one's password: by the link that was sent, or with the old one. Nobody's password is set
by anybody else.
"""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters

from organisations.account_models import AccountLetter
from organisations.accounts import contacts, letters, password_links
from organisations.models import User
from portal.account import asked_code, guessing, typed_contact
from portal.account.asked_code import Asked, Letter, Purpose
from portal.account.confirming import asks_first
from portal.account.new_password import LONGEST, typed_wrong
from portal.account.second_factor_pages import step_up, why_not
from portal.http import own_sessions, second_factor
from portal.http.access import SignedIn
from portal.http.limits import Limit, network_of
from portal.http.security_notes import noted

ASKED_FROM = Limit("password links from an address", times=20, seconds=3600)
SENT_TO = Limit("password links of an account", times=3, seconds=3600)
OLD_TRIES = Limit("old password", times=10, seconds=900)
# in the session: the address without the link is what is drawn, noted and gone back to
LINK = "password_link"


def password_link(request: HttpRequest, link: str) -> HttpResponse:
    """What the letter leads to. Looking uses nothing up: mail programs open links before their
    readers do.
    """
    try:
        password_links.owner_of(link)
    except password_links.LinkIsDead:
        return _dead(request)
    request.session[LINK] = link
    return redirect("portal:choose_password")


@sensitive_post_parameters("new_password1", "new_password2")
def choose_password(request: HttpRequest) -> HttpResponse:
    """GET asks for the new password twice; POST sets it, ends every session and leads to the
    sign-in.
    """
    link = request.session.get(LINK, "")
    try:
        person = password_links.owner_of(link)
        if request.method != "POST":
            return _asked(request, person.username)
        wrong = typed_wrong(request)
        if wrong:
            return _asked(request, person.username, wrong)
        password_links.choose_password(link, request.POST["new_password1"])
    except password_links.LinkIsDead:
        return _dead(request)
    except ValidationError as refused:
        return _asked(request, person.username, {"new_password1": refused.messages[0]})
    request.session.flush()
    noted(request, "password_set", person)
    messages.success(request, _("Đã đặt mật khẩu. Hãy đăng nhập bằng mật khẩu mới."))
    response = redirect("portal:sign_in")
    guessing.know_browser(request, response, person.username)  # whoever has the link is no guesser
    return response


def password_forgotten(request: HttpRequest) -> HttpResponse:
    """GET asks for the user name or e-mail address; POST sends the link. The answer never says who
    has an account.
    """
    name = request.POST.get("name", "").strip()[:254]
    if request.method != "POST":
        return render(request, "portal/account/password_forgotten.html", {"name": name})
    error = ""
    if not name:
        error = _("Hãy nhập tên đăng nhập hoặc thư điện tử.")
    elif not ASKED_FROM.take(network_of(request)):
        error = _("Bạn đã yêu cầu quá nhiều lần. Hãy chờ một giờ rồi thử lại.")
    if error:
        status = 422 if not name else 429
        return render(
            request,
            "portal/account/password_forgotten.html",
            {"name": name, "error": error},
            status=status,
        )
    contact = typed_contact.found(name)
    opened = contacts.owner_of(contact) if contact else None
    for person in [] if opened else _accounts_of(name):
        if SENT_TO.take(str(person.pk)):
            letters.owe(person, AccountLetter.Kind.PASSWORD_LINK)
            noted(request, "password_link_owed", person)
    if contact is None:
        return render(request, "portal/account/password_forgotten.html", {"sent": True})
    letter = Letter.CODE if opened else Letter.NOTHING
    try:
        asked_code.ask(request, Asked(Purpose.PASSWORD, contact, letter, opened, "/"))
    except asked_code.TooMany as refused:
        page = {"name": name, "error": refused}
        return render(request, "portal/account/password_forgotten.html", page, status=429)
    return redirect("portal:contact_code")


def _accounts_of(name: str) -> list[User]:
    """By user name, or all that share the e-mail address: a family may have one mailbox."""
    if "@" not in name:
        return list(User.objects.filter(username=name, is_active=True).exclude(email=""))
    return list(User.objects.filter(email__iexact=name, is_active=True).order_by("pk")[:5])


@sensitive_post_parameters("old_password", "new_password1", "new_password2")
def change_password(request: SignedIn) -> HttpResponse:
    """The owner's own way, with the old password, and the code of the telephone where the last one
    is not recent.
    """
    if request.method != "POST":
        return _change_page(request)
    errors = old_wrong(request) | typed_wrong(request)
    errors = errors or _ruled_out(request)
    if not errors and not step_up(request):
        errors = {
            "factor_code": why_not(request, _("Hãy nhập mã xác thực đang hiện trên điện thoại."))
        }
    if errors:
        return _change_page(request, errors)
    _set_own(request, request.POST["new_password1"])
    messages.success(request, _("Đã đổi mật khẩu. Các thiết bị khác đã bị đăng xuất."))
    return redirect("portal:account")


@sensitive_post_parameters("new_password1", "new_password2")
@asks_first
def new_password(request: SignedIn) -> HttpResponse:
    """Without the old one, for who has just shown that the account is theirs."""
    errors = {}
    if request.method == "POST":
        errors = typed_wrong(request) or _ruled_out(request)
        if not errors:
            _set_own(request, request.POST["new_password1"])
            messages.success(request, _("Đã đặt mật khẩu. Các thiết bị khác đã bị đăng xuất."))
            return redirect("portal:account")
    page = {"errors": errors}
    return render(request, "portal/account/new_password.html", page, status=422 if errors else 200)


def _ruled_out(request: SignedIn) -> dict[str, str]:
    try:
        validate_password(request.POST["new_password1"], request.user)
    except ValidationError as refused:
        return {"new_password1": refused.messages[0]}
    return {}


def _set_own(request: SignedIn, password: str) -> None:
    person = request.user
    with transaction.atomic():
        person.set_password(password)
        person.save(update_fields=["password"])
        contacts.tell(person, AccountLetter.Kind.PASSWORD_CHANGED)
    noted(request, "password_changed")
    go_on_here(request, person)


def go_on_here(request: SignedIn, person: User) -> None:
    """The others are over; this session goes on, under another name."""
    before = request.session.session_key
    update_session_auth_hash(request, person)
    own_sessions.renamed(request, before)


def old_wrong(request: SignedIn) -> dict[str, str]:
    """A session that was left open must not become an account that was taken: few tries, all
    counted.
    """
    old = request.POST.get("old_password", "")
    if not old:
        return {"old_password": _("Hãy nhập mật khẩu đang dùng.")}
    if not OLD_TRIES.take(str(request.user.pk)):
        noted(request, "old_password_failed", reason="limit")
        return {"old_password": _("Bạn đã thử quá nhiều lần. Hãy chờ 15 phút rồi thử lại.")}
    if not request.user.check_password(old[:LONGEST]):
        noted(request, "old_password_failed")
        return {"old_password": _("Mật khẩu đang dùng không đúng.")}
    OLD_TRIES.forget(str(request.user.pk))
    return {}


def _change_page(request: SignedIn, errors: dict[str, str] | None = None) -> HttpResponse:
    page = {
        "errors": errors or {},
        "ask_code": not second_factor.is_recent(request),
        "has_password": request.user.has_usable_password(),
    }
    return render(
        request, "portal/account/change_password.html", page, status=422 if errors else 200
    )


def _asked(
    request: HttpRequest, username: str, errors: dict[str, str] | None = None
) -> HttpResponse:
    page = {"username": username, "errors": errors or {}}
    return render(
        request, "portal/account/choose_password.html", page, status=422 if errors else 200
    )


def _dead(request: HttpRequest) -> HttpResponse:
    request.session.pop(LINK, None)
    noted(request, "password_link_dead")
    return render(request, "portal/account/password_link_dead.html", {}, status=410)
