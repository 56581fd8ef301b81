"""Where two must sign: a draft is filed online only as the second person has confirmed it.

They confirm answers, not a draft: `content` is a keyed hash of all that would be filed, papers by
their ids, whose bytes never change. Whatever is altered afterwards has another hash, and is
confirmed anew.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypedDict
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from forms.binding import check_form
from organisations.account_models import AccountLetter
from organisations.accounts import contacts
from organisations.accounts.contacts import Contact
from organisations.contact_models import ContactKind
from organisations.models import User
from workflows.applicant import invitations
from workflows.applicant.same_person import is_same, number_of, of_account
from workflows.definition import Definition
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.models import Draft, Entry, Invitation
from workflows.published import definition_of

SIGN, State = Invitation.Purpose.SIGN, Invitation.State
MOST = 10  # invitations for one draft: each sends a letter to somebody who did not ask for it
_SALT = "workflows.co-signing"


class Confirmation(TypedDict):
    """Which invitation was confirmed, when (ISO), and the keyed hash of what."""

    invitation: int
    at: str
    content: str


class CoSigned(TypedDict):
    """Who else signed what was filed."""

    co_signed: Confirmation


@dataclass(frozen=True)
class Wanted:
    """Who has to confirm, and by which contacts they are reached; the telephone first."""

    name: str
    contacts: tuple[Contact, ...]

    def has(self, invitation: Invitation) -> bool:
        """Whether the invitation went to one of these contacts."""
        return invitation.index in {one.index for one in self.contacts}


def wanted(definition: Definition, answers: Mapping[str, Any]) -> Wanted | None:
    """The second person whom these answers name; None where nobody else has to confirm."""
    rule = definition.co_signer
    if rule is None:
        return None
    said = definition.form.visible_answers(dict(answers))
    person = said.get(rule.person) or {}
    if not person.get("name"):
        return None
    asked = ((ContactKind.PHONE, rule.phone), (ContactKind.EMAIL, rule.email))
    stated = ((kind, said.get(field)) for kind, field in asked if field)
    return Wanted(person["name"], tuple(Contact(kind, value) for kind, value in stated if value))


def content_of(definition: Definition, answers: Mapping[str, Any]) -> str:
    """The keyed hash of what would be filed."""
    said = definition.form.visible_answers(dict(answers))
    text = json.dumps(said, sort_keys=True, ensure_ascii=False, default=str)
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()


def asked(draft: Draft) -> Invitation | None:
    """The newest invitation for the draft that was not taken back."""
    rows = Invitation.objects.filter(draft=draft, purpose=SIGN).exclude(state=State.ENDED)
    return rows.select_related("letter").first()


def is_confirmed(draft: Draft, invitation: Invitation | None) -> bool:
    """Whether it stands for the answers as they are now, by the contact that they name."""
    definition = definition_of(draft.version)
    second = wanted(definition, draft.answers)
    return (
        invitation is not None
        and second is not None
        and invitation.state == State.CONFIRMED
        and second.has(invitation)
        and invitation.content == content_of(definition, draft.answers)
    )


def ask(draft: Draft, actor: User, contact: Contact) -> Invitation:
    """Invite the second person; an invitation of before ends.

    Raises NoRight, WrongState, Incomplete.
    """
    with transaction.atomic():
        draft = _locked(draft.pk)
        if draft.owner_id != actor.pk:
            raise NoRight
        definition = definition_of(draft.version)
        second = wanted(definition, draft.answers)
        if draft.dossier_id is not None or second is None:
            raise WrongState(_("Hồ sơ này không chờ người thứ hai xác nhận."))
        if faults := check_form(definition.form, draft.answers):
            raise Incomplete(_("Hồ sơ chưa gửi được: %(message)s") % {"message": faults[0].message})
        _demand_another(definition, draft, actor, second, contact)
        before = Invitation.objects.filter(draft=draft, purpose=SIGN)
        if before.count() >= MOST:
            raise WrongState(
                _("Đã mời %(most)d lần. Hãy nộp trực tiếp tại một cửa.") % {"most": MOST}
            )
        before.filter(state=State.OPEN).update(state=State.ENDED)
        return invitations.invite(SIGN, actor, contact, second.name, draft=draft)


def take_back(draft: Draft, actor: User) -> None:
    """Nobody is asked any more. Raises NoRight."""
    with transaction.atomic():
        draft = _locked(draft.pk)
        if draft.owner_id != actor.pk:
            raise NoRight
        rows = Invitation.objects.filter(draft=draft, purpose=SIGN, state=State.OPEN)
        rows.update(state=State.ENDED)


def answer(
    invitation: Invitation,
    shown: str,
    *,
    confirms: bool,
    reason: str = "",
    person: User | None = None,
) -> None:
    """The second person, who gave the code back, confirms what they were shown, or does not.

    `shown`: the content that their page drew; `person`: whose account is open in their browser.
    Raises WrongState, Incomplete.
    """
    with transaction.atomic():
        draft = _locked(invitation.draft_id)
        rows = Invitation.objects.select_for_update(of=("self",)).select_related("by")
        fresh = rows.filter(invitations.living(), pk=invitation.pk).first()
        definition = definition_of(draft.version)
        second = wanted(definition, draft.answers)
        if fresh is None or second is None or not second.has(fresh):
            raise WrongState(_("Lời mời này không còn dùng được."))
        invitation = fresh
        _demand_not_the_first(definition, draft, invitation.by, person)
        if confirms:
            contact = invitations.contact_of(invitation)
            try:  # the draft may have been changed since they were asked
                _demand_another(definition, draft, invitation.by, second, contact)
            except Incomplete:
                raise WrongState(
                    _("Hồ sơ ghi người cùng ký trùng với người nộp. Hãy nhờ người mời sửa lại.")
                ) from None
            if shown != content_of(definition, draft.answers):
                raise WrongState(
                    _("Hồ sơ vừa được sửa trong lúc bạn xem. Hãy đọc lại rồi xác nhận.")
                )
            if check_form(definition.form, draft.answers):
                raise WrongState(_("Hồ sơ đang được viết dở. Hãy chờ người mời viết xong."))
        elif not reason:
            raise Incomplete(_("Hãy ghi lý do bạn không xác nhận."))
        invitation.state = State.CONFIRMED if confirms else State.DECLINED
        invitation.content = shown if confirms else ""
        invitation.reason, invitation.answered_at = reason, timezone.now()
        invitation.save()
        kinds = AccountLetter.Kind
        contacts.tell(invitation.by, kinds.CO_SIGNED if confirms else kinds.CO_SIGN_DECLINED)


def demand(draft: Draft) -> CoSigned | None:
    """What filing this draft carries into the journal; None where one person signs.

    Raises WrongState until the second person has confirmed just these answers.
    """
    if wanted(definition_of(draft.version), draft.answers) is None:
        return None
    found = asked(draft)
    if found is None or found.answered_at is None or not is_confirmed(draft, found):
        raise WrongState(_("Hồ sơ còn chờ người thứ hai xác nhận."))
    return CoSigned(
        co_signed={
            "invitation": found.pk,
            "at": found.answered_at.isoformat(),
            "content": found.content,
        }
    )


@dataclass(frozen=True)
class Signed:
    """How a filed dossier was confirmed; `changed`: its answers are others since."""

    invitation: Invitation
    contact: str
    changed: bool


def of_dossier(dossier: Any, definition: Definition) -> Signed | None:
    """By whom a dossier was confirmed beside its applicant; None where nobody had to."""
    if definition.co_signer is None or not dossier.answers:
        return None
    entry = Entry.objects.filter(dossier=dossier, act="submit").first()
    told = (entry.data if entry else {}).get("co_signed")
    found = Invitation.objects.filter(pk=told["invitation"]).first() if told else None
    if not told or found is None:
        return None
    changed = content_of(definition, dossier.answers) != told["content"]
    return Signed(found, contacts.masked(invitations.contact_of(found)), changed)


def _demand_another(
    definition: Definition, draft: Draft, actor: User, second: Wanted, contact: Contact
) -> None:
    """The second person has a contact of their own: one's own link would confirm nothing."""
    if contact not in second.contacts:
        raise Incomplete(_("Hãy khai liên hệ của người thứ hai."))
    roles, said = definition.applicant, draft.answers
    stated = ((ContactKind.PHONE, roles.phone), (ContactKind.EMAIL, roles.email))
    own = {one.index for one in contacts.of_person(actor)}
    own |= {Contact(kind, said[name]).index for kind, name in stated if said.get(name)}
    if contact.index in own:
        raise Incomplete(
            _("Liên hệ của người thứ hai trùng với của bạn. Hãy khai liên hệ riêng của họ.")
        )
    rule = definition.co_signer
    said = definition.form.visible_answers(dict(draft.answers))
    other = said.get(rule.person) or {} if rule else {}
    if any(is_same(other, one) for one in _first(definition, draft, actor)):
        raise Incomplete(
            _("%(name)s đã là người nộp hoặc người được nộp cho. Hãy khai một người khác cùng ký.")
            % {"name": second.name}
        )


def _demand_not_the_first(
    definition: Definition, draft: Draft, actor: User, person: User | None
) -> None:
    """An account that says it is the applicant's answers nothing, whoever has the code."""
    if person is None:
        return
    numbers = {number_of(one) for one in _first(definition, draft, actor)} - {""}
    if person.pk == actor.pk or number_of(of_account(person)) in numbers:
        raise WrongState(
            _("Bạn đang đăng nhập bằng tài khoản của người mời. Người được mời phải tự trả lời.")
        )


def _first(definition: Definition, draft: Draft, actor: User) -> list[dict[str, Any]]:
    """Who signs first: the applicant, whom it is for, and whose account it is."""
    said = definition.form.visible_answers(dict(draft.answers))
    roles = (said.get(name) for name in (definition.applicant.person, definition.applicant.holder))
    return [of_account(actor), *(one for one in roles if isinstance(one, dict))]


def _locked(pk: UUID | None) -> Draft:
    """Raises WrongState where it was thrown away meanwhile."""
    rows = Draft.objects.select_for_update(of=("self",)).select_related("version__procedure")
    found = rows.filter(pk=pk).first() if pk else None
    if found is None:
        raise WrongState(_("Bản nháp này đã bị xóa."))
    return found
