"""Who has a task: taken, put back, given."""

from __future__ import annotations

from django.utils import translation
from django.utils.translation import gettext as _

from organisations.models import User
from workflows import assignment, leaving, nodes, permissions
from workflows.actions.moving import begin, check_right
from workflows.door import Act, locked, locked_item
from workflows.errors import NoRight
from workflows.models import Entry, WorkItem


def claim(item: WorkItem, actor: User) -> Entry | None:
    """Take a task from the queue; taking one's own again changes nothing (None)."""
    with locked(item.process_id) as dossier:
        item = locked_item(item, dossier)
        if item.owner_id == actor.pk:
            return None
        act = Act(dossier, actor, None, None)
        check_right(act, item)
        nodes.claim(item, actor)
        begin(act)
        return act.record("claim", item=item)


def release(item: WorkItem, actor: User) -> Entry:
    """Put one's own task back into its queue."""
    with locked(item.process_id) as dossier:
        item = locked_item(item, dossier)
        if item.owner_id != actor.pk:
            raise NoRight
        nodes.claim(item, None)
        return Act(dossier, actor, None, None).record("release", item=item)


def give_back(item: WorkItem) -> Entry | None:
    """A task whose owner may do it no longer is back in its queue, by itself; None where he still may."""
    with locked(item.process_id) as dossier:
        fresh = WorkItem.objects.select_related("owner", "authority").get(pk=item.pk)
        fresh.process = dossier
        if not permissions.has_left(fresh):
            return None
        gone, why = fresh.owner, leaving.why(fresh)
        nodes.give_back(fresh, why)
        act = Act(dossier, None, None, None)
        act.data["from"] = gone.pk if gone else None
        with translation.override("vi"):  # whoever reads the list that shows it may read English; the journal does not
            reason = f"{gone}: {WorkItem.Returned(why).label}."
        return act.record("give_back", item=fresh, reason=reason)


def reassign(item: WorkItem, actor: User, to: User) -> Entry | None:
    """A head, or the role that the step names, gives a task to somebody who holds its role.

    Giving it to whoever has it changes nothing (None).
    """
    with locked(item.process_id) as dossier:
        item = locked_item(item, dossier)
        act = Act(dossier, actor, None, None)
        if not permissions.may_reassign(actor, item):
            raise NoRight
        act.acts_under(permissions.post_to_reassign(actor, item))
        if to not in permissions.holders_of(item) or not permissions.is_other_person(to, item, act.definition):
            raise NoRight(_("Người được giao không giữ vai trò của bước này, hoặc đang vắng."))
        if item.owner_id == to.pk:
            return None
        nodes.claim(item, to)
        act.data["to"] = to.pk
        act.data["assigned"] = assignment.told(item, to)
        return act.record("reassign", item=item)
