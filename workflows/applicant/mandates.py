"""Whom an account may apply for: kept, confirmed by the person, asked at filing.

The row is locked where it is read for an act, and where it ends (`workflows.actions.end_mandate`):
filing and ending wait for each other.
"""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from foundation.text import is_same_name
from organisations.account_models import AccountLetter
from organisations.accounts import contacts
from organisations.accounts.contacts import Contact
from organisations.models import User
from workflows.applicant import invitations
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.models import Dossier, Draft, Invitation, Represented

Kind, State = Represented.Kind, Represented.State
MOST = 20  # in force or asked, of one account
LONGEST = dt.timedelta(days=5 * 366)  # that a mandate may last
_SALT = "workflows.mandates"


@dataclass(frozen=True)
class Facts:
    """What is kept of a child or an organisation; of a mandate name, scope and end."""

    name: str
    birth_date: dt.date | None = None
    number: str = ""
    procedures: tuple[str, ...] = ()
    until: dt.date | None = None


def of_agent(agent: User) -> list[Represented]:
    """Whom they act for, or asked to, and it has not ended."""
    rows = Represented.objects.filter(agent=agent).exclude(state=State.ENDED)
    return list(rows.select_related("agent", "person"))


def of_person(person: User) -> list[Represented]:
    """Who acts for them."""
    rows = Represented.objects.filter(person=person, state=State.IN_FORCE)
    return list(rows.select_related("agent"))


def offered(agent: User, procedure: str) -> list[Represented]:
    """Whom they may file for now in the procedure of this slug."""
    return [one for one in of_agent(agent) if one.gives_right(procedure)]


def again(dossier: Dossier, agent: User) -> Represented | None:
    """For whom they would file the like of this dossier once more; None for themselves."""
    found, slug = dossier.represented, dossier.version.procedure.slug
    mine = found is not None and found.agent_id == agent.pk and found.gives_right(slug)
    return found if mine else None


def keep(agent: User, kind: str, facts: Facts) -> Represented:
    """A child, or an organisation they work for. Raises WrongState where there are too many."""
    with transaction.atomic():
        _demand_few(agent)
        return Represented.objects.create(agent=agent, kind=kind, **_columns(facts))


def change(represented: Represented, agent: User, facts: Facts) -> None:
    """Other facts of a child or an organisation. Raises NoRight, WrongState."""
    with transaction.atomic():
        found = _locked(represented.pk)
        if found.agent_id != agent.pk:
            raise NoRight
        if found.kind == Kind.PERSON or found.state == State.ENDED:
            raise WrongState(_("Mục này không sửa được nữa."))
        for name, value in _columns(facts).items():
            setattr(found, name, value)
        found.save()


def ask(agent: User, contact: Contact, facts: Facts) -> Represented:
    """Ask somebody, by a link, for a mandate; it gives no right until they confirm it.

    Raises WrongState, Incomplete.
    """
    today = timezone.localdate()
    if facts.until is None or not today <= facts.until <= today + LONGEST:
        raise Incomplete(_("Ngày hết hạn phải từ hôm nay, dài nhất năm năm."))
    if contact.index in {one.index for one in contacts.of_person(agent)}:
        raise Incomplete(_("Đây là liên hệ của chính bạn. Hãy nhập liên hệ của người ủy quyền."))
    with transaction.atomic():
        _demand_few(agent)
        made = Represented.objects.create(
            agent=agent, kind=Kind.PERSON, state=State.ASKED, **_columns(facts)
        )
        purpose = Invitation.Purpose.MANDATE
        invitations.invite(purpose, agent, contact, facts.name, represented=made)
        return made


def answer(invitation: Invitation, person: User | None, *, confirms: bool) -> None:
    """The person who is to be represented, signed in and with the code of the link, answers; to
    refuse, the code is enough.

    Raises WrongState.
    """
    with transaction.atomic():
        found = _locked(invitation.represented_id or 0)
        rows = Invitation.objects.select_for_update(of=("self",)).select_related("by")
        fresh = rows.get(pk=invitation.pk)
        over = fresh.state != Invitation.State.OPEN or fresh.ends_at <= timezone.now()
        if over or found.state != State.ASKED:
            raise WrongState(_("Lời mời này không còn dùng được."))
        if person is not None and person.pk == found.agent_id:
            raise WrongState(_("Bạn không tự ủy quyền cho mình được."))
        if confirms and person is None:
            raise WrongState(_("Để đồng ý, hãy đăng nhập."))
        if confirms and person is not None and not is_same_name(person.full_name, found.name):
            raise WrongState(
                _(
                    "Họ tên ở tài khoản của bạn không giống họ tên mà người mời đã ghi. Hãy nhờ họ"
                    " mời lại với đúng họ tên của bạn."
                )
            )
        scope = json.dumps([found.pk, found.procedures, str(found.until)])
        if confirms and person is not None:
            found.state, found.person, found.confirmed_at = State.IN_FORCE, person, timezone.now()
            found.birth_date = person.birth_date.isoformat() if person.birth_date else ""
            fresh.state = Invitation.State.CONFIRMED
            fresh.content = salted_hmac(_SALT, scope, algorithm="sha256").hexdigest()
        else:
            found.state, found.ended_at = State.ENDED, timezone.now()
            fresh.state = Invitation.State.DECLINED
        fresh.answered_at = timezone.now()
        found.save()
        fresh.save()
        if not confirms:
            Represented.objects.filter(pk=found.pk).update(**{"sealed_key": None})
        invitations.forget(found)
        contacts.tell(fresh.by, AccountLetter.Kind.MANDATE_ANSWERED)


def demand(draft: Draft, actor: User) -> None:
    """Refuse to file for somebody whom the actor may not act for now; holds the row until then.

    Raises WrongState.
    """
    if draft.represented_id is None:
        return
    found = _locked(draft.represented_id)
    if found.agent_id != actor.pk or not found.gives_right(draft.version.procedure.slug):
        raise WrongState(_("Bạn không còn được nộp hồ sơ thay người này."))
    draft.represented = found


def _demand_few(agent: User) -> None:
    User.objects.select_for_update().only("pk").get(pk=agent.pk)
    if len(of_agent(agent)) >= MOST:
        raise WrongState(
            _("Bạn đã có %(most)d mục. Hãy chấm dứt mục không dùng nữa.") % {"most": MOST}
        )


def _columns(facts: Facts) -> dict[str, object]:
    return {
        "name": facts.name,
        "birth_date": facts.birth_date.isoformat() if facts.birth_date else "",
        "number": facts.number,
        "procedures": list(facts.procedures),
        "until": facts.until,
    }


def _locked(pk: int) -> Represented:
    return Represented.objects.select_for_update().get(pk=pk)
