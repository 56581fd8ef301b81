"""What the applicant does: files, completes, asks to stop."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypedDict

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import Authority, User
from organisations.roles import RECEPTIONIST
from workflows import fee_requests, permissions
from workflows.act import Act, perform
from workflows.actions.shared import GOING_ON, arrive, go_on
from workflows.applicant import (
    assured,
    co_signing,
    filed_alone,
    filing,
    givers,
    mandates,
    named,
    reuse,
    stated,
    twins,
)
from workflows.deadlines import clock
from workflows.errors import NoRight, WrongState
from workflows.fee_requests import RefundDue
from workflows.journal.act_kinds import Told, declare
from workflows.lifecycle import Status
from workflows.models import Dossier, Draft, Entry, WorkItem
from workflows.papers import signing
from workflows.permissions import results
from workflows.process import moves, windows
from workflows.published import definition_of

Channel = Dossier.Channel


class Supplied(TypedDict):
    """Names of the answers that changed."""

    changed: list[str]


SUBMIT = declare(
    "submit",
    gettext_lazy("Nộp hồ sơ"),
    told=Told.APPLICANT,
    carries=(
        *(twins.SameRequest, assured.KnownBy, givers.GivenBy, co_signing.CoSigned),
        *(filed_alone.FiledAlone, stated.FromProvider, reuse.Reused),
        *GOING_ON,
    ),
)
SUPPLY = declare(
    "supply",
    gettext_lazy("Bổ sung hồ sơ"),
    told=Told.APPLICANT,
    changes=filing.BY_ANSWERS,
    carries=(Supplied, *GOING_ON),
)
WITHDRAW = declare(
    "withdraw",
    gettext_lazy("Công dân rút hồ sơ"),
    told=Told.APPLICANT,
    reason_is_public=True,
    carries=(RefundDue,),
)


def submit(
    draft: Draft,
    actor: User,
    key: str | None = None,
    told: str | None = None,
    assurance: str = "",
) -> Dossier:
    """The applicant files the draft online; filing it again gives the same dossier.

    `told`: the seal of the twins that their page showed and they go on beside (`twins.demand_told`,
    WrongState). `assurance`: the level at which their session was opened
    (`organisations.accounts.assurance`), "" of a password.

    Raises NotKnownSurely, NoRight, WrongState, Incomplete or KeyReused.
    """
    return _file(
        *(draft, actor, key),
        applicant=actor,
        channel=Channel.ONLINE,
        receiving=None,
        told=told,
        assurance=assurance,
    )


def locked_draft(draft: Draft) -> Draft:
    """The draft as it is now, nobody else's to file until the transaction ends.

    The dossier is read after the lock: joined, a waiting PostgreSQL would give the row from before
    it was filed.
    """
    rows = Draft.objects.select_for_update(of=("self",)).select_related("version__procedure")
    return rows.get(pk=draft.pk)


def became(draft: Draft, dossier: Dossier) -> None:
    """The draft is this dossier from now on."""
    draft.dossier, draft.answers = dossier, {}  # the dossier holds them now
    draft.save(update_fields=["dossier", "answers", "updated_at"])


def submit_at_counter(
    draft: Draft,
    actor: User,
    receiving: Authority,
    channel: str = Channel.DIRECT,
    key: str | None = None,
    told: str | None = None,
) -> Dossier:
    """A receptionist files for somebody who came in person or wrote by post; `told` as for
    `submit`.

    Raises NoRight, WrongState, Incomplete or KeyReused.
    """
    if not permissions.may_receive(actor, receiving, draft.version.procedure.slug):
        raise NoRight
    return _file(draft, actor, key, applicant=None, channel=channel, receiving=receiving, told=told)


def _file(
    draft: Draft,
    actor: User,
    key: str | None,
    *,
    applicant: User | None,
    channel: str,
    receiving: Authority | None,
    told: str | None,
    assurance: str = "",
) -> Dossier:
    with transaction.atomic():
        read = draft.answers
        draft = locked_draft(draft)
        if draft.owner_id != actor.pk:
            raise NoRight
        if draft.dossier is not None:
            return draft.dossier
        demand_as_read(draft, read)
        definition = definition_of(draft.version)
        if applicant is not None:
            assured.demand(definition, assurance)
            known = stated.demand(definition, draft.answers, applicant)
        mandates.demand(draft, actor)
        windows.demand_open(definition, draft.answers, "submit")
        given = givers.demand(draft.represented, definition)
        dossier = filing.file_draft(draft, applicant, channel, receiving)
        named.demand(dossier, definition)
        act = Act(dossier, actor, key, content=["submit", str(draft.pk)])
        act.status_before = None
        if receiving is None and (signed := co_signing.demand(draft)):
            act.carry(signed)
        twins.demand_told(act, receiving is not None, told)
        arrive(act, moves.start(dossier))
        if given is not None:
            act.carry(given)
        if applicant is not None:
            assured.note(act, definition, assurance)
            if known is not None:
                act.carry(known)
        if again := reuse.noted(definition, dossier.answers):
            act.carry(again)
        if receiving is not None:
            act.acts_under(permissions.post_at(actor, RECEPTIONIST, receiving.pk, dossier))
        act.record(SUBMIT)
        windows.filed(dossier, definition)
        draft.invitations.update(dossier=dossier)
        became(draft, dossier)
    return dossier


def demand_as_read(draft: Draft, read: dict[str, Any]) -> None:
    """What is filed is what its writer saw, and somebody receives it. Raises WrongState."""
    if draft.answers != read:
        raise WrongState(
            _("Hồ sơ vừa được sửa ở cửa sổ hoặc thiết bị khác. Hãy xem lại trước khi nộp.")
        )
    if not draft.version.procedure.open:
        raise WrongState(_("Thủ tục này đang tạm ngừng nhận hồ sơ."))


def supply(
    dossier: Dossier, actor: User, answers: Mapping[str, Any], key: str | None = None
) -> Entry:
    """The applicant completes the dossier: `answers` are all the answers as they now stand; the
    clock runs again.

    Raises NoRight, WrongState, Incomplete or KeyReused.
    """
    content = ["supply", dossier.pk, dict(answers)]
    return perform(dossier.pk, actor, key, content, _supply, actor, answers)


def _supply(act: Act, actor: User, answers: Mapping[str, Any]) -> Entry:
    dossier = act.dossier
    if dossier.legal_status != Status.SUPPLEMENT_ASKED:
        raise WrongState(_("Hồ sơ không ở trạng thái chờ bổ sung."))
    if not permissions.may_supply(actor, dossier):
        raise NoRight
    if permissions.is_of_counter(dossier):
        act.acts_under(permissions.post_at(actor, RECEPTIONIST, dossier.receiving_id, dossier))
    kept = filing.checked_answers(act.definition, dict(answers))
    changed = sorted(
        name for name in kept | dossier.answers if kept.get(name) != dossier.answers.get(name)
    )
    windows.refuse_other_wishes(act.definition, changed)
    act.carry(Supplied(changed=changed))
    filing.fill(dossier, act.definition, kept)
    named.demand(dossier, act.definition)
    filing.link_files(dossier, act.definition, kept)
    signing.review(act)
    act.move("supply" if dossier.accepted_at else "supply_before_reception")
    clock.resume(dossier, act.definition, act.now, "supply")
    waiting = WorkItem.objects.get(process=dossier, finished__isnull=True)
    waiting.process = dossier
    return go_on(act, moves.advance(waiting, "", None), SUPPLY, waiting)


def withdraw(dossier: Dossier, actor: User, reason: str = "", key: str | None = None) -> Entry:
    """The applicant asks to stop while no result exists (NĐ 118/2025 Điều 21); the office then
    confirms.

    Raises NoRight, WrongState or KeyReused.
    """
    content = ["withdraw", dossier.pk, reason]
    return perform(dossier.pk, actor, key, content, _withdraw, actor, reason)


def _withdraw(act: Act, actor: User, reason: str) -> Entry:
    dossier = act.dossier
    if not permissions.is_applicant(actor, dossier):
        raise NoRight
    if results.has_result(dossier):
        raise WrongState(_("Kết quả đã được cấp số nên không rút hồ sơ được nữa."))
    act.move("withdraw")
    clock.pause(dossier, act.now, "withdraw")
    moves.cancel_open(dossier)
    fee_requests.give_up(act)
    return act.record(WITHDRAW, reason=reason)
