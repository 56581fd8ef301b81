"""Who does not want to be invited any more: by one account, or by anybody.

Said by whoever gave the code of an invitation back, so that nobody says it for another's contact.
A keyed hash of the contact is all that is kept.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from organisations.accounts.contacts import Contact
from organisations.models import User
from protection import security_log
from workflows.errors import WrongState
from workflows.models import Invitation, InvitationRefusal

State = Invitation.State


def refuse(invitation: Invitation, *, everybody: bool) -> None:
    """From now on no invitation goes to that contact, of who sent this one or of `everybody`; those
    that wait there end.
    """
    by = None if everybody else invitation.by
    InvitationRefusal.objects.get_or_create(index=invitation.index, by=by)
    waits = Q(state=State.OPEN) | Q(state=State.CONFIRMED, purpose=Invitation.Purpose.READ)
    rows = Invitation.objects.filter(waits, index=invitation.index)
    (rows if everybody else rows.filter(by=by)).update(state=State.ENDED)


def demand_wanted(by: User, contact: Contact) -> None:
    """Raises WrongState; the sentence is one whether they refuse this person or everybody."""
    said = Q(by=by) | Q(by=None)
    if InvitationRefusal.objects.filter(said, index=contact.index).exists():
        raise WrongState(_("Người dùng liên hệ này không nhận lời mời. Hãy tới một cửa."))


def want_again(contact: Contact, by: User) -> InvitationRefusal | None:
    """Whoever has the contact takes invitations again, as they asked in writing; the row that is
    gone, None where there was none.

    A refusal of one account's invitations stays: who wants those again says so by their own words.
    """
    with transaction.atomic():
        rows = InvitationRefusal.objects.select_for_update()
        found = rows.filter(index=contact.index, by=None).first()
        if found is None:
            return None
        gone = InvitationRefusal(pk=found.pk, index=found.index, created_at=found.created_at)
        found.delete()
    security_log.note("invitations_wanted", by=by.pk, kind=contact.kind)
    return gone
