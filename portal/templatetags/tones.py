"""The colours of tags and notices: what stands well, what waits, what is wrong."""

from __future__ import annotations

from django import template

from assessment.overview import State
from payments.models import FeeRequest
from workflows.models import CouncilMember

register = template.Library()

FEES = {
    FeeRequest.State.ASKED: "tag-warn",
    FeeRequest.State.PAID: "tag-good",
    FeeRequest.State.EXEMPT: "tag-good",
}
VOTES = {CouncilMember.Vote.FOR: "tag-good", CouncilMember.Vote.AGAINST: "tag-bad"}
CRITERIA = {State.DONE: "tag-good", State.NO_EVIDENCE: "tag-warn", State.UNFINISHED: "tag-work"}
NOTICES = {"warn": "notice-warn", "bad": "notice-bad", "good": "notice-good"}


@register.filter
def fee_tone(state: str) -> str:
    """The class of the tag of a fee's state, or nothing."""
    return FEES.get(FeeRequest.State(state), "")


@register.filter
def vote_tone(vote: str) -> str:
    """The class of the tag of a member's vote; who abstained is neither for nor against."""
    return VOTES.get(CouncilMember.Vote(vote), "tag-warn")


@register.filter
def criterion_tone(state: State) -> str:
    """The class of the tag of a criterion's state, or nothing."""
    return CRITERIA.get(state, "")


@register.filter
def notice_tone(tone: str) -> str:
    """The class of a notice in the tone of a dossier's status, or nothing."""
    return NOTICES.get(tone, "")
