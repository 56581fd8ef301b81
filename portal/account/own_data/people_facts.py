"""What the site keeps of other people for somebody: whom they invited, whom they act for,
and who acts for them.
"""

from __future__ import annotations

from organisations.models import User
from portal.account.own_data.account_facts import said
from workflows.applicant import mandates
from workflows.models import Invitation, Represented


def invited(person: User) -> list[dict[str, str]]:
    """Whom they asked by a link, by which contact, to what, and what became of it."""
    return [
        {
            "at": said(row.created_at),
            "name": row.name,
            "contact": row.address,
            "what": str(row.get_purpose_display()),
            "state": str(row.get_state_display()),
            "reason": row.reason,
        }
        for row in Invitation.objects.filter(by=person).order_by("pk")
    ]


def acts_for(person: User) -> list[dict[str, str]]:
    """Whom they apply for, and who applies for them."""
    mine = [_person(row, row.name) for row in mandates.of_agent(person)]
    return mine + [_person(row, str(row.agent)) for row in mandates.of_person(person)]


def _person(row: Represented, name: str) -> dict[str, str]:
    return {
        "name": name,
        "kind": str(row.get_kind_display()),
        "state": str(row.get_state_display()),
        "birth_date": row.birth_date,
        "number": row.number,
        "until": f"{row.until:%d/%m/%Y}" if row.until else "",
    }
