"""The second factor of officers and administrators: a code of their telephone beside the password.

Secrets and recovery codes are kept by django-allauth (`allauth.mfa`), encrypted by
`http.second_factor_secrets`. A code works once in all web processes (RFC 6238, 5.2): the half
minute of the last one is in the database, and only a later one is taken. A recovery code is used up
under the lock of its row.
"""

from __future__ import annotations

import datetime as dt

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)
from allauth.mfa.utils import decrypt
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from organisations.models import User
from organisations.roles import is_officer
from portal.http.limits import Limit
from portal.http.security_notes import noted
from portal.http.session import rename
from portal.models import FactorCounter, Passkey
from protection import security_log

TRIES = Limit("second factor", times=10, seconds=900)
CONFIRMED_AT = "factor_confirmed_at"  # in the session, ISO 8601
NEW_SECRET = "factor_new_secret"  # noqa: S105 - a key of the session


def is_required(user: object) -> bool:
    """Whoever works for an office, was invited to, or administers the site; nobody on a demo site,
    whose people have no password.
    """
    if not settings.SECOND_FACTOR or not isinstance(user, User):
        return False
    return user.awaits_factor or user.is_staff or user.is_superuser or is_officer(user)


def is_set_up(user: User) -> bool:
    """The person has a telephone registered."""
    return bool(Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).exists())


def is_missing(request: HttpRequest) -> bool:
    """The password was right, and the code that this person needs was not given in this session."""
    return CONFIRMED_AT not in request.session and is_required(request.user)


def is_recent(request: HttpRequest) -> bool:
    """The code was given lately enough to sign, revoke or export (ASVS 7.5.3)."""
    if not is_required(request.user):
        return True
    confirmed = request.session.get(CONFIRMED_AT)
    limit = dt.timedelta(minutes=settings.STEP_UP_MINUTES)
    return confirmed is not None and timezone.now() - dt.datetime.fromisoformat(confirmed) < limit


def confirm(request: HttpRequest, code: str) -> bool:
    """Take the code; True when it was right, was never used, and there were not too many tries."""
    user = request.user
    if not isinstance(user, User):
        return False
    if not TRIES.take(str(user.pk)):
        noted(request, "factor_failed", reason="limit")
        return False
    code = "".join(code.split())
    if not (_telephone_says(user, code) or _is_recovery_code(user, code)):
        noted(request, "factor_failed")
        return False
    noted(request, "factor_passed")
    TRIES.forget(str(user.pk))
    _remember(request)
    return True


def pass_by_passkey(request: HttpRequest) -> None:
    """Signed in just now by a passkey, for which the device asked its owner: both factors."""
    noted(request, "factor_passed", reason="passkey")
    _remember(request)


def new_secret(request: HttpRequest) -> str:
    """The secret that is offered until the person has proved that their telephone knows it."""
    secret: str = request.session.get(NEW_SECRET) or generate_totp_secret()
    request.session[NEW_SECRET] = secret
    return secret


def set_up(request: HttpRequest, code: str) -> list[str] | None:
    """Register the telephone by its first code; the recovery codes, shown this once, or None for a
    wrong code.
    """
    user, secret = request.user, request.session.get(NEW_SECRET, "")
    if not isinstance(user, User) or not TRIES.take(str(user.pk)) or is_set_up(user):
        return None
    code = "".join(code.split())
    if not secret or not _is_taken(user, secret, code):
        return None
    TOTP.activate(user, secret)
    User.objects.filter(pk=user.pk).update(awaits_factor=False)  # the roles are in use from now on
    user.awaits_factor = False
    noted(request, "factor_set_up")
    del request.session[NEW_SECRET]
    _remember(request)
    codes: list[str] = RecoveryCodes.activate(user).generate_codes()
    return codes


def forget(user: User) -> None:
    """Somebody lost their telephone: they register the next one at their next sign-in."""
    Authenticator.objects.filter(user=user).delete()
    Passkey.objects.filter(user=user).delete()
    security_log.note("factor_forgotten", account=user.pk)


def address_for_telephone(user: User, secret: str) -> str:
    """The otpauth: address a telephone scans."""
    from urllib.parse import quote

    issuer = quote(settings.MFA_TOTP_ISSUER)
    return f"otpauth://totp/{issuer}:{quote(user.username)}?secret={secret}&issuer={issuer}"


def _telephone_says(user: User, code: str) -> bool:
    found = Authenticator.objects.filter(user=user, type=Authenticator.Type.TOTP).first()
    return found is not None and _is_taken(user, decrypt(found.data["secret"]), code)


def _is_taken(user: User, secret: str, code: str) -> bool:
    """Take the code of this or a neighbouring half minute, when none so late was taken before.

    One statement moves the counter, so of two processes that have the same code one is told that it
    was used.
    """
    fitting = [at for at in yield_hotp_counters_from_time() if _says(secret, at, code)]
    if not fitting:
        return False
    FactorCounter.objects.get_or_create(user=user)
    rows = FactorCounter.objects.filter(user=user, counter__lt=fitting[-1])
    return bool(rows.update(counter=fitting[-1]))


def _says(secret: str, counter: int, code: str) -> bool:
    return constant_time_compare(code, format_hotp_value(hotp_value(secret, counter)))


def _is_recovery_code(user: User, code: str) -> bool:
    with transaction.atomic():  # of two presses at once the second finds it used
        rows = Authenticator.objects.select_for_update()
        found = rows.filter(user=user, type=Authenticator.Type.RECOVERY_CODES).first()
        return found is not None and RecoveryCodes(found).validate_code(code)


def _remember(request: HttpRequest) -> None:
    rename(request)
    request.session[CONFIRMED_AT] = timezone.now().isoformat()
