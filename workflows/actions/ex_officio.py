"""An office opens a dossier of its own accord: nobody applies, nothing waits to be received."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import User
from workflows import permissions
from workflows.act import Act
from workflows.actions.shared import GOING_ON, arrive, begin
from workflows.applicant import filing, twins
from workflows.deadlines import clock
from workflows.errors import NoRight, WrongState
from workflows.journal.act_kinds import Told, declare
from workflows.models import Dossier, Draft
from workflows.process import moves
from workflows.published import definition_of

OPEN_EX_OFFICIO = declare(
    "open_ex_officio",
    gettext_lazy("Cơ quan tự mở hồ sơ"),
    told=Told.NOBODY,
    carries=(twins.SameRequest, *GOING_ON),
)


def open_ex_officio(
    draft: Draft, actor: User, key: str | None = None, told: str | None = None
) -> Dossier:
    """Open the dossier that the officer filled in for their authority; opening it again gives the
    same one.

    Its clock starts at once, and its work begins where the definition says. Raises NoRight for who
    does not hold the role at the authority that decides, WrongState where the procedure does not
    begin so, or is closed, Incomplete for answers that are missing; `told` as for `submit`.
    """
    with transaction.atomic():
        draft = (
            Draft.objects.select_for_update(of=("self",))
            .select_related("version__procedure")
            .get(pk=draft.pk)
        )
        if draft.owner_id != actor.pk:
            raise NoRight
        if draft.dossier is not None:
            return draft.dossier
        definition = definition_of(draft.version)
        if definition.ex_officio is None or draft.office is None:
            raise WrongState(_("Thủ tục này không do cơ quan tự mở hồ sơ."))
        if not permissions.may_open_ex_officio(actor, definition, draft.office):
            raise NoRight
        if not draft.version.procedure.open:
            raise WrongState(_("Thủ tục này đang tạm ngừng nhận hồ sơ."))
        dossier = filing.file_draft(draft, None, Dossier.Channel.OFFICIAL, draft.office)
        if dossier.deciding_id != draft.office_id:
            raise NoRight(_("Chỉ cơ quan có thẩm quyền quyết định được mở hồ sơ này."))
        act = Act(dossier, actor, key, content=["open_ex_officio", str(draft.pk)])
        act.status_before = None
        twins.demand_told(act, True, told)
        act.move("accept")
        clock.start(dossier, definition, act.now)
        begin(act)
        arrive(act, moves.start(dossier, definition.ex_officio.start))
        act.record(OPEN_EX_OFFICIO)
        draft.dossier, draft.answers = dossier, {}  # the dossier holds them now
        draft.save(update_fields=["dossier", "answers", "updated_at"])
    return dossier
