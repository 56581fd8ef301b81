"""Who has a task: taken, put back, given."""

from __future__ import annotations

from typing import TypedDict

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organisations.models import User
from workflows import permissions
from workflows.act import Act, locked, locked_item
from workflows.actions.shared import DECIDED_TOGETHER, begin, check_right
from workflows.errors import NoRight, WrongState
from workflows.journal.act_kinds import Told, declare
from workflows.models import Entry, WorkItem
from workflows.process import abandoned_tasks, assignment, moves
from workflows.process.assignment import Assigned


class Given(Assigned):
    """To whom (id)."""

    to: int


Left = TypedDict("Left", {"from": int | None})
CLAIM = declare("claim", gettext_lazy("Nhận việc"), told=Told.NOBODY)
RELEASE = declare("release", gettext_lazy("Trả việc về hàng chờ"), told=Told.NOBODY)
GIVE_BACK = declare(
    "give_back", gettext_lazy("Việc tự trở về hàng chờ"), told=Told.NOBODY, carries=(Left,)
)
REASSIGN = declare("reassign", gettext_lazy("Giao việc"), told=Told.NOBODY, carries=(Given,))


def claim(item: WorkItem, actor: User) -> Entry | None:
    """Take a task from the queue; taking one's own again changes nothing (None). Raises NoRight or
    AlreadyDone.
    """
    with locked(item.process_id) as dossier:
        item = locked_item(item, dossier)
        if item.owner_id == actor.pk:
            return None
        act = Act(dossier, actor, None, None)
        check_right(act, item)
        moves.claim(item, actor)
        begin(act)
        return act.record(CLAIM, item=item)


def release(item: WorkItem, actor: User) -> Entry:
    """Put one's own task back into its queue. Raises NoRight or AlreadyDone."""
    with locked(item.process_id) as dossier:
        item = locked_item(item, dossier)
        if item.owner_id != actor.pk:
            raise NoRight
        moves.claim(item, None)
        return Act(dossier, actor, None, None).record(RELEASE, item=item)


def give_back(item: WorkItem) -> Entry | None:
    """A task whose owner may do it no longer is back in its queue, by itself; None where they still
    may.
    """
    with locked(item.process_id) as dossier:
        fresh = WorkItem.objects.select_related("owner", "authority").get(pk=item.pk)
        fresh.process = dossier
        if not permissions.has_left(fresh):
            return None
        gone, why = fresh.owner, abandoned_tasks.why(fresh)
        moves.give_back(fresh, why)
        act = Act(dossier, None, None, None)
        act.carry({"from": gone.pk if gone else None})
        # whoever reads the list that shows it may read English; the journal does not
        with translation.override("vi"):
            reason = f"{gone}: {WorkItem.Returned(why).label}."
        return act.record(GIVE_BACK, item=fresh, reason=reason)


def reassign(item: WorkItem, actor: User, to: User) -> Entry | None:
    """A head, or the role that the step names, gives a task to somebody who holds its role.

    Giving it to whoever has it changes nothing (None).

    Raises NoRight, WrongState or AlreadyDone.
    """
    with locked(item.process_id) as dossier:
        item = locked_item(item, dossier)
        act = Act(dossier, actor, None, None)
        if item.place.together:
            raise WrongState(str(DECIDED_TOGETHER))
        if not permissions.may_reassign(actor, item):
            raise NoRight
        act.acts_under(permissions.post_to_reassign(actor, item))
        if to not in permissions.holders_of(item) or not permissions.is_other_person(
            to, item, act.definition
        ):
            raise NoRight(_("Người được giao không giữ vai trò của bước này, hoặc đang vắng."))
        if item.owner_id == to.pk:
            return None
        moves.claim(item, to)
        act.carry(Given(to=to.pk, assigned=assignment.told(item, to)))
        return act.record(REASSIGN, item=item)
