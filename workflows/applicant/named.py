"""The person whom the form is about is the one that is filed for: by name, day of birth and
identity number, as far as both sides have them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from forms.field_kinds import PersonField
from forms.field_kinds.person import PASSPORT
from foundation.text import is_same_name
from protection import blind_index
from workflows.definition import Definition
from workflows.errors import Incomplete
from workflows.models import Dossier, Represented


def demand(dossier: Dossier, definition: Definition) -> None:
    """Asked whenever the answers come: filed, completed, corrected. Raises Incomplete."""
    represented = dossier.represented
    if represented is None or represented.kind == Represented.Kind.ORGANISATION:
        return
    asked = definition.applicant
    field = next((one for one in definition.form.fields() if one.id == asked.holder), None)
    if not isinstance(field, PersonField):
        return
    names = {"holder": dossier.holder_name, "represented": dossier.represented_name}
    if not is_same_name(dossier.holder_name, dossier.represented_name):
        words = _("Hồ sơ ghi cho %(holder)s, còn bạn đang nộp thay %(represented)s.")
        raise Incomplete(words % names)
    holder = dossier.answers.get(asked.holder) or dossier.answers.get(asked.person) or {}
    if not _fits(str(holder.get("birth_date") or ""), _born(dossier, represented)):
        words = _("Ngày sinh của %(holder)s trong hồ sơ không phải của người bạn đang nộp thay.")
        raise Incomplete(words % names)
    if _has_other_number(holder, dossier):
        words = _("Số định danh của %(holder)s trong hồ sơ không phải của người bạn nộp thay.")
        raise Incomplete(words % names)


def _born(dossier: Dossier, represented: Represented) -> str:
    """As their account says, or as it was kept; ISO, "" where nobody knows."""
    person = dossier.represented_person
    said = person.birth_date if person is not None else None
    return said.isoformat() if said else represented.birth_date


def _fits(one: str, other: str) -> bool:
    """Of a year alone, or where one side knows nothing, what is known is compared."""
    return one.startswith(other) or other.startswith(one)


def _has_other_number(holder: Mapping[str, Any], dossier: Dossier) -> bool:
    """A passport, or the nine digits of an old card beside twelve, are other papers of the same
    person.
    """
    number = str(holder.get("identity") or "")
    person = dossier.represented_person
    kept = person.identity_number if person is not None else ""
    if not kept or holder.get("document") == PASSPORT or len(number) != len(kept):
        return False
    return blind_index.identity(number) != blind_index.identity(kept)
