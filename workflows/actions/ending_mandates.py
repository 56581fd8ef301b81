"""Somebody may no longer act for another one: what was filed under it is that one's alone."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from organisations.account_models import AccountLetter
from organisations.accounts import contacts
from organisations.models import User
from workflows.act import Act, locked
from workflows.applicant import invitations
from workflows.errors import NoRight
from workflows.journal.act_kinds import Told, declare
from workflows.models import Dossier, Represented

State = Represented.State
MANDATE_ENDED = declare(
    "mandate_ended",
    gettext_lazy("Người nộp thay không còn quyền nộp thay"),
    told=Told.NOBODY,
    in_timeline=True,
    changes=("applicant", "applicant_phone", "applicant_email", "phone_index"),
)


def end_mandate(represented: Represented, actor: User | None) -> None:
    """End it for good, by the agent, by the person they act for, or by its day (`actor` None).

    The agent acts and reads no more from the commit on; dossiers stay with the person, or, where
    they have no account, with the office; what is sent goes to the person's contacts alone. A
    child's stay with the parent who filed them. What was kept of the person can be read no more.
    Ended twice is ended once. Raises NoRight.
    """
    with transaction.atomic():
        found = Represented.objects.select_for_update().get(pk=represented.pk)
        if actor is not None and actor.pk not in (found.agent_id, found.person_id):
            raise NoRight
        if found.state == State.ENDED:
            return
        was_in_force = found.state == State.IN_FORCE
        Represented.objects.filter(pk=found.pk).update(
            **{"sealed_key": None}, state=State.ENDED, ended_at=timezone.now()
        )
        invitations.forget(found)
        if found.kind != Represented.Kind.CHILD:
            for pk in _filed(found):
                _pass_on(pk, found, actor)
        if was_in_force and found.kind == Represented.Kind.PERSON:
            _tell(found, actor)


def _filed(found: Represented) -> list[int]:
    rows = Dossier.objects.filter(represented=found, applicant=found.agent_id)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _pass_on(pk: int, found: Represented, actor: User | None) -> None:
    with locked(pk) as dossier:
        if dossier.applicant_id != found.agent_id:
            return
        act = Act(dossier, actor, None, ["mandate_ended", found.pk])
        dossier.applicant = dossier.represented_person
        person = dossier.represented_person
        # the answers, which stay as they were sealed, name the agent's: nothing is sent there
        dossier.applicant_phone = person.phone if person else ""
        dossier.applicant_email = person.email if person else ""
        act.record(MANDATE_ENDED)


def _tell(found: Represented, actor: User | None) -> None:
    """Both sides, but whoever pressed the button."""
    people = User.objects.filter(pk__in=[found.agent_id, found.person_id], is_active=True)
    for person in people.exclude(pk=actor.pk if actor else 0):
        contacts.tell(person, AccountLetter.Kind.MANDATE_ENDED)
