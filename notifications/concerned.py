"""Which officers hear of what time did: who has the task, who asked, who answers for it as head."""

from __future__ import annotations

from conversation import remarks
from organisations import roles
from organisations.models import User
from satisfaction import answering
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
    if entry.act == answering.RATE_BADLY.name:
        return set(permissions.heads_of(dossier.deciding))
    if entry.act == remarks.ASK_OFFICE.name:
        return _answerers(dossier)
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


def _answerers(dossier: Dossier) -> set[User]:
    """Who has the dossier before them and reads what its applicant writes; where nobody has, the
    desk that received it.
    """
    items = WorkItem.objects.select_related("owner", "authority").filter(
        process=dossier, finished=None, authority__isnull=False
    )
    near = {person for item in items.exclude(flow_task_type=CONSULT) for person in _holders(item)}
    able = {one for one in near if Reader(one).towards(dossier).may(What.THREAD)}
    slug = permissions.procedure_of(dossier)
    return able or set(roles.present(roles.RECEPTIONIST, dossier.receiving_id, slug))


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
