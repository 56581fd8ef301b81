"""What the account already says is not asked again (NĐ 224/2026: each item once)."""

from __future__ import annotations

from typing import Any

from organisations.models import User
from workflows.definition import Definition


def known_answers(definition: Definition, user: User) -> dict[str, Any]:
    """First answers of a new draft: the applicant's name, birth date, identity number, phone and
    e-mail.
    """
    applicant = definition.applicant
    known: dict[str, Any] = {
        applicant.person: _person(user),
        applicant.phone: user.phone,
        applicant.email: user.email,
    }
    return {
        name: value for name, value in known.items() if name and value
    } | definition.first_answers()


def _person(user: User) -> dict[str, str] | None:
    """The person as the form keeps one; None while the account does not say enough for the form to
    read it back.
    """
    if not user.full_name or user.birth_date is None:
        return None
    born = user.birth_date.isoformat()
    return {"name": user.full_name, "birth_date": born, "sex": "", "identity": user.identity_number}
