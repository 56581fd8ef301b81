"""The security log: who signed in, who was refused, who got which right: a JSON object a line,
without personal data.

A logger of its own ("security"), which the settings send to standard error and, where
SECURITY_SYSLOG says so, to syslog (OWASP ASVS 5.0, V16.3). An account is named by a keyed hash of
its number, a network by a keyed hash, so that lines about one of them can be put together, and
nobody who reads the log alone learns who it is; `manage.py account_in_log` tells which hash is
whose. All else is a word or number of these lists, never what somebody typed.
"""

from __future__ import annotations

import datetime as dt
import hmac
import json
import logging

from protection.keys import index_key

log = logging.getLogger("security")

#: Event → what happened (docs/security-log.md has the same table; a test compares them).
EVENTS = {
    "signed_in": "The password or a code was right, or a demo person was chosen",
    "sign_in_failed": "Wrong password or unknown name; `tried` is the hash of the name",
    "sign_in_slowed": "Too many tries; the password was not looked at",
    "sign_in_opened": (
        "The owner let a browser in by the mailed link, although others had used up the tries"
    ),
    "signed_up": "An account was made by its owner; `kind` of the contact that was proved",
    "code_owed": "A code is being sent to a contact, or word that it has an account; `kind`, "
    "`reason`",
    "code_refused": "Too many codes were asked; `kind` of the contact",
    "code_failed": "A code was wrong, too late or tried too often; `kind`, `reason`",
    "invitation_tried": (
        "Somebody opened an invitation's link without the code that goes to its contact; "
        "`account`: who invited, and is told"
    ),
    "invitations_refused": (
        "Whoever was invited wants no more of them; `account`: who invited, `kind` of the contact"
    ),
    "invitations_wanted": "An administrator undid this at the owner's written wish; `by`, `kind`",
    "second_fact_passed": "After a code by SMS the owner knew one thing more",
    "second_fact_failed": "Somebody with a code by SMS did not; the owner is told; `reason`",
    "passkey_added": "The owner added a passkey; they are told",
    "passkey_removed": "The owner took a passkey away; they are told",
    "passkey_passed": "Signed in by a passkey",
    "passkey_failed": "A passkey of no account, a copy of one, or an answer to nothing",
    "provider_passed": "Signed in through an identity provider; `reason` is the level",
    "provider_failed": "An answer of an identity provider was not believed, came too late or was "
    "used before, or its level is too low; `reason`",
    "provider_linked": "An account at a provider opens the account from now on; the owner is told",
    "provider_unlinked": "It does so no longer; the owner is told",
    "provider_refused": "Somebody brought an account of a provider that is not this account's, or "
    "an identity number that is another account's; its owner is told; `reason`",
    "contact_passed_on": "Whoever has the number now made an account of their own",
    "signed_out": "By the button",
    "session_ended": (
        "By its owner in another browser, by everywhere, or after being idle; `reason`"
    ),
    "factor_passed": "The telephone's code, a recovery code or a passkey (`reason`) was right",
    "factor_failed": "The code was wrong, used before, or there were too many tries",
    "factor_set_up": "A telephone was registered",
    "factor_forgotten": "An administrator removed the telephone on the server",
    "password_link_owed": "A link to set the password is being mailed",
    "password_link_dead": "A link that was used, is over its time or never was one",
    "password_set": "By a link",
    "password_changed": "With the old password",
    "old_password_failed": "The old password was wrong, or there were too many tries",
    "contact_changed": "E-mail address or phone of an account; the old one is told; `reason` "
    "where by its owner",
    "name_changed": "Name or birth date, by the owner",
    "own_things_offered": "The owner wants what they once gave offered to them again",
    "own_things_left": "They want it no longer (`reason` all), or one thing (`reason`: its kind)",
    "own_data_taken": "The owner took a copy of everything kept about them",
    "account_closed": "By an administrator, or by its owner (`reason`)",
    "account_opened": "A closed account was opened again",
    "right_asked": (
        "A role, powers, an address or an account for fees was asked for; `kind`, `role`"
    ),
    "right_granted": (
        "By another one; `alone` where a single administrator did both, or a command on the server "
        "(`manage.py appoint`)"
    ),
    "right_refused": "Refused, or taken back by who asked",
    "role_given": "A role is in force from a day on, however it was given",
    "role_ended": "The last day of a role was set",
    "officer_left": "Roles, powers and covers of somebody were ended at once; `count`: tasks that "
    "went back",
    "cover_given": "Somebody stands in for another one",
    "cover_ended": "That was ended",
    "refused": "403 or 404 for somebody who is signed in, or 403 for anybody; `route`, `status`",
    "limit_reached": "429: too many tries of one network; `route`",
    "exported": "A table left the site as a file; `route`",
    "keys_rotated": "Rows were wrapped by the newest FIELD_KEY; `count`",
}
#: What a line may say besides event, time and hashes.
FACTS = frozenset({"route", "status", "kind", "role", "authority", "count", "reason", "alone"})


def note(
    event: str,
    *,
    account: int | None = None,
    by: int | None = None,
    network: str = "",
    tried: str = "",
    request: str = "",
    **facts: str | int | bool | None,
) -> None:
    """Write one line. `account`, `by`: primary keys of users; `network`: as limits count it;
    `tried`: a typed name.

    `request` is the id of the request's own line. Raises KeyError for an event or fact that is not
    declared: nothing personal comes in by a new name.
    """
    EVENTS[event]
    unknown = set(facts) - FACTS
    if unknown:
        raise KeyError(*unknown)
    line: dict[str, object] = {
        "at": dt.datetime.now(dt.UTC).isoformat(timespec="milliseconds"),
        "event": event,
    }
    line |= {
        name: account_name(pk) for name, pk in (("account", account), ("by", by)) if pk is not None
    }
    line |= {
        name: _hashed(name, text)
        for name, text in (("network", network), ("tried", tried.casefold()))
        if text
    }
    line |= {
        name: value
        for name, value in {"request": request, **facts}.items()
        if value not in (None, "")
    }
    log.info("%s", json.dumps(line, ensure_ascii=True))


def account_name(pk: int) -> str:
    """How the log names the account with this primary key."""
    return _hashed("account", str(pk))


def _hashed(kind: str, text: str) -> str:
    return hmac.digest(index_key(), f"security log {kind}:{text}".encode(), "sha256").hex()[:16]
