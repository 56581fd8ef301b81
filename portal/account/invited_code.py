"""The code that opens an invitation: sent to the invited contact alone, given back in the browser
that asked. Whoever has the link and not the code sees nothing, and the owner is told of the try.
"""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from organisations.accounts import codes
from organisations.contact_models import ContactProof
from portal.account import asked_code
from portal.account.asked_code import Asked, Letter, Purpose
from portal.http.security_notes import noted
from workflows.applicant import invitations
from workflows.models import Invitation


def ask(request: HttpRequest, invitation: Invitation) -> None:
    """Have a code sent to the invited contact. Raises asked_code.TooMany."""
    contact = invitations.contact_of(invitation)
    asked_code.ask(request, Asked(Purpose.INVITED, contact, Letter.CODE, None, request.path))


def is_given(request: HttpRequest, invitation: Invitation) -> bool:
    """Whether this browser gave the code back lately."""
    proof = asked_code.given(request, Purpose.INVITED)
    return proof is not None and proof.index == invitation.index


def use(request: HttpRequest) -> None:
    """The invitation is answered: the code opens nothing more."""
    proof = asked_code.given(request, Purpose.INVITED)
    if proof is not None:
        codes.use(proof)
    asked_code.forget(request)


def proved(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    """The code was right: on to what the link is for."""
    return redirect(asked_code.target(request))


def wrong(request: HttpRequest, proof: ContactProof) -> None:
    """The code was not: whoever invited hears of it."""
    try:
        link = resolve(asked_code.target(request)).kwargs.get("link", "")
    except Resolver404:
        return
    invitation = invitations.opened(link)
    if invitation is not None:
        noted(request, "invitation_tried", invitation.by, kind=proof.kind)
        invitations.tried(invitation)
