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

#: In the session: the proof whose code was given. Its own, so that the sign-up or sign-in by a code
#: that follows it in this browser takes nothing away.
KEY = "invited_proof"


def ask(request: HttpRequest, invitation: Invitation) -> None:
    """Have a code sent to the invited contact. Raises asked_code.TooMany."""
    contact = invitations.contact_of(invitation)
    asked_code.ask(request, Asked(Purpose.INVITED, contact, Letter.CODE, None, request.path))


def is_given(request: HttpRequest, invitation: Invitation) -> bool:
    """Whether this browser gave the code back lately."""
    proof = _given(request)
    return proof is not None and proof.index == invitation.index


def use(request: HttpRequest) -> None:
    """The invitation is answered: the code opens nothing more."""
    proof = _given(request)
    if proof is not None:
        codes.use(proof)
    request.session.pop(KEY, None)


def proved(request: HttpRequest, proof: ContactProof) -> HttpResponse:
    """The code was right: on to what the link is for."""
    target = asked_code.target(request)
    asked_code.forget(request)
    request.session[KEY] = proof.pk
    return redirect(target)


def is_over(request: HttpRequest) -> bool:
    """Whether the invitation that this browser asks a code for was answered or taken back."""
    return _asked_for(request) is None


def wrong(request: HttpRequest, proof: ContactProof) -> None:
    """The code was not: whoever invited hears of it."""
    invitation = _asked_for(request)
    if invitation is not None:
        noted(request, "invitation_tried", invitation.by, kind=proof.kind)
        invitations.tried(invitation)


def _asked_for(request: HttpRequest) -> Invitation | None:
    try:
        link = resolve(asked_code.target(request)).kwargs.get("link", "")
    except Resolver404:
        return None
    return invitations.opened(link)


def _given(request: HttpRequest) -> ContactProof | None:
    pk = request.session.get(KEY)
    proof = codes.living(pk) if isinstance(pk, int) else None
    is_its = proof is not None and proof.purpose == Purpose.INVITED and proof.given_at is not None
    return proof if is_its else None
