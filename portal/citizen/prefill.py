"""What the account already says is not asked again (NĐ 224/2026: each item once)."""

from __future__ import annotations

from typing import Any

from organisations.models import User
from workflows.definition import Definition


def known_answers(definition: Definition, user: User) -> dict[str, Any]:
    """First answers of a new draft: the applicant's name, birth date, identity number, phone and e-mail."""
    applicant = definition.applicant
    person = {
        "name": user.full_name,
        "birth_date": user.birth_date.isoformat() if user.birth_date else "",
        "identity": user.identity_number,
    }
    known: dict[str, Any] = {
        applicant.person: {key: value for key, value in person.items() if value},
        applicant.phone: user.phone,
        applicant.email: user.email,
    }
    return {name: value for name, value in known.items() if name and value}
