"""Which officers hear of what time did: who has the task, who asked, who answers for it as head."""

from __future__ import annotations

from organisations.models import User
from workflows import permissions
from workflows.deadlines import extensions
from workflows.models import CONSULT, Dossier, Entry, WorkItem
from workflows.published import definition_of
from workflows.reading_rights import Reader, What


def by(entry: Entry) -> set[User]:
    """The officers an entry is told to; a warning that came too late for its task concerns
    nobody.
    """
    dossier = entry.dossier
    if entry.act in ("unheard", "no_answer"):
        return _askers(dossier, entry)
    if entry.act == "step_late":
        item = (
            WorkItem.objects.select_related("owner", "authority")
            .filter(pk=entry.data["item"])
            .first()
        )
        if item is None or item.finished is not None or item.authority is None:
            return set()
        return _holders(item) | set(permissions.heads_of(item.authority))
    items = WorkItem.objects.select_related("owner").filter(
        process=dossier, finished=None, authority__isnull=False
    )
    # those who are asked have a time of their own, and a reminder
    items = items.exclude(flow_task_type=CONSULT)
    people = {person for item in items for person in _holders(item)}
    may_extend = extensions.may_still_extend(dossier, definition_of(dossier.version), entry.at)
    # theirs is the apology, while it helps and once it is owed
    if entry.act == "overdue" or may_extend:
        people |= set(permissions.heads_of(dossier.deciding))
    return people


def _holders(item: WorkItem) -> set[User]:
    holder = permissions.holder_of(item)
    return {holder} if holder else set(permissions.holders_of(item))


def _askers(dossier: Dossier, entry: Entry) -> set[User]:
    """Whoever sent the dossier out to be asked about: the last to decide before, while they read
    it; else the heads.
    """
    decided = WorkItem.objects.select_related("owner").filter(
        process=dossier, owner__isnull=False, finished__lte=entry.at
    )
    last = decided.exclude(step=entry.step).order_by("-finished", "-pk").first()
    if last and last.owner and Reader(last.owner).towards(dossier).may(What.MESSAGES):
        return {last.owner}
    return set(permissions.heads_of(dossier.deciding))
