"""A head lets something be asked that should have been asked the first time."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import User
from workflows import permissions
from workflows.act import Act, perform
from workflows.applicant import supplements
from workflows.errors import Incomplete, NoRight, WrongState
from workflows.journal.act_kinds import Told, declare
from workflows.models import Dossier, Entry

ALLOW_AGAIN = declare(
    "allow_again", gettext_lazy("Cho phép yêu cầu bổ sung thêm"), told=Told.NOBODY
)


def allow_again(dossier: Dossier, actor: User, reason: str, key: str | None = None) -> Entry:
    """One more request for a supplement may name what an earlier one left out; the reason stays in
    the journal.

    Raises NoRight, WrongState, Incomplete or KeyReused.
    """
    content = ["allow_again", dossier.pk, reason]
    return perform(dossier.pk, actor, key, content, _allow_again, actor, reason)


def _allow_again(act: Act, actor: User, reason: str) -> Entry:
    dossier = act.dossier
    if not permissions.may_allow_again(actor, dossier):
        raise NoRight(_("Chỉ lãnh đạo cơ quan đang giữ hồ sơ được cho phép yêu cầu bổ sung thêm."))
    act.acts_under(permissions.post_to_allow_again(actor, dossier))
    if not supplements.requests(dossier):
        raise WrongState(_("Hồ sơ chưa được yêu cầu bổ sung lần nào."))
    if not reason.strip():
        raise Incomplete(_("Hãy ghi lý do cho phép yêu cầu bổ sung thêm."))
    return act.record(ALLOW_AGAIN, reason=reason)
