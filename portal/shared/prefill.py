"""What the account already says is not asked again (NĐ 224/2026: each item once)."""

from __future__ import annotations

from typing import Any

from forms.field_kinds import PersonField, TextField
from organisations.models import User
from workflows.applicant import stated
from workflows.definition import Definition
from workflows.models import Represented


def known_answers(
    definition: Definition, user: User, represented: Represented | None = None
) -> dict[str, Any]:
    """First answers of a new draft: the applicant's name, birth date, identity number, phone and
    e-mail, and of whom they file for what is kept.
    """
    applicant = definition.applicant
    known: dict[str, Any] = {
        applicant.person: _person(user),
        applicant.phone: user.phone,
        applicant.email: user.email,
    }
    _source, said = stated.known_of(definition, user)
    known = stated.laid_over(known, said)
    if represented is not None:
        known[applicant.holder] = _represented(definition, represented)
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


def _represented(definition: Definition, represented: Represented) -> Any:
    """The holder as the form keeps one: a person with a birth date, or the text of a name."""
    holder = definition.applicant.holder
    field = next((one for one in definition.form.fields() if one.id == holder), None)
    if isinstance(field, TextField):
        return represented.name
    if not isinstance(field, PersonField) or not represented.birth_date:
        return None
    born = represented.birth_date
    return {"name": represented.name, "birth_date": born, "sex": "", "identity": ""}
