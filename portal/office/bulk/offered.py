"""What may be done with many tasks of a queue at once: each step that waits there, and its outcomes
that fit.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from foundation.languages import in_language
from foundation.numbers import row_id
from organisations.models import Authority
from portal.office.task.consequences import binds
from workflows import permissions
from workflows.bulk.kinds import CLAIM, DECIDE, may_be_chosen
from workflows.definition import AnyStep, Definition, Outcome
from workflows.models import ProcedureVersion, WorkItem
from workflows.published import definition_of
from workflows.reading_rights import Reader
from workflows.reports import queues

#: Large columns that no list shows.
HEAVY = ("source", "canonical")


@dataclass(frozen=True)
class Offer:
    """One act on the tasks of one step of one version, and how many of them there are."""

    version: ProcedureVersion
    step: AnyStep
    outcome: Outcome | None  # None: they are only taken
    count: int

    @property
    def value(self) -> str:
        """What an address and a form carry."""
        return f"{self.version.pk}:{self.step.id}:{self.outcome.id if self.outcome else ''}"

    @property
    def title(self) -> str:
        """What is done, as the page of one task calls it."""
        return in_language(self.outcome.title) if self.outcome else _("Nhận việc")

    @property
    def act(self) -> str:
        """One of `workflows.bulk.kinds`."""
        return DECIDE if self.outcome else CLAIM

    @property
    def parameters(self) -> dict[str, str]:
        """What the act is told."""
        return {"outcome": self.outcome.id} if self.outcome else {}

    @cached_property
    def definition(self) -> Definition:
        """That of the version."""
        return definition_of(self.version)

    @property
    def binds(self) -> bool:
        """True for a signature or a seal: a code of the telephone is asked."""
        return self.outcome is not None and binds(self.outcome, self.definition)


@dataclass(frozen=True)
class Group:
    """The tasks of one step, and what may be done with them."""

    version: ProcedureVersion
    step_title: str
    offers: list[Offer]


def tasks_of(reader: Reader, authority: Authority, role: str) -> QuerySet[WorkItem]:
    """Tasks of the queue that are free for the officer or theirs, less their own applications."""
    reader.posts()
    user = reader.user
    free = Q(owner=None, to_be_given=False) | queues.owned(user)
    not_own = permissions.not_own(user, "process__")
    return queues.waiting(user, authority, role).filter(free, not_own)


def groups(tasks: QuerySet[WorkItem]) -> list[Group]:
    """Each step that waits, by procedure, with what fits; those where nothing does are left out."""
    counted = list(
        tasks.order_by()
        .values_list("process__version", "step")
        .annotate(every=Count("pk"), free=Count("pk", filter=Q(owner=None)))
    )
    rows = ProcedureVersion.objects.select_related("procedure").defer(*HEAVY)
    versions = rows.in_bulk({version for version, _step, _all, _free in counted})
    found = []
    for version_id, step_id, every, free in counted:
        version = versions[version_id]
        step = definition_of(version).step(step_id)
        offers = list(_offers(version, step, every, free))
        found.append(Group(version, in_language(step.title), offers))
    found.sort(key=lambda group: (group.version.procedure.title, group.version.number))
    return [group for group in found if group.offers]


def _offers(version: ProcedureVersion, step: AnyStep, every: int, free: int) -> Iterator[Offer]:
    for outcome in step.outcomes:
        if may_be_chosen(outcome, step):
            yield Offer(version, step, outcome, every)
    if free and step.outcomes and not step.together:
        yield Offer(version, step, None, free)


def chosen(offered: list[Group], value: str) -> Offer | None:
    """The offer of this value; None for one that is not there any more."""
    return next((one for group in offered for one in group.offers if one.value == value), None)


def fitting(tasks: QuerySet[WorkItem], offer: Offer) -> QuerySet[WorkItem]:
    """Those of the tasks that the offer is about."""
    found = tasks.filter(process__version=offer.version, step=offer.step.id)
    return found if offer.outcome else found.filter(owner=None)


def ids_in(text: str, most: int) -> list[int]:
    """Task ids as a form sends them, at most so many; what is no number is left out."""
    return [pk for one in text.split()[:most] if (pk := row_id(one)) is not None]
