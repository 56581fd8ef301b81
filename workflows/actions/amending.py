"""The applicant corrects a phone number, an address or a paper of their own accord."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any, TypedDict

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import User
from organisations.roles import RECEPTIONIST
from workflows import permissions
from workflows.act import Act, perform
from workflows.applicant import amendments, filing, named
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.journal.act_kinds import Told, declare
from workflows.models import Dossier, Entry
from workflows.papers import signing
from workflows.process import windows

MOST_A_DAY = 5  # corrections of one dossier


class Amended(TypedDict):
    """Names of the answers that changed, and the numbers of slips that print what stood before."""

    changed: list[str]
    papers: list[str]


AMEND = declare(
    "amend",
    gettext_lazy("Người nộp tự sửa hồ sơ"),
    told=Told.OFFICERS,
    in_timeline=True,
    changes=filing.BY_ANSWERS,
    carries=(Amended,),
)


def amend(
    dossier: Dossier, actor: User, answers: Mapping[str, Any], key: str | None = None
) -> Entry:
    """The applicant corrects what the procedure lets them (`amend:`) before its step has come.

    `answers`: field id → what shall stand there; others stay. The clock runs on, the status and
    the task stay. Signatures under what it changes are void.

    Raises NoRight, WrongState, Incomplete or KeyReused.
    """
    content = ["amend", dossier.pk, dict(answers)]
    return perform(dossier.pk, actor, key, content, _amend, actor, answers)


def _amend(act: Act, actor: User, answers: Mapping[str, Any]) -> Entry:
    dossier = act.dossier
    if not permissions.is_filer(actor, dossier):
        raise NoRight
    if not permissions.is_amendable(dossier):
        raise WrongState(_("Hồ sơ đã qua bước được tự sửa. Cần sửa, hãy báo cơ quan giải quyết."))
    _demand_seldom(act)
    if permissions.is_of_counter(dossier):
        act.acts_under(permissions.post_at(actor, RECEPTIONIST, dossier.receiving_id, dossier))
    before = amendments.printed(dossier, act.definition)
    changed = _write(act, answers)
    after = amendments.printed(dossier, act.definition)
    papers = amendments.outdated(dossier, {fact for fact in after if before[fact] != after[fact]})
    act.carry(Amended(changed=changed, papers=papers))
    signing.review(act)
    entry = act.record(AMEND)
    windows.amended(dossier, act.definition)
    return entry


def _demand_seldom(act: Act) -> None:
    """Each correction has the officer look again: so many a day, that nobody is kept from
    deciding.
    """
    lately = amendments.since(act.dossier)
    if sum(entry.at > act.now - dt.timedelta(days=1) for entry in lately) >= MOST_A_DAY:
        raise WrongState(
            _("Hôm nay hồ sơ đã được sửa %(most)d lần. Cần sửa nữa, hãy báo cơ quan giải quyết.")
            % {"most": MOST_A_DAY}
        )


def _write(act: Act, answers: Mapping[str, Any]) -> list[str]:
    """Put the corrections in; returns the names of what changed."""
    dossier, definition = act.dossier, act.definition
    if set(answers) - amendments.names(definition):
        raise Incomplete(_("Chỉ tự sửa được những mục mà thủ tục cho phép."))
    before, case = dossier.answers, dossier.case
    kept = filing.checked_answers(definition, {**before, **answers})
    changed = sorted(name for name in kept | before if kept.get(name) != before.get(name))
    if not changed:
        raise Incomplete(_("Bạn chưa sửa gì."))
    if set(changed) - {definition.applicant.phone, definition.applicant.email}:  # never too late
        windows.demand_open(definition, kept, "amend")
    filing.fill(dossier, definition, kept)
    named.demand(dossier, definition)
    if dossier.case != case:
        raise Incomplete(
            _("Phần sửa này làm hồ sơ thuộc trường hợp khác. Hãy rút hồ sơ và nộp lại.")
        )
    filing.link_files(dossier, definition, kept)
    return changed
