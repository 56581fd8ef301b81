"""What somebody who is asked for an opinion sees of a dossier: what the consultation's step shows,
and no more.

Law 91/2025/QH15 on personal data: no more than the purpose needs. A step that says nothing (`shows`
left out) shows the whole application, as to the authority that decides.
"""

from __future__ import annotations

from django.db.models import F, Q, QuerySet

from organisations.models import User
from organisations.roles import posts
from workflows import permissions
from workflows.definition import Consult, Definition
from workflows.models import CONSULT, DEFINITION_TEXT, Dossier, DossierFile, WorkItem
from workflows.reading_rights import recent_acts


def tasks_of(user: User) -> QuerySet[WorkItem]:
    """Every task of a consultation that asks a role the person may use today, their own
    applications left out; those that are over for READ_DONE_DAYS.
    """
    wanted = Q(pk__in=[])
    for post in posts(user):
        procedures = post.procedures.split()
        reached = Q(process__version__procedure__slug__in=procedures) if procedures else Q()
        wanted |= Q(authority_id=post.authority_id, role=post.role) & reached
    related = ("process__version__procedure", "process__deciding", "authority", "owner")
    lately_asked = Q(finished=None) | Q(finished__gte=recent_acts.since())
    rows = WorkItem.objects.filter(wanted, lately_asked, flow_task_type=CONSULT).select_related(
        *related
    )
    not_own = permissions.not_own(user, "process__")
    return rows.filter(not_own).defer(*(f"process__{name}" for name in DEFINITION_TEXT))


def question_about(user: User, code: str) -> WorkItem | None:
    """The question that was asked of them about the dossier with this whole code: one that waits,
    else the last.
    """
    rows = tasks_of(user).filter(process__code=code)
    return rows.order_by(F("finished").desc(nulls_first=True), "-id").first()


def step_of(item: WorkItem) -> Consult:
    """The step of a task of `tasks_of`."""
    step = item.place
    assert isinstance(step, Consult)  # noqa: S101 - of that kind of task
    return step


def fields_shown(definition: Definition, step: Consult) -> frozenset[str]:
    """Ids of the form's fields that those asked in this step read."""
    every = {field.id for field in definition.form.fields()}
    if step.shows is None:
        return frozenset(every)
    sections = {
        section.id: {field.id for field in section.fields} for section in definition.form.sections
    }
    parts = (sections.get(name, {name}) for name in step.shows)
    return frozenset(every.intersection(*[set().union(*parts)]))


def may_open(user: User, dossier: Dossier, paper: DossierFile) -> bool:
    """A paper of the application that the consultation shows, or one that their own office's answer
    brought.
    """
    definition: Definition = dossier.flow_class.definition
    for item in tasks_of(user).filter(process=dossier):
        asked = step_of(item)
        if (
            paper.item_id == item.pk
            if paper.step
            else paper.field in fields_shown(definition, asked)
        ):
            return True
    return False
