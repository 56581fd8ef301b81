"""Sending the codes that prove a contact (`organisations.accounts.codes`), by e-mail or SMS.

A code that could not be sent before its end is not sent any more.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from foundation import broker
from notifications import owed_letters
from notifications.channels import sms
from notifications.owed_letters import NotToBeSent
from organisations.accounts import codes, contacts
from organisations.contact_models import ContactKind, ContactProof
from workflows.applicant import invitations
from workflows.models import Invitation

TASK = "notifications.tasks.send_contact_code"
Letter = ContactProof.Letter
NAMES: dict[str, str] = {Letter.HAS_ACCOUNT: "has_account", Letter.INVITED: "invited"}


def listen() -> None:
    """Ring the worker for each code; called once, when the app is ready."""
    codes.code_owed.connect(_ring, dispatch_uid="contact codes")


def reaches(kind: str) -> bool:
    """Whether codes reach contacts of this kind: telephones where there is a gateway for texts."""
    return kind == ContactKind.EMAIL or sms.is_offered()


def sweep(limit: int = 50) -> int:
    """Send what is due and free, oldest first. Returns how many there were."""
    return owed_letters.sweep(_rows(), attempt, limit)


def attempt(pk: int) -> bool:
    """Send the code if it is owed and free; True when it was sent now."""
    return owed_letters.attempt(_rows(), pk, _send)


def _rows() -> QuerySet[ContactProof]:
    return ContactProof.objects.all()


def _ring(sender: Any, pk: int, **more: Any) -> None:
    broker.ring(TASK, [pk])


def _link(proof: ContactProof) -> str:
    """The link of the invitation that the row owes. Raises NotToBeSent where it is over."""
    found = Invitation.objects.filter(invitations.living(), letter=proof).first()
    if found is None:
        raise NotToBeSent("over")
    return invitations.link_of(found)


def _send(proof: ContactProof) -> None:
    if proof.ends_at <= timezone.now() or proof.given_at is not None:
        raise NotToBeSent("late")
    name = NAMES.get(proof.letter, "contact_code")
    said = {
        "link": _link(proof) if proof.letter == Letter.INVITED else "",
        "code": codes.code_of(proof) if proof.letter == Letter.CODE else "",
        "purpose": proof.purpose,
        "by_code": contacts.owner_of(contacts.of_proof(proof)) is not None,
        "minutes": settings.CODE_MINUTES,
        "host": sms.site(),
    }
    if proof.kind == ContactKind.PHONE:
        text = render_to_string(f"notifications/account/{name}.sms.txt", said)
        owed_letters.text(proof.address, text)
        return
    number = f"{proof.created_at:%y%m%d%H%M%S%f}.c{proof.pk}"
    template = f"notifications/account/{name}.txt"
    owed_letters.mail(template, said, proof.address, number).send()
