"""How often a password may be tried: counted before it is hashed (Argon2 costs 100 MB a try).

A stranger must neither guess on (from many addresses) nor lock the owner out (by guessing badly on
purpose). So a browser in which the person has signed in before carries a signed cookie and has
tries of its own; all other browsers share what is left (OWASP Authentication Cheat Sheet, device
cookies). When that is spent the owner gets a letter, once in six hours at most, whose link makes
the browser in which it is opened a known one.
"""

from __future__ import annotations

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac

from organisations.account_models import AccountLetter
from organisations.accounts import letters, sign_in_links
from organisations.models import User
from portal.http.limits import Limit, network_of

PER_ADDRESS = Limit("sign-in address", times=60, seconds=900)
PER_ACCOUNT = Limit("sign-in account", times=5, seconds=900)  # from one address
# of one account, from everywhere
FROM_UNKNOWN = Limit("sign-in unknown browsers", times=10, seconds=3600)
TOLD = Limit("sign-in owner told", times=1, seconds=6 * 3600)
USED = Limit("sign-in link", times=1, seconds=2 * 24 * 3600)
FROM_KNOWN = Limit("sign-in known browser", times=10, seconds=900)

_SALT = "portal.account.known-browser"
_A_YEAR = 365 * 24 * 3600


def take_try(request: HttpRequest, username: str) -> bool:
    """Count one try at `username`; False when there were too many, and the password must not be
    looked at.
    """
    address = network_of(request)
    if not PER_ADDRESS.take(address):
        return False
    browser = known_browser(request, username)
    if browser:
        return FROM_KNOWN.take(browser)
    if PER_ACCOUNT.take(f"{address}|{_key(username)}") and FROM_UNKNOWN.take(_key(username)):
        return True
    tell_owner(username)
    return False


def tell_owner(username: str) -> None:
    """Somebody tries passwords: the owner learns it by a letter, with the link that lets them in
    here and now.
    """
    owner = User.objects.filter(username=username, is_active=True).exclude(email="").first()
    if owner is not None and TOLD.take(str(owner.pk)):
        letters.owe(owner, AccountLetter.Kind.SIGN_IN_LINK)


def open_for(request: HttpRequest, response: HttpResponse, link: str) -> User:
    """Let this browser have tries of its own from now on; raises `LinkIsDead`. The link works
    once.
    """
    owner = sign_in_links.owner_of(link)
    if not USED.take(link):
        raise sign_in_links.LinkIsDead
    know_browser(request, response, owner.username)
    return owner


def succeeded(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """The owner came in: their mistakes at this address are forgotten, and this browser is known
    from now on.
    """
    PER_ACCOUNT.forget(f"{network_of(request)}|{_key(username)}")
    know_browser(request, response, username)


def know_browser(request: HttpRequest, response: HttpResponse, username: str) -> None:
    """From now on this browser has tries of its own at the account, whatever others do."""
    browser = known_browser(request, username)
    if browser:
        FROM_KNOWN.forget(browser)
    response.set_signed_cookie(
        settings.KNOWN_BROWSER_COOKIE_NAME,
        f"{_key(username)} {browser or get_random_string(22)}",
        salt=_SALT,
        max_age=_A_YEAR,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def known_browser(request: HttpRequest, username: str) -> str:
    """The name that this browser got when the person signed in here last; "" for a browser that
    nobody knows.
    """
    try:
        cookie = request.get_signed_cookie(
            settings.KNOWN_BROWSER_COOKIE_NAME, "", salt=_SALT, max_age=_A_YEAR
        )
    except signing.BadSignature:
        return ""
    account, _, browser = str(cookie).partition(" ")
    return browser if account == _key(username) else ""


def _key(username: str) -> str:
    """Names no person in the cookie."""
    return salted_hmac(_SALT, username.casefold(), algorithm="sha256").hexdigest()[:32]
