"""Filing without an account (`without_account` of the definition): who files proves the contact
that the application states by a code, and says once more one thing that it says of them.

The second fact is for a telephone number that passed to somebody else and for a screen that was
left open: neither of the two alone files anything.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict

from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from foundation import known_dates
from organisations.accounts import codes, contacts
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind, ContactProof
from workflows.definition import Definition
from workflows.errors import NoRight, WrongState
from workflows.models import Dossier, Draft, Entry

FILER = "Người nộp, không có tài khoản"  # stored as written: the actor of the entry
LAST_DIGITS = 4


class FiledAlone(TypedDict):
    """By which kind of contact whoever filed without an account proved themselves."""

    proved_by: str


@dataclass(frozen=True)
class Facts:
    """What the application says of the applicant and can be asked again."""

    born: dt.date | None
    digits: str  # the last ones of their number; "" for none

    def are_known_by(self, born: dt.date | None, digits: str) -> bool:
        """The first that was answered counts: who guesses has one guess a try."""
        if born is not None:
            return self.born == born
        return bool(self.digits) and constant_time_compare(digits, self.digits)

    def __bool__(self) -> bool:
        return self.born is not None or bool(self.digits)


def facts_of(definition: Definition, answers: Mapping[str, Any]) -> Facts:
    """What of it the applicant is asked once more."""
    person = answers.get(definition.applicant.person)
    said = person if isinstance(person, dict) else {}
    number = str(said.get("identity") or "")
    digits = number[-LAST_DIGITS:] if len(number) > LAST_DIGITS else ""
    return Facts(known_dates.day(said.get("birth_date")), digits)


def contacts_of(definition: Definition, answers: Mapping[str, Any]) -> list[Contact]:
    """The applicant's contacts as the application states them; the telephone first."""
    said = definition.form.visible_answers(dict(answers))
    asked = definition.applicant
    stated = ((ContactKind.PHONE, asked.phone), (ContactKind.EMAIL, asked.email))
    found = ((kind, said.get(field)) for kind, field in stated if field)
    return [Contact(kind, value) for kind, value in found if value]


def demand(draft: Draft, definition: Definition, proof: ContactProof) -> FiledAlone:
    """Uses the proof up; what the entry says of it. Raises NoRight, WrongState."""
    if not definition.without_account or definition.assurance:
        raise NoRight(_("Thủ tục này chỉ nhận hồ sơ của người có tài khoản."))
    if proof.purpose != ContactProof.Purpose.FILE:
        raise NoRight
    if contacts.of_proof(proof) not in contacts_of(definition, draft.answers):
        raise WrongState(_("Liên hệ trong hồ sơ đã đổi sau khi gửi mã. Hãy gửi mã khác."))
    if not codes.use(proof):
        raise WrongState(_("Mã đã hết hạn. Hãy gửi mã khác."))
    return FiledAlone(proved_by=proof.kind)


def sentence(dossier: Dossier) -> str:
    """For who decides: how whoever filed it was known; "" for what an account or a counter
    filed.
    """
    if dossier.applicant_id is not None or dossier.channel != Dossier.Channel.ONLINE:
        return ""
    entry = Entry.objects.filter(dossier=dossier, act="submit").first()
    kind = entry.data.get("proved_by") if entry is not None else None
    if kind == ContactKind.PHONE:
        return _("Nộp không có tài khoản; xác nhận bằng mã gửi tới số điện thoại ghi trong hồ sơ.")
    if kind == ContactKind.EMAIL:
        return _("Nộp không có tài khoản; xác nhận bằng mã gửi tới thư điện tử ghi trong hồ sơ.")
    return ""
