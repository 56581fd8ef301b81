"""The code that this browser asked for: which it is stands in the session, what it is nowhere.

Each asking is counted before anything is sent: of a network, of a contact (whoever asks for it),
and of a browser in which the account's owner signed in before, so that strangers who ask on cannot
keep the owner out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from organisations.accounts import codes, contacts
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind, ContactProof
from organisations.models import User
from portal.account import guessing
from portal.http.limits import Limit, network_of
from portal.http.security_notes import noted

KEY = "contact_proof"  # in the session: the row's number and where to go on
FROM_NETWORK = Limit("codes asked from a network", times=100, seconds=3600)  # a school is one
SMS_FROM_NETWORK = Limit("codes by SMS from a network", times=30, seconds=3600)
TO_CONTACT = Limit("codes to a contact", times=4, seconds=900)
A_DAY = Limit("codes to a contact a day", times=12, seconds=86400)
FROM_KNOWN = Limit("codes asked in a known browser", times=4, seconds=900)
Purpose, Letter = ContactProof.Purpose, ContactProof.Letter


class TooMany(Exception):
    """Nothing more is sent for now; the text is a sentence for the page."""


@dataclass(frozen=True)
class Asked:
    """What is asked: why, where to, what is sent, whose account it is to open, where to go on."""

    purpose: str
    contact: Contact
    letter: str
    person: User | None
    target: str


def ask(request: HttpRequest, asked: Asked) -> None:
    """Have it sent and remember it in this browser. Raises TooMany."""
    spent = _first_spent(request, asked)
    if spent is not None:
        noted(request, "code_refused", asked.person, kind=asked.contact.kind)
        raise TooMany(_sentence(spent))
    proof = codes.begin(asked.purpose, asked.contact, asked.letter, asked.person)
    request.session[KEY] = {"pk": proof.pk, "next": asked.target}
    if asked.letter != Letter.NOTHING:
        noted(request, "code_owed", asked.person, kind=asked.contact.kind, reason=asked.purpose)


def count_invitation(request: HttpRequest, contact: Contact) -> None:
    """Count the letter of an invitation, before it is written, as one more to that contact: whose
    it is asked for nothing, neither by a code nor by a link. Raises TooMany.
    """
    for limit, who in _to_a_stranger(request, contact):
        if not limit.take(who):
            noted(request, "code_refused", None, kind=contact.kind)
            raise TooMany(_("Đã gửi nhiều tin tới liên hệ này. Hãy chờ rồi mời lại sau."))


def ask_again(request: HttpRequest, proof: ContactProof) -> None:
    """Another code to the same contact, in the place of the one before. Raises TooMany."""
    contact = contacts.of_proof(proof)
    ask(request, Asked(proof.purpose, contact, proof.letter, proof.person, target(request)))
    ContactProof.objects.filter(pk=proof.pk).delete()


def current(request: HttpRequest) -> ContactProof | None:
    """What this browser waits for, or has given; None when that is over."""
    pk = request.session.get(KEY, {}).get("pk")
    return codes.living(pk) if isinstance(pk, int) else None


def given(request: HttpRequest, *purposes: str) -> ContactProof | None:
    """The proof whose code was given in this browser, for one of these purposes."""
    proof = current(request)
    if proof is None or proof.given_at is None or proof.purpose not in purposes:
        return None
    return proof


def target(request: HttpRequest) -> str:
    """Where the visitor was when they were asked."""
    return str(request.session.get(KEY, {}).get("next", "/"))


def forget(request: HttpRequest) -> None:
    """It is done, or over."""
    request.session.pop(KEY, None)


def _first_spent(request: HttpRequest, asked: Asked) -> Limit | None:
    """Counts the asking; the limit that it goes over."""
    for limit, who in _limits(request, asked):
        if not limit.take(who):
            return limit
    return None


def _limits(request: HttpRequest, asked: Asked) -> Iterator[tuple[Limit, str]]:
    known = _known_browser(request, asked)
    if known:
        yield FROM_NETWORK, network_of(request)
        yield FROM_KNOWN, known
        return
    yield from _to_a_stranger(request, asked.contact)


def _to_a_stranger(request: HttpRequest, contact: Contact) -> Iterator[tuple[Limit, str]]:
    network = network_of(request)
    yield FROM_NETWORK, network
    yield TO_CONTACT, contact.index
    yield A_DAY, contact.index
    if contact.kind == ContactKind.PHONE:
        yield SMS_FROM_NETWORK, network


def _sentence(spent: Limit) -> str:
    """When it is worth trying again: a window's whole length, at the most."""
    hours = spent.seconds // 3600
    if not hours:
        return _("Đã yêu cầu mã quá nhiều lần. Hãy chờ %(number)d phút rồi thử lại.") % {
            "number": spent.seconds // 60
        }
    return ngettext(
        "Đã yêu cầu mã quá nhiều lần. Hãy thử lại sau %(number)d giờ.",
        "Đã yêu cầu mã quá nhiều lần. Hãy thử lại sau %(number)d giờ.",
        hours,
    ) % {"number": hours}


def _known_browser(request: HttpRequest, asked: Asked) -> str:
    """Known at the contact's own account: the asker's says nothing about a stranger's contact."""
    if asked.person is None or not contacts.states(asked.person, asked.contact):
        return ""
    return guessing.known_browser(request, asked.person.username)
