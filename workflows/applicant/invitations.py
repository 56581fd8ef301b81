"""Inviting somebody by a link: made, sent, opened, tried by others, taken back.

The last part of a link is a keyed hash over the row's nonce, made when the letter leaves and when
the link is opened, so that neither database nor broker nor log has it. It alone opens nothing: a
code that is sent to the invited contact does (`organisations.accounts.codes`).
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import constant_time_compare, get_random_string, salted_hmac

from organisations.account_models import AccountLetter
from organisations.accounts import codes, contacts
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind, ContactProof
from organisations.models import User
from workflows import permissions
from workflows.applicant import unwanted
from workflows.models import Dossier, Draft, Invitation, Represented

LASTS = dt.timedelta(days=7)
TOLD_AGAIN = dt.timedelta(hours=6)  # the owner, of further tries by the same link
_SALT = "workflows.invitations"  # in links that are on their way: not the name of a module
_LENGTH = 24  # hexadecimal digits


def invite(
    purpose: str,
    by: User,
    contact: Contact,
    name: str,
    *,
    draft: Draft | None = None,
    represented: Represented | None = None,
    dossier: Dossier | None = None,
) -> Invitation:
    """Write the invitation down; its letter is sent after the commit. In a transaction.

    Raises WrongState where whoever has the contact does not want any (`unwanted`).
    """
    unwanted.demand_wanted(by, contact)
    ends_at = timezone.now() + LASTS
    proof = codes.begin(
        ContactProof.Purpose.INVITED, contact, ContactProof.Letter.INVITED, ends_at=ends_at
    )
    return Invitation.objects.create(
        purpose=purpose,
        by=by,
        draft=draft,
        represented=represented,
        dossier=dossier,
        name=name,
        kind=contact.kind,
        address=contact.value,
        index=contact.index,
        nonce=get_random_string(32),
        letter=proof,
        ends_at=ends_at,
    )


def link_of(invitation: Invitation) -> str:
    """The address that is sent; to be shown nowhere else."""
    link = f"{invitation.pk}-{_seal(invitation)}"
    return settings.SITE_URL + reverse("portal:invited", args=[link])


def opened(link: str) -> Invitation | None:
    """The living invitation that the last part of such an address names."""
    pk, _dash, seal = link.partition("-")
    if not pk.isdecimal() or len(pk) > 18:
        return None
    rows = Invitation.objects.select_related(
        "by", "draft__version__procedure", "represented", "dossier__represented"
    )
    found = rows.filter(living(), pk=int(pk)).first()
    if found is None or not constant_time_compare(seal, _seal(found)):
        return None
    return found if _is_its_inviters(found) else None


def _is_its_inviters(invitation: Invitation) -> bool:
    """Who shows a dossier to somebody sees it still themselves."""
    if invitation.purpose != Invitation.Purpose.READ or invitation.dossier is None:
        return True
    return permissions.may_see(invitation.by, invitation.dossier)


def living() -> Q:
    """Filter for those that wait for an answer and have not ended, and for those that read."""
    State, Purpose = Invitation.State, Invitation.Purpose
    waits = Q(draft__isnull=False, draft__dossier__isnull=True) | Q(represented__state="ASKED")
    waits = waits & Q(state=State.OPEN) & ~Q(purpose=Purpose.READ)
    reads = Q(purpose=Purpose.READ, state__in=(State.OPEN, State.CONFIRMED), dossier__isnull=False)
    reads = reads & ~Q(index="")
    return (waits | reads) & Q(ends_at__gt=timezone.now(), by__is_active=True)


def contact_of(invitation: Invitation) -> Contact:
    """Where the code goes."""
    return Contact(ContactKind(invitation.kind), invitation.address)


def tried(invitation: Invitation) -> None:
    """Somebody has the link and not the code: counted, and told to whoever invited."""
    now = timezone.now()
    mine = Invitation.objects.filter(pk=invitation.pk)
    with transaction.atomic():
        mine.update(tries=F("tries") + 1, tried_at=now)
        before = Q(told_at__isnull=True) | Q(told_at__lt=now - TOLD_AGAIN)
        if mine.filter(before).update(told_at=now):
            contacts.tell(invitation.by, AccountLetter.Kind.INVITATION_TRIED)


def forget(represented: Represented) -> None:
    """Nobody is asked for this mandate any more, answered or ended; name and contact can be read no
    more.
    """
    rows = Invitation.objects.filter(represented=represented)
    rows.filter(state=Invitation.State.OPEN).update(state=Invitation.State.ENDED)
    rows.update(**{"sealed_key": None}, index="")


def _seal(invitation: Invitation) -> str:
    digest = salted_hmac(_SALT, invitation.nonce, algorithm="sha256").hexdigest()
    return digest[:_LENGTH]
