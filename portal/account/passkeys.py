"""Passkeys (W3C Web Authentication, level 3): made and shown by the browser, judged by `fido2`.

The device asks for its owner's finger, face or PIN each time (user verification), so that a passkey
is possession and knowledge in one: whoever signs in by one is asked for no second factor. It works
at the host of SITE_URL alone, which must be a name: browsers make none for an address of numbers.
"""

from __future__ import annotations

import hashlib
import ipaddress
import json
import struct
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from fido2.server import Fido2Server
from fido2.webauthn import (
    AttestedCredentialData,
    AuthenticationResponse,
    PublicKeyCredentialRpEntity,
    PublicKeyCredentialUserEntity,
    RegistrationResponse,
    ResidentKeyRequirement,
    UserVerificationRequirement,
)

from organisations.account_models import AccountLetter
from organisations.accounts import contacts
from organisations.models import User
from portal.http.own_sessions import device_of
from portal.models import Passkey

KEY = "passkey"  # in the session: what the browser is asked, once
MOST = 10  # of one account
LONGEST = 20_000  # letters of an answer
#: What `json` and `fido2` raise at odd bytes, for they read without looking first; RuntimeError at
#: a key of a kind that they do not know, and at a nest too deep.
UNREADABLE = (
    ValueError,
    TypeError,
    LookupError,
    AssertionError,
    AttributeError,
    RuntimeError,
    struct.error,
)
REQUIRED = UserVerificationRequirement.REQUIRED


class NotTaken(Exception):
    """What the browser said proves nothing here."""


def is_offered() -> bool:
    """Whether browsers make passkeys for this site's address."""
    host = _host()
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return bool(host)
    return False


def ask_for_new(request: HttpRequest, user: User) -> dict[str, Any]:
    """What the browser is asked to make one; remembered in the session."""
    known = [AttestedCredentialData(bytes(row.credential)) for row in of(user)]
    options, state = _server().register_begin(
        PublicKeyCredentialUserEntity(
            id=salted_hmac("portal.passkey", str(user.pk), algorithm="sha256").digest(),
            name=user.username,
            display_name=str(user),
        ),
        credentials=known,
        resident_key_requirement=ResidentKeyRequirement.REQUIRED,
        user_verification=REQUIRED,
    )
    request.session[KEY] = state
    return dict(options)


def add(request: HttpRequest, user: User, answer: str) -> None:
    """Keep the passkey that was made, and tell the owner; raises NotTaken."""
    state = request.session.pop(KEY, None)
    try:
        made = _server().register_complete(state, RegistrationResponse.from_dict(_read(answer)))
    except UNREADABLE as error:
        raise NotTaken from error
    found = made.credential_data
    if found is None or of(user).count() >= MOST:
        raise NotTaken
    with transaction.atomic():
        _row, is_new = Passkey.objects.get_or_create(
            index=_index(found.credential_id),
            defaults={
                "user": user,
                "credential": bytes(found),
                "counter": made.counter,
                "device": device_of(request),
            },
        )
        if not is_new:
            raise NotTaken
        contacts.tell(user, AccountLetter.Kind.PASSKEY_ADDED)


def ask(request: HttpRequest) -> dict[str, Any]:
    """What the browser is asked to show one, of whichever account."""
    options, state = _server().authenticate_begin(user_verification=REQUIRED)
    request.session[KEY] = state
    return dict(options)


def owner_of(request: HttpRequest, answer: str) -> User:
    """Whose passkey was shown; raises NotTaken. A counter that goes back is a copy's."""
    state = request.session.pop(KEY, None)
    try:
        said = AuthenticationResponse.from_dict(_read(answer))
        rows = Passkey.objects.select_related("user")
        row = rows.get(index=_index(said.raw_id), user__is_active=True)
        known = [AttestedCredentialData(bytes(row.credential))]
        _server().authenticate_complete(state, known, said)
    except (*UNREADABLE, Passkey.DoesNotExist) as error:
        raise NotTaken from error
    counter = said.response.authenticator_data.counter
    fresh = Passkey.objects.filter(pk=row.pk)
    if row.counter or counter:
        fresh = fresh.filter(counter__lt=counter)
    if not fresh.update(counter=counter, used_at=timezone.now()):
        raise NotTaken
    return row.user


def of(user: User) -> Any:
    """Those of an account, the newest first."""
    return Passkey.objects.filter(user=user).order_by("-pk")


def remove(user: User, pk: int) -> bool:
    """Take one away and tell the owner; False where the account has none of this number."""
    with transaction.atomic():
        gone, _rows = of(user).filter(pk=pk).delete()
        if gone:
            contacts.tell(user, AccountLetter.Kind.PASSKEY_REMOVED)
    return bool(gone)


def _host() -> str:
    return urlsplit(settings.SITE_URL).hostname or ""


def _server() -> Fido2Server:
    return Fido2Server(PublicKeyCredentialRpEntity(id=_host(), name=settings.MFA_TOTP_ISSUER))


def _read(answer: str) -> dict[str, Any]:
    if len(answer) > LONGEST:
        raise ValueError
    said = json.loads(answer)
    if not isinstance(said, dict):
        raise TypeError
    return said


def _index(credential_id: bytes) -> str:
    return hashlib.sha256(credential_id).hexdigest()
