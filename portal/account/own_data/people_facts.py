"""What the site keeps of other people for somebody: whom they invited."""

from __future__ import annotations

from organisations.models import User
from portal.account.own_data.account_facts import said
from workflows.models import Invitation


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
