"""Somebody who was asked gives an opinion."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import User
from workflows.act import Act, perform_on
from workflows.actions.deciding import attach
from workflows.actions.shared import GOING_ON, check_right, go_on
from workflows.definition import Consult
from workflows.errors import Incomplete, WrongState
from workflows.journal.act_kinds import Told, declare
from workflows.models import Entry, WorkItem
from workflows.opinions import store
from workflows.papers import signing
from workflows.process import commitments, moves, nodes

OPINION = declare("opinion", gettext_lazy("Cho ý kiến"), told=Told.NOBODY, carries=GOING_ON)


def give_opinion(
    item: WorkItem,
    actor: User,
    opinion: str,
    key: str | None = None,
    values: Mapping[str, Any] | None = None,
    files: Sequence[str] = (),
) -> Entry:
    """Somebody consulted answers; the dossier goes on when all, or the quorum, have answered.

    `values` are the answers to the step's fields, `files` ids of papers. The words of a
    confidential opinion stay out of the journal, which the others who were asked may read; its
    papers open for the asking authority alone.

    Raises NoRight, WrongState, AlreadyDone, Incomplete or KeyReused.
    """
    values = dict(values or {})
    content = ["opinion", item.pk, opinion, values, list(files)]
    return perform_on(item, actor, key, content, _give_opinion, actor, opinion, values, files)


def _give_opinion(
    act: Act,
    item: WorkItem,
    actor: User,
    opinion: str,
    values: dict[str, Any],
    files: Sequence[str],
) -> Entry:
    check_right(act, item)
    step = act.definition.step(item.step)
    if not isinstance(step, Consult):
        raise WrongState(_("Bước này không có lựa chọn như vậy."))
    if not opinion.strip():
        raise Incomplete(_("Hãy ghi ý kiến trước khi gửi."))
    words = commitments.chosen_words(step, values)
    commitments.check_enclosed(step.encloses, values, files, item, words)
    given = store.keep(act, actor, item, step, opinion, values)
    attach(act, item, files, given.confidential)
    signing.review(act)
    said = "" if given.confidential else opinion
    return go_on(
        act, moves.advance(item, nodes.ANSWERED, actor), OPINION, item, nodes.ANSWERED, said
    )
