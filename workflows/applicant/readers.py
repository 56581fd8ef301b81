"""Somebody who is shown a filed dossier and acts on nothing in it: the other parent, say.

They have a link and, each time, a code to their own contact, no account; it ends when either side
says so, when who invited may see the dossier no longer, and after a year.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organisations.account_models import AccountLetter
from organisations.accounts import contacts
from organisations.accounts.contacts import Contact
from organisations.models import User
from workflows import permissions
from workflows.applicant import invitations
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.models import Dossier, Invitation

READ, State = Invitation.Purpose.READ, Invitation.State
MOST = 4  # who read one dossier at a time
ASKED_AT_ALL = 12  # invitations for one dossier: each sends a letter to somebody who did not ask
LASTS = dt.timedelta(days=365)


@dataclass(frozen=True)
class Reader:
    """Who reads a dossier by invitation, as its applicant and the office see them."""

    invitation: Invitation
    contact: str  # masked

    @property
    def came(self) -> bool:
        """They opened it once, by the code."""
        return self.invitation.state == State.CONFIRMED


def of_dossier(dossier: Dossier) -> list[Reader]:
    """Those who may read it now, the newest first."""
    rows = Invitation.objects.filter(invitations.living(), purpose=READ, dossier=dossier)
    found = rows.select_related("by", "letter")
    return [Reader(one, contacts.masked(invitations.contact_of(one))) for one in found]


def invite(dossier: Dossier, actor: User, contact: Contact, name: str) -> Invitation:
    """Raises NoRight, Incomplete, WrongState."""
    if not name:
        raise Incomplete(_("Hãy ghi tên người được mời."))
    with transaction.atomic():
        dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier.pk)
        if not permissions.is_applicant(actor, dossier):
            raise NoRight
        if contact.index in {one.index for one in contacts.of_person(actor)}:
            raise Incomplete(_("Đây là liên hệ của chính bạn. Hãy ghi liên hệ của người được mời."))
        rows = Invitation.objects.filter(purpose=READ, dossier=dossier)
        now = rows.filter(invitations.living())
        if now.filter(index=contact.index).exists():
            raise WrongState(_("Người dùng liên hệ này đã được mời xem hồ sơ."))
        if now.count() >= MOST or rows.count() >= ASKED_AT_ALL:
            words = _("Mỗi hồ sơ mời được %(most)d người xem. Hãy thôi cho ai đó xem trước.")
            raise WrongState(words % {"most": MOST})
        return invitations.invite(READ, actor, contact, name, dossier=dossier)


def came(invitation: Invitation) -> None:
    """They gave the code back: from the first time on it lasts, and who invited is told."""
    rows = Invitation.objects.filter(invitations.living(), pk=invitation.pk, state=State.OPEN)
    now = timezone.now()
    with transaction.atomic():
        if rows.update(state=State.CONFIRMED, answered_at=now, ends_at=now + LASTS):
            contacts.tell(invitation.by, AccountLetter.Kind.READER_CAME)


def end(invitation: Invitation, actor: User) -> None:
    """Who invited, or whose dossier it is, shows it no longer; the reader is told. Raises
    NoRight.
    """
    dossier = invitation.dossier
    if dossier is None or not permissions.may_see(actor, dossier):
        raise NoRight
    with transaction.atomic():
        if _ended(invitation):
            contact = invitations.contact_of(invitation)
            contacts.tell_at(invitation.by, AccountLetter.Kind.READING_ENDED, contact)


def leave(invitation: Invitation) -> None:
    """The reader, who gave the code back, does not want to any more; who invited is told."""
    with transaction.atomic():
        if _ended(invitation):
            contacts.tell(invitation.by, AccountLetter.Kind.READER_LEFT)


def _ended(invitation: Invitation) -> bool:
    rows = Invitation.objects.filter(invitations.living(), pk=invitation.pk, purpose=READ)
    return bool(rows.update(state=State.ENDED))
